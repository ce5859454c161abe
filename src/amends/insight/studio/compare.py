"""What one policy changes against another, said part by part: added, removed, changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amends.insight.policy_sentences import reply_sentence
from amends.insight.studio.lint import holder_name, limit_name
from amends.insight.studio.reading import Reading
from amends.insight.studio.shapes import ChangeShape, ChangesShape
from amends.insight.studio.tables import conditions_text, sentence_of, worth_text
from amends.insight.studio.words import KINDS, LIMITS, PARTS, PAUSES, REMEDY_PARTS, SITUATIONS
from amends.page import when
from amends.page.policy_texts import text_of
from amends.page.words import language_name
from amends.rules.policy.document import Row, Texts

Said = Mapping[str, str]


def changes_between(before: Reading, after: Reading) -> tuple[ChangesShape, ...]:
    """Answers the differences, each part that has any under its title."""
    found = [
        (pgettext("part of a policy", "Begins"), _pairs(_begins(before), _begins(after))),
        *_tables(before, after),
        *(
            (str(PARTS[part]), _pairs(say(before), say(after)))
            for part, say in (
                ("remedies", _remedies),
                ("authority", _authority),
                ("law", _law),
                ("ladder", _ladder),
                ("times", _times),
            )
        ),
    ]
    shapes = ((title, tuple(changes)) for title, changes in found)
    return tuple(ChangesShape(title, changes) for title, changes in shapes if changes)


def flat(changes: Sequence[ChangesShape]) -> tuple[ChangeShape, ...]:
    """Answers all differences in one list, each with its part."""
    return tuple(
        ChangeShape(
            one.kind,
            pgettext("change", "{name}: {value}").format(name=part.title, value=one.text),
            one.before,
        )
        for part in changes
        for one in part.changes
    )


def _pairs(before: Said, after: Said) -> Iterator[ChangeShape]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        text = pgettext("change", "{name}: {value}").format(name=name, value=new or old)
        if old is None or new is None:
            yield ChangeShape("added" if old is None else "removed", text)
        else:
            yield ChangeShape("changed", text, old)


def _begins(reading: Reading) -> Said:
    return {pgettext("policy", "holds from"): when.full(reading.policy.effective_at)}


def _tables(before: Reading, after: Reading) -> Iterator[tuple[str, Iterator[ChangeShape]]]:
    names = dict.fromkeys((*before.policy.tables, *after.policy.tables))
    for name in names:
        found = (after if name in after.policy.tables else before).policy.tables[name]
        title = text_of(found.title, after.language) or name
        yield title, _rows(_lines(before, name), _lines(after, name))


def _lines(reading: Reading, name: str) -> list[str]:
    table = reading.policy.tables.get(name)
    if table is None:
        return []
    outer = conditions_text(reading, table.applies)
    return [outer, *(_row_line(reading, name, at, row) for at, row in enumerate(table.rows))]


def _row_line(reading: Reading, name: str, at: int, row: Row) -> str:
    sentence = sentence_of(reading, name, at)
    if not sentence:
        sentence = f"{conditions_text(reading, row.when)} {SITUATIONS[row.then.value]}"
    offers = [
        f"{letter}: {' + '.join(_named(reading, code) for code in (offer.fix, offer.extra) if code)}"
        for letter, offer in row.options.items()
    ]
    reasons = [
        text_of(reading.policy.reasons.get(code, {}), reading.language) or code for code in row.reasons
    ]
    return " · ".join([sentence, *offers, *reasons, *filter(None, [row.next_rung])])


def _named(reading: Reading, code: str) -> str:
    remedy = reading.policy.remedies.get(code)
    return (text_of(remedy.texts, reading.language) if remedy else "") or code


def _rows(before: list[str], after: list[str]) -> Iterator[ChangeShape]:
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for old, new in zip_longest(before[first:last], after[start:end]):
            if old is None or new is None:
                yield ChangeShape("added" if old is None else "removed", new or old or "")
            else:
                yield ChangeShape("changed", new, old)


def _texts(name: str, texts: Texts) -> Iterator[tuple[str, str]]:
    for language, text in texts.items():
        yield pgettext("text", "{name}, {language}").format(name=name, language=language_name(language)), text


def _remedies(reading: Reading) -> Said:
    said: dict[str, str] = {}
    for code, remedy in reading.policy.remedies.items():
        parts = (KINDS[remedy.kind.value], REMEDY_PARTS[remedy.part], worth_text(reading, remedy))
        said[_named(reading, code)] = ", ".join(map(str, parts))
        said |= dict(_texts(code, remedy.texts))
    for named in (reading.policy.failures, reading.policy.products, reading.policy.reasons):
        for code, texts in named.items():
            said |= dict(_texts(code, texts))
    return said


def _authority(reading: Reading) -> Said:
    policy = reading.policy
    said: dict[str, str] = {}
    scopes = {"": policy.authority.roles, **policy.authority.teams}
    for team, roles in scopes.items():
        for holder, limits in roles.items():
            kinds = {kind.value: amount for kind, amount in limits.kinds.items()}
            amounts = {name: getattr(limits, name) for name in LIMITS} | kinds
            who = ", ".join(filter(None, (team, holder_name(holder.value))))
            for name, amount in amounts.items():
                key = pgettext("limit", "{who}, {limit}").format(who=who, limit=limit_name(name))
                said[key] = when.money(amount, policy.currency)
    above = policy.authority.two_people_above
    return {
        **said,
        _("While nobody answers"): when.money(policy.authority.unattended, policy.currency),
        _("Two people above"): "–" if above is None else when.money(above, policy.currency),
        _("Front line’s share of win-back"): f"{policy.authority.front_line_share / 100:g} %",
    }


def _law(reading: Reading) -> Said:
    return {
        code: f"{conditions_text(reading, one.when)} → {_named(reading, one.remedy)} ({one.source})"
        for code, one in reading.policy.entitlements.items()
    }


def _ladder(reading: Reading) -> Said:
    ladder = reading.policy.ladder
    said: dict[str, str] = {}
    for code, rung in ladder.items():
        after = ladder.get(rung.next or "")
        following = (text_of(after.texts, reading.language) if after else rung.next) or pgettext(
            "ladder", "the end"
        )
        said[code] = f"{text_of(rung.texts, reading.language)} ({rung.who}) → {following}"
        said |= dict(_texts(code, rung.texts))
    return said


def _times(reading: Reading) -> Said:
    policy = reading.policy
    windows = {
        _("Claim window {number}").format(
            number=number
        ): f"{conditions_text(reading, one.applies)} {one.days}"
        for number, one in enumerate(policy.claim_windows, start=1)
    }
    promise = _texts(pgettext("policy", "What we promise everybody"), policy.brand_promise)
    facts = {
        name: said
        for number, block in enumerate(policy.fact_blocks, start=1)
        for name, said in _texts(_("Approved fact {number}").format(number=number), block)
    }
    return {
        **windows,
        **dict(promise),
        **facts,
        _("Attempts to call back"): str(policy.promises.attempts),
        _("Minutes between attempts"): str(policy.promises.minutes_between),
        _("Clocks pause for"): ", ".join(str(PAUSES[one]) for one in policy.promises.pausing) or "–",
        _("Days in which a case may be reopened"): str(policy.reopen_days),
        _("Quiet days after a failure is closed"): str(policy.quiet_days),
        _("What keeps a reply from leaving"): reply_sentence(policy.reply_blocks),
        _("People before a case goes up by itself"): str(policy.people_before_escalation),
        _("A first request may be refused"): pgettext("fact", "yes")
        if policy.allows_denying_first
        else pgettext("fact", "no"),
    }
