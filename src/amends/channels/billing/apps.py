"""The brand's billing system as a channel: registers how remedies are issued."""

from django.apps import AppConfig

from amends.cases.issuers import register_issuer
from amends.channels.billing.issuing import HandOver


class BillingConfig(AppConfig):
    """Money and credits go to the system that AMENDS_REMEDIES_URL names; without one they are carried out by hand."""

    name = "amends.channels.billing"
    label = "channel_billing"

    def ready(self) -> None:
        """Says how a remedy is issued."""
        register_issuer(HandOver())
