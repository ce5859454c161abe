"""Addresses of the manager's seat."""

from django.urls import path

from amends.insight.views import policy, reports

app_name = "insight"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("policy/", policy.policies, name="policies"),
    path("policy/<slug:slug>/", policy.policy, name="policy"),
    path("policy/<slug:slug>/policy.yaml", policy.policy_file, name="policy_file"),
    path("policy/<slug:slug>/<slug:name>/", policy.part, name="policy_part"),
]
