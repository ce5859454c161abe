"""What is wrong with a policy that reads well: with place, reason and figures, so that nobody has to guess.

Source: RU1 (front line at least half of win-back), RU20, SV13 to SV17, ZH24, HE7; docs/guides/policies.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from amends.rules.policy.amounts import at_least_share
from amends.rules.policy.compiled import compile_policy
from amends.rules.policy.coverage import gaps_and_overlaps, personal_fixes, unreached
from amends.rules.policy.document import (
    LADDER_OF_AUTHORITY,
    Condition,
    Conditions,
    Holder,
    Limits,
    Policy,
    RemedyKind,
    Texts,
)
from amends.rules.policy.facts import FACTS, NAMED_BY_POLICY, FactKind
from amends.rules.policy.reading import Place
from amends.rules.replies import FINDINGS
from amends.rules.vocabulary import LANGUAGES, Situation

FEWEST, MOST = 2, 4
"""So many standard options stand in a situation that is mended. Source: ZH24."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and the figures that show it; a warning does not keep it from being used."""

    code: str
    place: Place
    values: tuple[tuple[str, str], ...] = ()
    is_warning: bool = False


Check = Callable[[Policy], Iterator[Finding]]


def check_policy(policy: Policy, now: datetime) -> list[Finding]:
    """Answers everything that keeps a policy from being used, then what should be looked at."""
    found = [finding for check in _SIMPLE for finding in check(policy)]
    if policy.effective_at <= now:
        found.append(_finding("effective_in_past", "effective_at", since=policy.effective_at.isoformat()))
    if not any(finding.code in _UNCOUNTABLE for finding in found):
        found += _coverage(policy)
    return sorted(found, key=lambda finding: finding.is_warning)


def _finding(code: str, *place: str | int, is_warning: bool = False, **values: object) -> Finding:
    return Finding(code, place, tuple((name, str(value)) for name, value in values.items()), is_warning)


_UNCOUNTABLE = frozenset({"unknown_fact", "unknown_code", "wrong_kind", "unknown_remedy"})
"""With these the cells of the policy can't be counted."""


def _conditions(policy: Policy) -> Iterator[tuple[Place, Conditions]]:
    for name, table in policy.tables.items():
        yield ("tables", name, "for"), table.applies
        for number, row in enumerate(table.rows):
            yield ("tables", name, "rows", number, "when"), row.when
    for name, entitlement in policy.entitlements.items():
        yield ("entitlements", name, "when"), entitlement.when
    for number, window in enumerate(policy.claim_windows):
        yield ("claim_windows", number, "for"), window.applies


def _facts_known(policy: Policy) -> Iterator[Finding]:
    for place, conditions in _conditions(policy):
        for fact, condition in conditions.items():
            if fact not in FACTS:
                yield _finding("unknown_fact", *place, fact, fact=fact)
            else:
                yield from _condition_fits(policy, (*place, fact), fact, condition)


def _condition_fits(policy: Policy, place: Place, fact: str, condition: Condition) -> Iterator[Finding]:
    kind = FACTS[fact].kind
    is_range = condition.least is not None or condition.most is not None
    if kind is FactKind.CODE:
        known = policy.codes_of(fact) if fact in NAMED_BY_POLICY else FACTS[fact].codes
        for code in condition.one_of:
            if code not in known:
                yield _finding("unknown_code", *place, fact=fact, value=code)
    wrong = {
        FactKind.CODE: is_range or condition.is_so is not None,
        FactKind.FLAG: is_range or bool(condition.one_of),
    }.get(kind, bool(condition.one_of) or condition.is_so is not None)
    if wrong:
        yield _finding("wrong_kind", *place, fact=fact, kind=kind.value)
    elif condition.least is not None and condition.most is not None and condition.least > condition.most:
        yield _finding("empty_range", *place, fact=fact, least=condition.least, most=condition.most)


def _reply_blocks_known(policy: Policy) -> Iterator[Finding]:
    for number, one in enumerate(policy.reply_blocks):
        if one not in FINDINGS:
            yield _finding("unknown_reply_finding", "reply_blocks", number, finding=one)


def _remedies_known(policy: Policy) -> Iterator[Finding]:
    for name, table in policy.tables.items():
        for number, row in enumerate(table.rows):
            for code, offer in row.options.items():
                place = ("tables", name, "rows", number, "options", code)
                for part, remedy in (("fix", offer.fix), ("extra", offer.extra)):
                    if remedy is None:
                        continue
                    if remedy not in policy.remedies:
                        yield _finding("unknown_remedy", *place, part, remedy=remedy)
                    elif policy.remedies[remedy].part != part:
                        yield _finding("wrong_part", *place, part, remedy=remedy, part=part)
    for name, entitlement in policy.entitlements.items():
        if entitlement.remedy not in policy.remedies:
            yield _finding("unknown_remedy", "entitlements", name, "remedy", remedy=entitlement.remedy)


def _options_counted(policy: Policy) -> Iterator[Finding]:
    for name, table in policy.tables.items():
        for number, row in enumerate(table.rows):
            place = ("tables", name, "rows", number)
            count = len(row.options)
            if row.then is Situation.MEND and not FEWEST <= count <= MOST:
                yield _finding("options_count", *place, "options", count=count, fewest=FEWEST, most=MOST)
            elif row.then is not Situation.MEND and count:
                yield _finding("options_without_mending", *place, "options", situation=row.then.value)
            if row.then is Situation.EXPLAIN and not (row.reasons and row.next_rung):
                yield _finding("explanation_incomplete", *place)
            for code in row.reasons:
                if code not in policy.reasons:
                    yield _finding("unknown_reason", *place, "reasons", reason=code)
            if row.next_rung and row.next_rung not in policy.ladder:
                yield _finding("unknown_rung", *place, "next_rung", rung=row.next_rung)


