"""Whether a date column writes the day or the month first."""

from __future__ import annotations

from array import array
from collections import Counter

from amends.channels.files.dates import DateRows, Keys, Readings, natural_order, unpack
from amends.channels.files.evidence import Evidence, because
from amends.channels.files.sequences import ascending_share

SPELLED = ("year_first", "named")
"""Forms that say which number is the month."""

Order = tuple[str, bool, tuple[Evidence, ...]]


def counted_order(column: DateRows) -> tuple[str, Counter[str]]:
    """Answers the order that the rows with a number above 12 show, and how many show which."""
    shown: Counter[str] = Counter()
    for packed, count in Counter(column.packed).items():
        if packed and unpack(packed)[0] == "numeric":
            _, first, second, _ = unpack(packed)
            shown["dmy"] += count * (first > 12 >= second)
            shown["mdy"] += count * (second > 12 >= first)
    if not shown.total() and usual_form(column) != "numeric":
        return natural_order(usual_form(column)) or "dmy", shown
    return ("mdy" if shown["mdy"] > shown["dmy"] else "dmy"), shown


def usual_form(column: DateRows) -> str:
    forms: Counter[str] = Counter()
    for packed, count in Counter(column.packed).items():
        if packed:
            forms[unpack(packed)[0]] += count
    return forms.most_common(1)[0][0] if forms else ""


def find_order(column: DateRows, columns: list[DateRows], keys: Keys, given: bool) -> Order:
    if given:
        return column.order, True, (because("order_given", order=column.order),)
    form = usual_form(column)
    order, shown = counted_order(column)
    if form != "numeric" and not shown.total():
        return order, True, (because("order_form", form=form),)
    if shown.total():
        return (
            order,
            True,
            (because("order_above_12", order=order, day_first=shown["dmy"], month_first=shown["mdy"]),),
        )
    return _order_by_neighbours(column, columns) or _order_by_sequence(column, keys) or (
        "dmy", False, (because("order_unknown"),)
    )  # fmt: skip


def _order_by_neighbours(column: DateRows, columns: list[DateRows]) -> Order | None:
    day_first = Readings("dmy")
    for other in columns:
        if other is column or usual_form(other) not in SPELLED:
            continue
        told: Counter[str] = Counter()
        spelled = Readings(natural_order(usual_form(other)))
        for mine, theirs in zip(column.packed, other.packed, strict=True):
            said, exchanged = day_first.of(mine)
            if said != exchanged and (day := spelled.of(theirs)[0]):
                told["dmy"] += day == said
                told["mdy"] += day == exchanged
        order, count = told.most_common(1)[0] if told else ("", 0)
        if count >= 3 and count * 10 >= told.total() * 9:
            return order, True, (because("order_neighbour", order=order, column=other.header, rows=count),)
    return None


def _order_by_sequence(column: DateRows, keys: Keys) -> Order | None:
    day_first = Readings("dmy")
    said = array("i", (day_first.of(packed)[0] for packed in column.packed))
    other = array("i", (day_first.of(packed)[1] for packed in column.packed))
    for source in ("external_id", "position"):
        shares = {
            "dmy": ascending_share(keys.of(source), said),
            "mdy": ascending_share(keys.of(source), other),
        }
        best, worst = sorted(shares, key=lambda order: -shares[order])
        if shares[best] >= 0.9 and shares[worst] <= shares[best] - 0.1:
            why = because("order_sequence", order=best, source=source, share=round(shares[best], 3))
            return best, True, (why,)
    return None
