"""The parts of a policy that are lists: remedies and names, what law makes due, the ladder, times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.insight.policy_sentences import fact_name, quiet_sentence, reply_sentence
from amends.insight.studio.lint import findings_at, plain
from amends.insight.studio.reading import Reading
from amends.insight.studio.shapes import Group, Item
from amends.insight.studio.tables import conditions_text, fact_field, failure_choices, worth_text
from amends.insight.studio.words import AMOUNTS, KINDS, PAUSES, REMEDY_PARTS, Word, text_fields
from amends.page.parts import Choice
from amends.page.policy_texts import text_of
from amends.page.reply_words import MAY_BLOCK
from amends.rules.policy.amounts import MOST, WHOLE
from amends.rules.policy.document import Entitlement, Remedy, Rung, Texts
from amends.rules.policy.facts import FACTS


def _choices(words: Mapping[str, Word], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, str(word), code == chosen) for code, word in words.items())


def remedy_groups(reading: Reading, opened: str) -> tuple[Group, ...]:
    """Answers what can be given, then what the policy names itself."""
    remedies = tuple(_remedy(reading, code, one, opened) for code, one in reading.policy.remedies.items())
    groups = [
        Group(
            "remedies", pgettext("policy", "What can be given"), remedies, _remedy(reading, "", None, opened)
        )
    ]
    titles = {
        "failures": pgettext("policy", "What can go wrong"),
        "products": pgettext("policy", "Products"),
        "reasons": pgettext("policy", "Reasons that are given"),
    }
    for part, title in titles.items():
        names: Mapping[str, Texts] = getattr(reading.policy, part)
        items = tuple(
            Item(
                code=code,
                title=text_of(texts, reading.language) or code,
                lines=(code,),
                texts=text_fields(texts),
                findings=findings_at(reading, part, code),
                is_open=opened == f"{part}.{code}",
            )
            for code, texts in names.items()
        )
        groups.append(Group(part, title, items, Item("", _("One more"), texts=text_fields({}))))
    return tuple(groups)


def _remedy(reading: Reading, code: str, remedy: Remedy | None, opened: str) -> Item:
    worth = remedy.worth if remedy else None
    share = f"{worth.share * 100 / WHOLE:g}" if worth and worth.share is not None else ""
    values = {
        "fixed": plain(reading, worth.fixed if worth else 0),
        "share": share,
        "at_least": plain(reading, worth.at_least) if worth and worth.at_least else "",
        "at_most": plain(reading, worth.at_most) if worth and worth.at_most != MOST else "",
    }
    kind, part = (remedy.kind.value, remedy.part) if remedy else ("credit", "extra")
    lines = (f"{KINDS[kind]}", f"{REMEDY_PARTS[part]}", worth_text(reading, remedy)) if remedy else ()
    of = {"": pgettext("worth", "a fixed amount"), **AMOUNTS}
    return Item(
        code=code,
        title=(text_of(remedy.texts, reading.language) or code) if remedy else _("One more remedy"),
        lines=lines,
        texts=text_fields(remedy.texts if remedy else {}),
        choices=(
            ("kind", _choices(KINDS, kind)),
            ("part", _choices(REMEDY_PARTS, part)),
            ("of", _choices(of, (worth.of or "") if worth else "")),
        ),
        values=tuple(values.items()),
        findings=findings_at(reading, "remedies", code) if remedy else (),
        is_open=bool(code) and opened == f"remedies.{code}",
    )


def law_group(reading: Reading, opened: str, more: str) -> Group:
    """Answers what law or charter makes due."""
    due = reading.policy.entitlements
    return Group(
        "entitlements",
        pgettext("policy", "Due in any event"),
        tuple(_law(reading, code, one, opened, more) for code, one in due.items()),
        _law(reading, "", None, opened, more),
    )


def _law(reading: Reading, code: str, due: Entitlement | None, opened: str, more: str) -> Item:
    conditions = due.when if due else {}
    shown = [*conditions, *([more] if more in FACTS and more not in conditions else [])] or ["delay_minutes"]
    remedies = tuple(
        Choice(one, text_of(remedy.texts, reading.language) or one, due is not None and one == due.remedy)
        for one, remedy in reading.policy.remedies.items()
    )
    named = next((one.label for one in remedies if one.is_chosen), due.remedy if due else "")
    return Item(
        code=code,
        title=named if due else _("One more that law or charter makes due"),
        lines=(conditions_text(reading, conditions), due.source) if due else (),
        choices=(("remedy", remedies),),
        values=(("source", due.source if due else ""),),
        facts=tuple(fact_field(reading, one, conditions.get(one)) for one in shown if one in FACTS),
        more_facts=tuple(Choice(one, fact_name(one)) for one in FACTS if one not in shown),
        findings=findings_at(reading, "entitlements", code) if due else (),
        is_open=bool(code) and opened == f"entitlements.{code}",
    )


def ladder_group(reading: Reading, opened: str) -> Group:
    """Answers who may be asked next, up to the end."""
    ladder = reading.policy.ladder
    return Group(
        "ladder",
        pgettext("policy", "Who may be asked next"),
        tuple(_rung(reading, code, one, opened) for code, one in ladder.items()),
        _rung(reading, "", None, opened),
    )


def _rung(reading: Reading, code: str, rung: Rung | None, opened: str) -> Item:
    after = tuple(
        Choice(one, text_of(other.texts, reading.language) or one, rung is not None and one == rung.next)
        for one, other in reading.policy.ladder.items()
        if one != code
    )
    following = next((one.label for one in after if one.is_chosen), "")
    end = pgettext("ladder", "the end") if rung and rung.is_final else ""
    then = _("then: {next}").format(next=following) if following else end
    return Item(
        code=code,
        title=(text_of(rung.texts, reading.language) or code) if rung else _("One more rung"),
        lines=tuple(filter(None, (then,))),
        texts=text_fields(rung.texts if rung else {}),
        choices=(("next", after),),
        values=(("who", rung.who if rung else ""), ("is_final", "yes" if rung and rung.is_final else "")),
        findings=findings_at(reading, "ladder", code) if rung else (),
        is_open=bool(code) and opened == f"ladder.{code}",
    )


def times_body(reading: Reading) -> dict[str, Any]:
    """Answers claim windows, promises, reopening, and when a case goes up by itself."""
    policy = reading.policy
    windows = [
        {
            "number": number + 1,
            "failures": failure_choices(reading, one.applies.get("failure")),
            "for_text": conditions_text(reading, one.applies) or _("Everything"),
            "days": one.days,
            "days_text": ngettext("{count} day", "{count} days", one.days).format(count=one.days),
            "findings": findings_at(reading, "claim_windows", number),
        }
        for number, one in enumerate(policy.claim_windows)
    ]
    promises = policy.promises
    return {
        "windows": windows,
        "all_failures": failure_choices(reading, None),
        "attempts": promises.attempts,
        "minutes_between": promises.minutes_between,
        "pausing": _ticked(PAUSES, promises.pausing),
        "reopen_days": policy.reopen_days,
        "quiet_days": policy.quiet_days,
        "brand_promise": text_fields(policy.brand_promise),
        "promise_findings": findings_at(reading, "brand_promise"),
        "reply_blocks": _ticked(MAY_BLOCK, policy.reply_blocks),
        "reply_text": reply_sentence(policy.reply_blocks),
        "reply_findings": findings_at(reading, "reply_blocks"),
        "fact_blocks": [
            {
                "number": number + 1,
                "title": text_of(block, reading.language),
                "texts": text_fields(block),
                "findings": findings_at(reading, "fact_blocks", number),
            }
            for number, block in enumerate(policy.fact_blocks)
        ],
        "no_texts": text_fields({}),
        "quiet_text": quiet_sentence(policy.quiet_days),
        "people_before_escalation": policy.people_before_escalation,
        "allows_denying_first": policy.allows_denying_first,
    }


def _ticked(words: Mapping[str, Word], chosen: Iterable[str]) -> tuple[Choice, ...]:
    kept = set(chosen)
    return tuple(Choice(code, str(word), code in kept) for code, word in words.items())
