"""What lint finds, in the reader's words, with the place it belongs to and the press that mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from babel.lists import format_list
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.insight.policy_sentences import fact_name, region_said
from amends.insight.studio.reading import Reading
from amends.insight.studio.shapes import FindingShape, LintShape, MendShape
from amends.insight.studio.words import (
    COVERAGE,
    FINDINGS,
    HOLDERS,
    KINDS,
    LIMITS,
    PARTS,
    PASSED,
    UNCOUNTABLE,
)
from amends.money import written
from amends.page import when
from amends.page.policy_texts import text_of
from amends.page.words import language_name
from amends.rules.policy.amounts import WHOLE
from amends.rules.policy.checking import Finding
from amends.rules.policy.reading import Place

MOST_SHOWN = 5
_PART_OF = {
    "tables": "tables",
    "remedies": "remedies",
    "failures": "remedies",
    "products": "remedies",
    "reasons": "remedies",
    "authority": "authority",
    "entitlements": "law",
    "claim_windows": "times",
    "brand_promise": "times",
    "fact_blocks": "times",
    "ladder": "ladder",
}
_MONEY = ("front", "win_back", "wanted", "less", "more")


def lint_shape(reading: Reading) -> LintShape:
    """Answers the side of the page: what is to be mended first, then what is well."""
    found = reading.findings
    count = len(reading.hindering)
    codes = {one.code for one in found}
    # What can't be counted says nothing about gaps and overlaps.
    unsaid = codes | (COVERAGE if codes & UNCOUNTABLE else set())
    shown = tuple(finding_shape(reading, one) for one in found[:MOST_SHOWN])
    rest = len(found) - len(shown)
    return LintShape(
        hindrances=count,
        title=ngettext("{count} to mend", "{count} to mend", count).format(count=count)
        if count
        else _("Nothing to mend"),
        findings=shown,
        more_text=ngettext("and {count} more", "and {count} more", rest).format(count=rest) if rest else "",
        passed=tuple(str(text) for those, text in PASSED if not those & unsaid),
    )


def findings_at(reading: Reading, *place: str | int) -> tuple[FindingShape, ...]:
    """Answers what was found at a place or within it."""
    return tuple(finding_shape(reading, one) for one in found_at(reading, *place))


def found_at(reading: Reading, *place: str | int) -> list[Finding]:
    """Answers the findings at a place or within it."""
    return [one for one in reading.findings if one.place[: len(place)] == place]


def finding_shape(reading: Reading, finding: Finding) -> FindingShape:
    """Answers one finding in words."""
    return FindingShape(
        text=str(FINDINGS[finding.code]).format(**_values(reading, finding)),
        where=_where(reading, finding.place),
        url=place_url(reading, finding.place),
        is_warning=finding.is_warning,
        mends=tuple(_mends(reading, finding)),
    )


def _values(reading: Reading, finding: Finding) -> Mapping[str, str]:
    policy, said = reading.policy, dict(finding.values)
    for name in _MONEY:
        if name in said:
            said[name] = when.money(int(said[name]), policy.currency)
    if finding.code == "authority_falls":
        higher, limit = str(finding.place[-2]), str(finding.place[-1])
        said |= {
            "higher": holder_name(higher),
            "lower": holder_name(said["lower"]),
            "limit": limit_name(limit),
        }
    if "kind" in said:
        kinds = said["kind"].split(",")
        words = [str(KINDS.get(kind, kind)) for kind in kinds]
        said["kind"] = (
            _("Every kind") if len(kinds) == len(KINDS) else format_list(words, locale=reading.reader)
        )
    if "fact" in said:
        said["fact"] = fact_name(said["fact"])
    if "facts" in said:
        said["facts"] = format_list(
            [fact_name(one) for one in said["facts"].split(", ")], locale=reading.reader
        )
    if "region" in said:
        said["region"] = region_said(policy, said["region"], reading.language, reading.reader)
    if "others" in said:
        said["others"] = format_list(
            [_row_name(reading, *one.rsplit(".", 1)) for one in said["others"].split(", ") if one] or ["?"],
            locale=reading.reader,
        )
    if "languages" in said:
        names = [language_name(one) for one in said["languages"].split(", ")]
        said |= {"languages": format_list(names, locale=reading.reader), "code": str(finding.place[-1])}
    if said.get("remedy") in policy.remedies:
        said["remedy"] = text_of(policy.remedies[said["remedy"]].texts, reading.language) or said["remedy"]
    return said


def holder_name(code: str) -> str:
    """Answers the word for a holder of authority."""
    return str(HOLDERS.get(code, code))


def limit_name(code: str) -> str:
    """Answers the word for a limit: per case, or of a kind."""
    kind = code.removeprefix("kinds.")
    return str(LIMITS.get(code) or KINDS.get(kind, kind))


def _row_name(reading: Reading, table: str, number: str) -> str:
    found = reading.policy.tables.get(table)
    title = (text_of(found.title, reading.language) if found else "") or table
    return pgettext("place in a policy", "{table}, row {number}").format(table=title, number=number)


def _where(reading: Reading, place: Place) -> str:
    if place[:1] == ("tables",) and len(place) > 3:
        return _row_name(reading, str(place[1]), str(int(place[3]) + 1))
    if not place or place[0] == "effective_at":
        return pgettext("part of a policy", "Begins")
    return str(PARTS[_PART_OF[str(place[0])]])


def place_url(reading: Reading, place: Place) -> str:
    """Answers where a place of the document is changed."""
    part = _PART_OF.get(str(place[0]), "activate") if place else "tables"
    base = reverse("insight:policy_part", args=[reading.brand.slug, part])
    asked: dict[str, str] = {}
    if part == "tables" and len(place) > 1:
        asked["table"] = str(place[1])
        if len(place) > 3:
            asked["row"] = str(int(place[3]) + 1)
    elif part == "authority" and len(place) > 2:
        asked["open"] = str(place[2])
    elif len(place) > 1:
        asked["open"] = f"{place[0]}.{place[1]}"
    return f"{base}?{urlencode(asked)}" if asked else base


def _mends(reading: Reading, finding: Finding) -> Iterator[MendShape]:
    said = dict(finding.values)
    team = str(finding.place[2]) if finding.place[1:2] == ("teams",) else ""
    if finding.code == "front_line_under_share":
        share = reading.policy.authority.front_line_share
        yield _set_limit(reading, "rep", said["kind"], int(said["wanted"]), team)
        if share:
            yield _set_limit(reading, "win_back", said["kind"], int(said["front"]) * WHOLE // share, "")
    if finding.code == "authority_falls":
        name = str(finding.place[-1]).removeprefix("kinds.")
        yield _set_limit(reading, str(finding.place[-2]), name, int(said["less"]), team)
        yield _set_limit(reading, said["lower"], name, int(said["more"]), team)


def _set_limit(reading: Reading, holder: str, name: str, amount: int, team: str) -> MendShape:
    label = _("{holder}: {amount}").format(
        holder=holder_name(holder), amount=when.money(amount, reading.policy.currency)
    )
    sent = {"holder": holder, "name": name, "amount": plain(reading, amount), "team": team}
    return MendShape("limit", label, tuple(sent.items()))


def plain(reading: Reading, minor: int | None) -> str:
    """Answers an amount as a field shows it: 750.00; nothing for none."""
    return "" if minor is None else written(minor, reading.policy.currency)
