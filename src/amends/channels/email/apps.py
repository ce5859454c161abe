"""E-mail as a channel: registers its delivery."""

from django.apps import AppConfig

from amends.cases.ways import register
from amends.channels.email.delivery import SmtpDelivery


class EmailConfig(AppConfig):
    """Out through SMTP; in comes with the mail channel."""

    name = "amends.channels.email"
    label = "channel_email"

    def ready(self) -> None:
        """Says how a message of the kind e-mail leaves."""
        register("email", SmtpDelivery())
