"""Pieces that the Consult page and the case's panel share: time left, remedies in words, how a question ended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amends.cases.models import Consult
from amends.cases.policies import InForce
from amends.desk.consult_shapes import LeftShape, Tone
from amends.desk.shaping import said
from amends.page import when
from amends.page.parts import Words
from amends.people.models import Staff
from amends.rules.consults import ConsultState, Verdict

_HOUR = timedelta(hours=1)
_SOON_PERCENT = 25
_LINE = 70
_SENTENCE = re.compile(rf"[^?.!。？！]{{4,{_LINE - 1}}}[?.!。？！](?=\s|$|[^\x00-\x7f])")
_WRITTEN = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def left_of(row: Consult, now: datetime) -> LeftShape | None:
    """Answers how much time an open question has left."""
    if not row.is_open:
        return None
    left = max(timedelta(0), row.waits_until - now)
    percent = min(100, round(100 * left.total_seconds() / max(1, row.wait_seconds)))
    return LeftShape(
        seconds=int(left.total_seconds()),
        whole=max(1, row.wait_seconds),
        text=_counted(left),
        percent=percent,
        until_iso=row.waits_until.isoformat(),
        is_soon=percent <= _SOON_PERCENT,
    )


def _counted(left: timedelta) -> str:
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    if left >= _HOUR:
        return _("{hours} h {minutes}").format(hours=minutes // 60, minutes=f"{minutes % 60:02d}")
    return f"{minutes}:{seconds:02d}"


def length_text(seconds: int) -> str:
    """Answers a short length: 48 s, 4 min, 2 h."""
    if seconds < 60:
        return _("{n} s").format(n=seconds)
    if seconds < 3600:
        return _("{n} min").format(n=seconds // 60)
    return _("{n} h").format(n=seconds // 3600)


def remedy_text(policy: InForce | None, code: str) -> str:
    """Answers a remedy in the reader's language; its code where the policy no longer has it."""
    remedy = policy.compiled.policy.remedies.get(code) if policy else None
    if remedy is None:
        return code
    texts: Mapping[str, str] = {str(tag): text for tag, text in remedy.texts.items()}
    language = get_language() or "en"
    return texts.get(_WRITTEN.get(language, language)) or texts.get("en", code)


def money_of(row: Consult, minor: int) -> str:
    """Answers an amount of a question's currency."""
    return when.money(minor, row.currency)


def asked_words(row: Consult) -> Words:
    """Answers the question in the asker's words."""
    return Words(_("These words were erased.")) if row.erased_at else said(row.question, "")


def answer_words(row: Consult) -> Words | None:
    """Answers the answer's words, where there are any."""
    return said(row.answer, "") if row.answer else None


def title_of(row: Consult) -> Words:
    """Answers a question in one line: its first sentence, where that is short."""
    words = asked_words(row)
    line = " ".join(words.text.split())
    if first := _SENTENCE.match(line):
        return Words(first[0], words.lang)
    return Words(line if len(line) <= _LINE else f"{line[: _LINE - 1].rstrip()}…", words.lang)


def how_it_stands(row: Consult, policy: InForce | None, now: datetime) -> tuple[Tone, str]:
    """Answers how a question stands, as a sentence with its tone."""
    if row.state == ConsultState.ASKED.value:
        return _asked(row, now)
    if row.state == ConsultState.TAKEN.value:
        hour = when.said_when(row.taken_at or now, now)
        return "", _("{name} has the question in hand, {when}.").format(name=name_of(row.taken_by), when=hour)
    if row.state == ConsultState.WITHDRAWN.value:
        return "", _("The question was taken back.")
    if row.state == ConsultState.UNANSWERED.value:
        return "look", _("Nobody answered the question.")
    return _answered(row, policy, now)


def _asked(row: Consult, now: datetime) -> tuple[Tone, str]:
    name, hour = row.asked_by.name, when.said_when(row.asked_at, now)
    if row.has_risen:
        return "look", _("{name} asked, {when}. Nobody answered in time, so it went up.").format(
            name=name, when=hour
        )
    return "", _("{name} asked, {when}. Nobody has taken it yet.").format(name=name, when=hour)


def _answered(row: Consult, policy: InForce | None, now: datetime) -> tuple[Tone, str]:
    hour = when.said_when(row.answered_at or now, now)
    amount = money_of(row, row.granted_minor or 0)
    remedy = remedy_text(policy, row.granted_remedy)
    if row.is_unattended:
        sentence = _("{name} granted {amount} while nobody answered, {when}: {remedy}")
        return "look", sentence.format(name=row.asked_by.name, amount=amount, when=hour, remedy=remedy)
    name = name_of(row.answered_by)
    if row.verdict == Verdict.DECLINE.value:
        return "bad", _("{name} declined, {when}.").format(name=name, when=hour)
    if row.verdict == Verdict.JOIN.value:
        return "good", _("{name} joins you, {when}.").format(name=name, when=hour)
    if row.granted_minor is None:
        return "good", _("{name} approved, {when}.").format(name=name, when=hour)
    if row.verdict == Verdict.AMEND.value:
        sentence = _("{name} amended it to {amount}, {when}: {remedy}")
    else:
        sentence = _("{name} approved {amount}, {when}: {remedy}")
    return "good", sentence.format(name=name, amount=amount, when=hour, remedy=remedy)


def name_of(staff: Staff | None) -> str:
    """Answers a colleague's name."""
    return staff.name if staff else "Amends"
