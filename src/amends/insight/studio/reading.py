"""What the studio reads of one brand: the policy in force, the draft, what lint finds, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from django.utils.translation import get_language

from amends.cases.models import PolicyDraft
from amends.cases.policies import draft_of, policy_in_force
from amends.insight.studio.starter import starter
from amends.insight.studio.words import UNCOUNTABLE
from amends.page.words import reader_locale
from amends.people.models import Brand
from amends.rules.policy.checking import Finding, check_policy
from amends.rules.policy.compiled import Compiled, compile_policy
from amends.rules.policy.document import Policy
from amends.rules.policy.reading import policy_of, read_policy
from amends.rules.policy.writing import content_of, write_policy

_WRITTEN = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
_LONG_AGO = datetime(1999, 1, 1, tzinfo=UTC)
NOTICE = timedelta(days=7)
"""A draft begins with a date so far ahead."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A policy as the studio shows it: the draft, or what is in force; `compiled` is None where it can't be counted."""

    brand: Brand
    policy: Policy
    compiled: Compiled | None
    findings: tuple[Finding, ...]
    language: str
    reader: Locale
    now: datetime
    held_number: int
    held: Policy | None
    draft: PolicyDraft | None
    is_draft: bool
    text: str

    @property
    def hindering(self) -> tuple[Finding, ...]:
        """Answers what keeps the draft from being used at all."""
        return tuple(one for one in self.findings if not one.is_warning)

    @property
    def hindering_at_once(self) -> tuple[Finding, ...]:
        """Answers what keeps the draft from being used at once, whatever date it names."""
        return tuple(one for one in self.hindering if one.code != "effective_in_past")


def read_studio(brand: Brand, now: datetime, *, in_force: bool = False) -> Reading:
    """Answers the draft of a brand, or on request or without one what is in force. Queries: 2."""
    held, draft = policy_in_force(brand.pk, now), draft_of(brand.pk)
    is_draft = draft is not None and not in_force
    held_policy = held.compiled.policy if held else None
    if is_draft and draft is not None:
        text = draft.text
    else:
        text = write_policy(held_policy or policy_of(starter(brand.currency, now)))
    policy = read_cached(text)
    return Reading(
        brand=brand,
        policy=policy,
        compiled=compiled_of(text),
        findings=findings_of(text, now) if is_draft else (),
        language=policy_language(),
        reader=reader_locale(),
        now=now,
        held_number=held.number if held else 0,
        held=held_policy,
        draft=draft,
        is_draft=is_draft,
        text=text,
    )


def policy_language() -> str:
    """Answers the reader's language as the policy's texts are keyed."""
    code = (get_language() or "en").lower()
    return _WRITTEN.get(code, code.split("-")[0])


@lru_cache(maxsize=32)
def read_cached(text: str) -> Policy:
    """Answers the policy in a text; by its text, which is all that it depends on. Raises: NotAPolicy."""
    return read_policy(text).policy


@lru_cache(maxsize=32)
def compiled_of(text: str) -> Compiled | None:
    """Answers a policy made ready; None while it names what it does not have."""
    if any(finding.code in UNCOUNTABLE for finding in _timeless(text)):
        return None
    return compile_policy(read_cached(text))


@lru_cache(maxsize=32)
def _timeless(text: str) -> tuple[Finding, ...]:
    return tuple(_joined(check_policy(read_cached(text), _LONG_AGO)))


def _joined(found: Sequence[Finding]) -> Iterator[Finding]:
    """Answers the findings, with those that differ in nothing but the kind of remedy as one that names all kinds."""
    same: dict[tuple[object, ...], list[Finding]] = {}
    for one in found:
        rest = tuple(pair for pair in one.values if pair[0] != "kind")
        key = (one.code, one.place, rest) if one.code == "front_line_under_share" else (one, len(same))
        same.setdefault(key, []).append(one)
    for those in same.values():
        kinds = ",".join(value for one in those for name, value in one.values if name == "kind")
        values = tuple((name, kinds if name == "kind" else value) for name, value in those[0].values)
        yield replace(those[0], values=values) if len(those) > 1 else those[0]


def findings_of(text: str, now: datetime) -> tuple[Finding, ...]:
    """Answers what lint finds: walking all cells is done once for a text, and the hour is asked each time."""
    found = _timeless(text)
    if read_cached(text).effective_at > now:
        return found
    return (Finding("effective_in_past", ("effective_at",)), *found)


def first_text(brand: Brand, now: datetime) -> tuple[str, int]:
    """Answers the text that a draft begins with, dated a week ahead, and the version it came from. Queries: 1."""
    held = policy_in_force(brand.pk, now)
    content = content_of(held.compiled.policy) if held else starter(brand.currency, now)
    day = (now + NOTICE).astimezone(ZoneInfo(brand.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    text = write_policy(policy_of({**content, "effective_at": day}))
    return text, held.number if held else 0
