"""The site as a Django app: templates, styles, commands."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Puts the rooms together."""

    name = "amends.site"
    label = "site"
