"""The site as a Django app: templates, styles, commands."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from amends.cases.ways import close_with
from amends.site.printing import LetterPrinter


class SiteConfig(AppConfig):
    """Puts the rooms together."""

    name = "amends.site"
    label = "site"

    def ready(self) -> None:
        """Lets each letter to a customer end with the way to their case, and their own be printed."""
        # By its name: the rows that it reads are not there yet when this file is read.
        close_with(import_string("amends.seat.letters.way_to_case"))
        import_string("amends.seat.prepare.printing.print_with")(LetterPrinter())
