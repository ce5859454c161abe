"""Addresses of the manager's seat."""

from django.urls import path

from amends.insight.views import reports

app_name = "insight"
urlpatterns = [
    path("", reports.reports, name="reports"),
]
