"""The site as a Django app: templates, styles, commands."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from amends.cases.ways import close_with, tell_with
from amends.site.printing import LetterPrinter


class SiteConfig(AppConfig):
    """Puts the rooms together."""

    name = "amends.site"
    label = "site"

    def ready(self) -> None:
        """Says how a letter to a customer ends, how notices are worded, and what prints a customer's own letter."""
        # By its name: the rows that it reads are not there yet when this file is read.
        close_with(import_string("amends.seat.letters.way_to_case"))
        tell_with(import_string("amends.seat.letters.told"))
        import_string("amends.seat.prepare.printing.print_with")(LetterPrinter())
