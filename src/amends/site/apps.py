"""The site as a Django app: templates, styles, commands."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from amends.cases.ways import close_with, tell_with


class SiteConfig(AppConfig):
    """Puts the rooms together."""

    name = "amends.site"
    label = "site"

    def ready(self) -> None:
        """Lets each letter to a customer end with the way to their case, and says how notices are worded."""
        # By its name: the rows that it reads are not there yet when this file is read.
        close_with(import_string("amends.seat.letters.way_to_case"))
        tell_with(import_string("amends.seat.letters.told"))
