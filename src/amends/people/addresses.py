"""The form in which two addresses are compared."""

from __future__ import annotations

import re

import phonenumbers

EMAIL = "email"
PHONE = "phone"
_PART = r"[^\s\x00-\x1f\x7f-\x9f@,;:<>()\[\]\\\"]+"
_ONE_EMAIL = re.compile(f"{_PART}@{_PART}")


def address_key(kind: str, value: str, region: str | None = None) -> str:
    """Answers the comparable form: an address in lower case, a number as E.164 where it can be read.

    Empty for what is not one address: it is not kept, because it would become the To of a mail.
    """
    value = value.strip()
    if kind == EMAIL:
        return value.lower() if _ONE_EMAIL.fullmatch(value) else ""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return "".join(sign for sign in value if sign.isdigit())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
