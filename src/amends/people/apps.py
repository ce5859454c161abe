"""The people room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Brands, staff and customers."""

    name = "amends.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