def _front_line_share(policy: Policy) -> Iterator[Finding]:
    authority = policy.authority
    win_back, front = authority.roles.get(Holder.WIN_BACK), authority.roles.get(Holder.REP)
    if front is None:
        yield _finding("holder_missing", "authority", "roles", holder=Holder.REP.value)
    if win_back is None or front is None:
        return
    places: list[tuple[Place, Limits]] = [(("authority", "roles", Holder.REP.value), front)]
    places += [
        (("authority", "teams", team, Holder.REP.value), roles[Holder.REP])
        for team, roles in authority.teams.items()
        if Holder.REP in roles
    ]
    for kind in RemedyKind:
        whole = win_back.of_kind(kind)
        for place, limits in places:
            part = limits.of_kind(kind)
            if not at_least_share(part, whole, authority.front_line_share):
                wanted = -(-whole * authority.front_line_share // 10_000)
                yield _finding(
                    "front_line_under_share",
                    *place,
                    kind=kind.value,
                    front=part,
                    win_back=whole,
                    wanted=wanted,
                )


def _authority_rises(policy: Policy) -> Iterator[Finding]:
    for place, roles in (
        (("authority", "roles"), policy.authority.roles),
        *((("authority", "teams", team), roles) for team, roles in policy.authority.teams.items()),
    ):
        held = [(holder, roles[holder]) for holder in LADDER_OF_AUTHORITY if holder in roles]
        for (lower, below), (higher, above) in pairwise(held):
            for name, less, more in _pairs(below, above):
                if less > more:
                    yield _finding(
                        "authority_falls", *place, higher.value, name, lower=lower.value, less=less, more=more
                    )


def _pairs(below: Limits, above: Limits) -> Iterator[tuple[str, int, int]]:
    yield "per_case", below.per_case, above.per_case
    yield "per_day", below.per_day, above.per_day
    yield "goodwill_per_day", below.goodwill_per_day, above.goodwill_per_day
    for kind in {**below.kinds, **above.kinds}:
        yield f"kinds.{kind.value}", below.of_kind(kind), above.of_kind(kind)


def _translated(policy: Policy) -> Iterator[Finding]:
    parts = [
        (("failures",), policy.failures),
        (("products",), policy.products),
        (("reasons",), policy.reasons),
        (("remedies",), {code: remedy.texts for code, remedy in policy.remedies.items()}),
        (("ladder",), {code: rung.texts for code, rung in policy.ladder.items()}),
    ]
    for place, coded in parts:
        for code, texts in coded.items():
            if left := _languages_left(texts):
                yield _finding("translation_missing", *place, code, languages=left)
    for code, table in policy.tables.items():
        if table.title and (left := _languages_left(table.title)):
            yield _finding("translation_missing", "tables", code, "title", languages=left)
    if policy.brand_promise and (left := _languages_left(policy.brand_promise)):
        yield _finding("translation_missing", "brand_promise", languages=left)
    for number, block in enumerate(policy.fact_blocks):
        if left := _languages_left(block):
            yield _finding("translation_missing", "fact_blocks", number, languages=left)


def _languages_left(texts: Texts) -> str:
    said: dict[str, str] = dict(texts.items())
    return ", ".join(language for language in LANGUAGES if not said.get(language, "").strip())


def _ladder_ends(policy: Policy) -> Iterator[Finding]:
    for code in policy.ladder:
        passed = {code}
        rung = policy.ladder[code]
        while not rung.is_final:
            if rung.next is None or rung.next in passed or rung.next not in policy.ladder:
                yield _finding("ladder_ends_nowhere", "ladder", code, rung=rung.next or code)
                break
            passed.add(rung.next)
            rung = policy.ladder[rung.next]


def _denials(policy: Policy) -> Iterator[Finding]:
    for name, table in policy.tables.items():
        for number, row in enumerate(table.rows):
            if not row.denies_first:
                continue
            place = ("tables", name, "rows", number, "denies_first")
            yield _finding("denies_first", *place, is_warning=policy.allows_denying_first)
            if row.then is not Situation.EXPLAIN:
                yield _finding("denial_without_reasons", *place)


def _coverage(policy: Policy) -> Iterator[Finding]:
    compiled = compile_policy(policy)
    for kind, rows, region in gaps_and_overlaps(compiled):
        place = rows[0].place if rows else ("tables",)
        others = ", ".join(f"{row.table}.{row.number + 1}" for row in rows[1:])
        yield _finding(kind, *place, region=region, others=others)
    for row in unreached(compiled):
        yield _finding("row_unreached", *row.place)
    for row, fact, region in personal_fixes(compiled):
        yield _finding("fix_depends_on_person", *row.place, facts=fact, region=region)


_SIMPLE: tuple[Check, ...] = (
    _facts_known,
    _remedies_known,
    _options_counted,
    _front_line_share,
    _authority_rises,
    _translated,
    _ladder_ends,
    _denials,
    _reply_blocks_known,
)
