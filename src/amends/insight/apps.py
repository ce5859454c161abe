"""The manager's seat as a Django app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Screens of those who lead: reports, and what a policy costs."""

    name = "amends.insight"
    label = "insight"
