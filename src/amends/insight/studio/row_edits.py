"""What the forms of tables, rows, claim windows and approved facts change in a draft."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from amends.insight.studio.conditions import apply_conditions
from amends.insight.studio.forms import Content, Edit, EditError, code_in, number_in, texts_in
from amends.page.asking import number_said

_LETTERS = "ABCD"


def _table_of(content: Content, form: QueryDict) -> Content:
    table: Content | None = content["tables"].get(form.get("table", ""))
    if table is None:
        raise EditError("gone")
    return table


def _table(content: Content, form: QueryDict) -> None:
    """Adds a table, or changes its title and the failures it is for."""
    tables = content["tables"]
    code = code_in(form, tables)
    table = tables.setdefault(code, {"rows": [_first_row(content)]})
    table["title"] = texts_in(form)
    failures = form.getlist("failures")
    applies = {fact: said for fact, said in table.get("for", {}).items() if fact != "failure"}
    table["for"] = {"failure": failures, **applies} if failures else applies


def _first_row(content: Content) -> Content:
    rung = next((code for code, one in content["ladder"].items() if not one.get("is_final")), "")
    reasons = list(content.get("reasons", {}))[:1]
    row: Content = {"then": "explain", "reasons": reasons}
    return {**row, "next_rung": rung} if rung else row


def _remove_table(content: Content, form: QueryDict) -> None:
    if len(content["tables"]) == 1:
        raise EditError("last_one")
    content["tables"].pop(form.get("table", ""), None)


def _at(rows: list[Content], form: QueryDict) -> int:
    number = number_said(form.get("row", ""))
    if number is None or not 0 < number <= len(rows):
        raise EditError("gone")
    return number - 1


def _row(content: Content, form: QueryDict) -> None:
    """Changes a row of a table, or adds one at its end."""
    rows = _table_of(content, form)["rows"]
    old = {} if form.get("row") == "new" else rows[_at(rows, form)]
    made: Content = {**old, "then": form.get("then", ""), "denies_first": form.get("denies_first") == "yes"}
    made["when"] = apply_conditions(old.get("when", {}), form, content["currency"])
    made["options"] = _options(form) if made["then"] == "mend" else {}
    is_explained = made["then"] == "explain"
    made["reasons"] = form.getlist("reasons") if is_explained else []
    made["next_rung"] = (form.get("next_rung", "") or None) if is_explained else None
    if form.get("row") == "new":
        rows.append(made)
    else:
        rows[_at(rows, form)] = made


def _options(form: QueryDict) -> Content:
    """Answers the options that have a fix, lettered anew from A."""
    offers = []
    for letter in _LETTERS:
        fix, extra = form.get(f"fix_{letter}", ""), form.get(f"extra_{letter}", "")
        if extra and not fix:
            raise EditError("fix_missing", f"fix_{letter}")
        if fix:
            offers.append({"fix": fix, "extra": extra or None})
    return dict(zip(_LETTERS, offers, strict=False))


def _move_row(content: Content, form: QueryDict) -> None:
    rows = _table_of(content, form)["rows"]
    at = _at(rows, form)
    to = at + (-1 if form.get("way") == "up" else 1)
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]


def _remove_row(content: Content, form: QueryDict) -> None:
    rows = _table_of(content, form)["rows"]
    at = _at(rows, form)
    if len(rows) == 1:
        raise EditError("last_one")
    del rows[at]


def _window(content: Content, form: QueryDict) -> None:
    windows = content.setdefault("claim_windows", [])
    days, failures = number_in(form, "days"), form.getlist("failures")
    applies = {"failure": failures} if failures else {}
    if form.get("row") == "new":
        windows.append({"for": applies, "days": days})
        return
    window = windows[_at(windows, form)]
    kept = {fact: said for fact, said in window.get("for", {}).items() if fact != "failure"}
    window.update({"for": {**applies, **kept}, "days": days})


def _remove_window(content: Content, form: QueryDict) -> None:
    windows = content.get("claim_windows", [])
    del windows[_at(windows, form)]


def _fact_block(content: Content, form: QueryDict) -> None:
    blocks = content.setdefault("fact_blocks", [])
    said = texts_in(form)
    if not said:
        raise EditError("text_missing", "text_en")
    if form.get("row") == "new":
        blocks.append(said)
        return
    blocks[_at(blocks, form)] = said


def _remove_fact_block(content: Content, form: QueryDict) -> None:
    blocks = content.get("fact_blocks", [])
    del blocks[_at(blocks, form)]


ROW_EDITS: Mapping[str, Edit] = {
    "table": _table,
    "remove_table": _remove_table,
    "row": _row,
    "move_row": _move_row,
    "remove_row": _remove_row,
    "window": _window,
    "remove_window": _remove_window,
    "fact_block": _fact_block,
    "remove_fact_block": _remove_fact_block,
}
"""Act -> what it changes in a table, a row, a claim window or an approved fact."""
