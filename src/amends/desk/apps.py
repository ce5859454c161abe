"""The company's seat as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Screens of the people who answer."""

    name = "amends.desk"
    label = "desk"
