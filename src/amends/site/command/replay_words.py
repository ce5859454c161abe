"""A replay in words and figures, for the person at the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from amends.insight.denials import Denied
from amends.insight.replay.budgets import Budgets
from amends.insight.replay.consults import Consulted
from amends.insight.replay.report import Report, Times
from amends.insight.replay.totals import Replayed, Totals
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
    before, after = found.compared.before, found.compared.after
    yield f"{brand.name}, {since:%Y-%m-%d} to {until:%Y-%m-%d}, in {brand.currency}"
    yield _line("", f"policy {number}" if number else "", "this file")
    yield from _counts(before, after)
    yield _line("cheapest choice", _money_of(before, "cheapest"), _money(after.whole.cheapest))
    yield f"{'given in truth':<40}{_money(found.observed):>14}"
    yield _line("dearest choice", _money_of(before, "dearest"), _money(after.whole.dearest))
    yield from _budget_lines(found.budgets_before, found.budgets)
    yield from _consult_lines(found.consulted)
    if before is not None:
        yield f"\nBeside policy {number}: {_changed(after.whole) or 'nothing changes'}."
        for segment, title in _SEGMENTS.items():
            yield from _segment_lines(title, after.of(segment))
    yield from _denied_lines(found.denied)


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


def _money(amount: int) -> str:
    return f"{amount / 100:,.2f}"


def _money_of(found: Replayed | None, name: str) -> str:
    return _money(getattr(found.whole, name)) if found else ""


def _budget_lines(before: Budgets | None, after: Budgets) -> Iterator[str]:
    for title, name in (("options", "options"), ("small gestures", "gestures")):
        held, now = getattr(before, name, None), getattr(after, name)
        yield _line(
            f"{title} beyond a day's budget",
            f"{held.beyond:,}" if held else "",
            f"{now.beyond:,}",
        )
        yield _line("  worth", _money(held.beyond_minor) if held else "", _money(now.beyond_minor))


def _consult_lines(found: Consulted) -> Iterator[str]:
    yield f"\nQuestions to supervisors about a remedy: {found.asked:,}."
    if found.asked:
        yield (
            f"  The front line could give {found.spared:,} of them alone now; "
            f"{found.newly_needed:,} it could give before and not any more; "
            f"{found.in_vain:,} it could have given without asking."
        )


def _changed(totals: Totals) -> str:
    parts = []
    if totals.better:
        parts.append(f"{totals.better:,} get more ({_money(totals.better_minor)})")
    if totals.worse:
        parts.append(f"{totals.worse:,} get less ({_money(totals.worse_minor)})")
    if totals.newly_alone:
        parts.append(f"{totals.newly_alone:,} newly without asking")
    if totals.newly_needed:
        parts.append(f"{totals.newly_needed:,} newly with asking")
    return ", ".join(parts)


def _segment_lines(title: str, found: dict[str, Totals]) -> Iterator[str]:
    changed = [(name, totals) for name, totals in found.items() if _changed(totals)]
    changed.sort(key=lambda one: (-one[1].better_minor - one[1].worse_minor, one[0]))
    yield f"\nWho gets more or less by {title}: {'nobody' if not changed else ''}".rstrip()
    for name, totals in changed[:_MOST_SEGMENTS]:
        yield f"  {name or 'not known':<26}{totals.cases:>8,} cases: {_changed(totals)}"


def _denied_lines(found: Sequence[Denied]) -> Iterator[str]:
    yield f"\nDenied first: {'no row in force does' if not found else ''}".rstrip()
    for one in found:
        yield (
            f"  policy {one.policy_number}, {one.place}: {one.denied:,} denied, {one.asked_again:,} asked again, "
            f"{one.granted:,} granted later ({one.granted_share:.0%}), {_money(one.given_minor)} in the end; "
            f"the no cost {one.more_contacts:,} more contacts and {one.waited_hours:,} hours of waiting."
        )
