"""The case file as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from amends.cases.guards import install_guards


class CasesConfig(AppConfig):
    """The case file; its database guards are put back after each migration."""

    name = "amends.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Asks to reinstall triggers and row policies after every migration."""
        post_migrate.connect(install_guards, sender=self, dispatch_uid="amends_guards")
