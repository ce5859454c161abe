"""A text that a brand's policy has in several languages, in the one somebody reads."""

from __future__ import annotations

from django.utils.translation import get_language

from amends.rules.policy.document import Texts


def text_of(texts: Texts, language: str = "") -> str:
    """Answers a text of the policy in a language, without one in the reader's; else in English, else in any."""
    wanted = (language or get_language() or "en").lower()
    found = next((said for tag, said in texts.items() if tag.lower() == wanted), "")
    return found or texts.get("en") or next(iter(texts.values()), "")
