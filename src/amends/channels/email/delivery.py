"""Mail out, by SMTP. Without a server configured a message stays visible as "not delivered"."""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from django.conf import settings

from amends.cases.ways import Letter
from amends.errors import ChannelError
from amends.people.addresses import EMAIL, address_key

TIMEOUT_SECONDS = 20
_RIGHT_TO_LEFT = ("he", "ar")


class SmtpDelivery:
    """Hands messages to the server that AMENDS_SMTP_URL names (smtp:// with STARTTLS offered, smtps://)."""

    def deliver(self, letter: Letter) -> None:
        """Sends one mail. Raises: ChannelError('no_mail_server'), or what the server said."""
        if not settings.SMTP_URL:
            raise ChannelError("no_mail_server", permanent=True)
        try:
            self._send(compose(letter))
        except smtplib.SMTPAuthenticationError as error:
            # Ours to mend: the message waits until the password is right.
            raise ChannelError("mail_login_refused", permanent=False) from error
        except smtplib.SMTPResponseException as error:
            raise ChannelError("refused", permanent=error.smtp_code >= 500, said=error.smtp_code) from error
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise ChannelError("address_refused", permanent=code >= 500, said=code) from error
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelError("unreachable", permanent=False) from error

    def _send(self, message: EmailMessage) -> None:
        parts = urlsplit(settings.SMTP_URL)
        host, context = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
        with server:
            server.ehlo()
            if parts.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)


def compose(letter: Letter) -> EmailMessage:
    """Answers the mail: plain text and the same as HTML in the reader's direction; the id stays the same on a retry."""
    message = EmailMessage()
    domain = letter.from_address.partition("@")[2] or "localhost"
    message["From"] = Address(letter.from_name, addr_spec=letter.from_address or f"desk@{domain}")
    message["To"] = _one_address(letter.to_address)
    message["Subject"] = " ".join(letter.subject.split())
    message["Message-ID"] = f"<{letter.message_id}@{domain}>"
    message.set_content(letter.text)
    message.add_alternative(_as_html(letter), subtype="html")
    for name, kind, content in letter.files:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    # Last, because a mail that gets a second part gives such headers to its first.
    message["Content-Language"] = letter.language
    if letter.is_notice:
        # Who is away does not answer it by a machine of theirs.
        message["Auto-Submitted"] = "auto-generated"
    return message


def _one_address(text: str) -> Address:
    if not address_key(EMAIL, text):
        raise ChannelError("address_refused", permanent=True)
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError) as error:
        raise ChannelError("address_refused", permanent=True) from error


def _as_html(letter: Letter) -> str:
    direction = "rtl" if letter.language in _RIGHT_TO_LEFT else "ltr"
    text = letter.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    paragraphs = "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
    return f'<!doctype html><html lang="{letter.language}" dir="{direction}"><body>{paragraphs}</body></html>'
