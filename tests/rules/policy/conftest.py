"""One small policy that nothing is wrong with, to be spoiled."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import amends
from amends.rules.vocabulary import LANGUAGES

DEMONSTRATION = Path(amends.__file__).parent / "site" / "demonstration" / "policies"


def said(word: str) -> dict[str, str]:
    """Answers a text in every language."""
    return {language: f"{word} {language}" for language in LANGUAGES}


_GOOD: dict[str, Any] = {
    "currency": "EUR",
    "effective_at": "2030-01-01T00:00:00+00:00",
    "failures": {"late": said("late"), "lost": said("lost"), "danger": said("danger")},
    "reasons": {"unknown": said("unknown")},
    "remedies": {
        "again": {"kind": "re_performance", "part": "fix", "worth": {"fixed": 2_000}, "texts": said("again")},
        "back": {
            "kind": "refund",
            "part": "fix",
            "worth": {"share": 10_000, "of": "price_paid"},
            "texts": said("back"),
        },
        "gift": {"kind": "gift", "part": "extra", "worth": {"fixed": 500}, "texts": said("gift")},
        "tenth": {
            "kind": "credit",
            "part": "extra",
            "worth": {"share": 1_000, "of": "price_paid", "at_least": 100, "at_most": 900},
            "texts": said("tenth"),
        },
    },
    "authority": {
        "roles": {
            "rep": {"per_case": 5_000, "per_day": 20_000},
            "supervisor": {"per_case": 10_000, "per_day": 80_000},
            "win_back": {"per_case": 10_000, "per_day": 80_000},
        }
    },
    "tables": {
        "parcels": {
            "for": {"failure": ["late", "lost"]},
            "rows": [
                {
                    "when": {"fault": ["company", "supplier"], "times_failed": {"to": 1, "or_missing": True}},
                    "then": "mend",
                    "options": {"A": {"fix": "again", "extra": "gift"}, "B": {"fix": "back"}},
                },
                {
                    "when": {"fault": ["company", "supplier"], "times_failed": {"from": 2}},
                    "then": "mend",
                    "options": {
                        "A": {"fix": "again", "extra": "tenth"},
                        "B": {"fix": "back", "extra": "tenth"},
                    },
                },
                {
                    "when": {"fault": ["customer", "nobody", "unknown", "missing"]},
                    "then": "explain",
                    "reasons": ["unknown"],
                    "next_rung": "supervisor",
                },
            ],
        },
        "safety": {"for": {"failure": "danger"}, "rows": [{"then": "hold"}]},
    },
    "entitlements": {
        "by_law": {"when": {"delay_minutes": {"from": 60}}, "remedy": "gift", "source": "Charter, 3"}
    },
    "ladder": {
        "supervisor": {"who": "supervisor", "next": "court", "texts": said("supervisor")},
        "court": {"who": "court", "is_final": True, "texts": said("court")},
    },
}


@pytest.fixture
def good() -> dict[str, Any]:
    """Answers a fresh copy of the policy as plain data."""
    return deepcopy(_GOOD)


@pytest.fixture
def norvia() -> str:
    """Answers the demonstration's policy for a telephone company, as it is written."""
    return (DEMONSTRATION / "norvia.yaml").read_text(encoding="utf-8")
