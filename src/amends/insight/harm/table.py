"""The report on same harm, same remedy as rows: the same for a spreadsheet, a program and the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from amends.insight.harm.reading import DIMENSIONS, Report
from amends.money import major
from amends.people.models import Brand
from amends.rules.comparing import Comparison, Measure, Verdict

COLUMNS = (
    *("brand", "by", "group", "measure", "unit", "verdict", "cases", "other_cases"),
    *("theirs", "others", "difference", "low", "high", "chance", "money_difference", "currency"),
)
UNITS = {Measure.REMEDY: "percent of price", Measure.WAIT: "minutes", Measure.REFUSED: "percent of cases"}


def table_rows(report: Report, brand: Brand) -> Iterator[dict[str, object]]:
    """Answers one row for each comparison, the worst first; figures are empty where there are too few to say."""
    for one in report.compared:
        row = {
            "brand": brand.slug,
            "by": DIMENSIONS[one.dimension],
            "group": one.group,
            "measure": one.measure.value,
            "unit": UNITS[one.measure],
            "verdict": one.verdict.value,
            "cases": one.cases,
            "other_cases": one.others_cases,
        }
        yield row | (_figures(one, brand) if one.verdict is not Verdict.TOO_FEW else {})


def _figures(one: Comparison, brand: Brand) -> dict[str, object]:
    figures: dict[str, object] = {
        name: round(getattr(one, name), 2) for name in ("theirs", "others", "difference", "low", "high")
    }
    figures["chance"] = round(one.chance, 6)
    if one.measure is Measure.REMEDY:
        difference = major(round(one.money), brand.currency)
        figures |= {"money_difference": difference, "currency": brand.currency}
    return figures
