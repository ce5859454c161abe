"""The form in which two addresses are compared."""

from __future__ import annotations

import phonenumbers

EMAIL = "email"
PHONE = "phone"


def address_key(kind: str, value: str, region: str | None = None) -> str:
    """Answers the comparable form: an address in lower case, a number as E.164 where it can be read."""
    value = value.strip()
    if kind == EMAIL:
        return value.lower()
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return "".join(sign for sign in value if sign.isdigit())
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
