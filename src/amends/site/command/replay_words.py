"""A replay in words and figures, for the person at the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from amends.insight.denials import Denied
from amends.insight.replay.budgets import Budgets
from amends.insight.replay.consults import Consulted
from amends.insight.replay.report import Report, Times
from amends.insight.replay.segments import VALUE
from amends.insight.replay.totals import Replayed, Totals
from amends.money import grouped, major
from amends.people.models import Brand

_SEGMENTS = {
    "failure": "what failed",
    "language": "language",
    "seriousness": "seriousness",
    "tenure": "how long a customer",
    "value": "customer value",
    "channel": "channel",
}
_MOST_SEGMENTS = 8


def lines(brand: Brand, number: int | None, times: Times, found: Report) -> Iterator[str]:
    """Answers the report line by line; amounts in whole units of the brand's currency."""
    since, until = times
    before, after, currency = found.compared.before, found.compared.after, brand.currency
    held = before.whole if before else None
    yield f"{brand.name}, {since:%Y-%m-%d} to {until:%Y-%m-%d}, in {currency}"
    yield _line("", f"policy {number}" if number else "", "this file")
    yield from _counts(before, after)
    yield _money_line("cheapest choice", held.cheapest if held else None, after.whole.cheapest, currency)
    yield f"{'given in truth':<40}{grouped(found.observed, currency):>14}"
    yield _money_line("dearest choice", held.dearest if held else None, after.whole.dearest, currency)
    yield from _budget_lines(found.budgets_before, found.budgets, currency)
    yield from _consult_lines(found.consulted)
    if before is not None:
        yield f"\nBeside policy {number}: {_changed(after.whole, currency) or 'nothing changes'}."
        for segment, title in _SEGMENTS.items():
            yield from _segment_lines(segment, title, after.of(segment), currency)
    yield from _denied_lines(found.denied, currency)


def _line(title: str, before: str, after: str) -> str:
    return f"{title:<40}{before:>14}{after:>14}"


def _counts(before: Replayed | None, after: Replayed) -> Iterator[str]:
    said: Sequence[tuple[str, Callable[[Totals], str]]] = (
        ("complaints", lambda one: f"{one.cases:,}"),
        ("whose facts were known", lambda one: _share(one.known, one.cases)),
        ("with options", lambda one: _share(one.mended, one.cases)),
        ("that the front line could mend alone", lambda one: _share(one.alone, one.mended)),
    )
    for title, figure in said:
        yield _line(title, figure(before.whole) if before else "", figure(after.whole))


def _share(part: int, whole: int) -> str:
    return f"{part:,} {part * 100 // whole if whole else 0:>3} %"


def _money_line(title: str, before: int | None, after: int, currency: str) -> str:
    return _line(title, "" if before is None else grouped(before, currency), grouped(after, currency))


def _budget_lines(before: Budgets | None, after: Budgets, currency: str) -> Iterator[str]:
    for title, name in (("options", "options"), ("small gestures", "gestures")):
        held, now = getattr(before, name, None), getattr(after, name)
        yield _line(
            f"{title} beyond a day's budget",
            f"{held.beyond:,}" if held else "",
            f"{now.beyond:,}",
        )
        yield _money_line("  worth", held.beyond_minor if held else None, now.beyond_minor, currency)


def _consult_lines(found: Consulted) -> Iterator[str]:
    yield f"\nQuestions to supervisors about a remedy: {found.asked:,}."
    if found.asked:
        yield (
            f"  The front line could give {found.spared:,} of them alone now; "
            f"{found.newly_needed:,} it could give before and not any more; "
            f"{found.in_vain:,} it could have given without asking."
        )


def _changed(totals: Totals, currency: str) -> str:
    parts = []
    if totals.better:
        parts.append(f"{totals.better:,} get more ({grouped(totals.better_minor, currency)})")
    if totals.worse:
        parts.append(f"{totals.worse:,} get less ({grouped(totals.worse_minor, currency)})")
    if totals.newly_alone:
        parts.append(f"{totals.newly_alone:,} newly without asking")
    if totals.newly_needed:
        parts.append(f"{totals.newly_needed:,} newly with asking")
    return ", ".join(parts)


def _segment_lines(segment: str, title: str, found: dict[str, Totals], currency: str) -> Iterator[str]:
    changed = [(name, totals) for name, totals in found.items() if _changed(totals, currency)]
    changed.sort(key=lambda one: (-one[1].better_minor - one[1].worse_minor, one[0]))
    yield f"\nWho gets more or less by {title}: {'nobody' if not changed else ''}".rstrip()
    for name, totals in changed[:_MOST_SEGMENTS]:
        label = _value(name, currency) if segment == "value" and name else name
        yield f"  {label or 'not known':<26}{totals.cases:>8,} cases: {_changed(totals, currency)}"


def _value(name: str, currency: str) -> str:
    """Answers a stretch of what customers spend, which is named after a currency with two decimals."""
    cuts = [f"{int(major(cut, currency)):,}" for cut in VALUE.cuts]
    place = VALUE.names.index(name)
    if place == 0:
        return f"under {cuts[0]}"
    return f"{cuts[place - 1]} to {cuts[place]}" if place < len(cuts) else f"{cuts[-1]} and more"


def _denied_lines(found: Sequence[Denied], currency: str) -> Iterator[str]:
    yield f"\nDenied first: {'no row in force does' if not found else ''}".rstrip()
    for one in found:
        yield (
            f"  policy {one.policy_number}, {one.place}: {one.denied:,} denied, {one.asked_again:,} asked again, "
            f"{one.granted:,} granted later ({one.granted_share:.0%}), "
            f"{grouped(one.given_minor, currency)} in the end; "
            f"the no cost {one.more_contacts:,} more contacts and {one.waited_hours:,} hours of waiting."
        )
