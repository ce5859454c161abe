"""No secret leaves in a reply, and nothing that is somebody else's."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity
from amends.language.redaction import find_secrets
from amends.language.scripts import fold

_PERSONAL = ("email", "phone")


def find(draft: Draft) -> Iterator[Finding]:
    """Answers card numbers, and addresses that neither this customer nor the brand is known by."""
    for secret in find_secrets(draft.text):
        # An account to pay to, or an id they asked about, may have to be named; a card or a password never.
        if secret.is_masked_away:
            yield Finding("secret", Severity.BLOCK, secret.start, secret.end, (("kind", secret.kind.value),))
    if not draft.case.known:
        return
    known = {_plain(one) for one in draft.case.known}
    told = _plain(draft.case.said)
    for one in draft.found:
        if one.kind in _PERSONAL and _plain(one.value) not in known and _plain(one.text) not in told:
            yield Finding("other_data", Severity.BLOCK, one.start, one.end)


def _plain(said: str) -> str:
    return "".join(sign for sign in fold(said) if sign.isalnum() or sign in "@+")
