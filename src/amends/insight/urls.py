"""Addresses of the manager's seat."""

from django.urls import path

from amends.insight.views import policy, promises, questions, reports, same_harm

app_name = "insight"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("same-harm/", same_harm.same_harm, name="same_harm"),
    path("same-harm/cases/", same_harm.cases, name="same_harm_cases"),
    path("same-harm/table.csv", same_harm.table, name="same_harm_table"),
    path("promises/", promises.promises, name="promises"),
    path("questions/", questions.questions, name="questions"),
    path("policy/", policy.policies, name="policies"),
    path("policy/<slug:slug>/", policy.policy, name="policy"),
    path("policy/<slug:slug>/policy.yaml", policy.policy_file, name="policy_file"),
    path("policy/<slug:slug>/<slug:name>/", policy.part, name="policy_part"),
]
