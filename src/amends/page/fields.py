"""One field of a form: label, hint, what was entered, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from amends.page.marks import icon
from amends.page.parts import Choice, FormShape


@dataclass(frozen=True, slots=True)
class Field:
    """What a field needs to be drawn."""

    key: str
    name: str
    label: str
    shown: str
    kind: str = ""
    rows: int = 3
    hint: str = ""
    error: str = ""
    lang: str = ""
    autocomplete: str = ""
    empty_label: str = ""
    is_required: bool = False
    choices: Sequence[Choice] = ()


def field(form: FormShape, action: str, name: str, label: str, **more: Any) -> Markup:
    """Answers a field of the form for this act; after a refusal with what was entered, else with what is stored."""
    is_back = form.action == action
    value, initial = more.get("value") or "", more.get("initial") or ""
    drawn = Field(
        key=f"{action}-{name}",
        name=name,
        label=label,
        shown=str((value if is_back else "") or initial),
        kind=more.get("kind", ""),
        rows=more.get("rows", 3),
        hint=more.get("hint", ""),
        error=str(more.get("error") or "") if is_back else "",
        lang=more.get("lang", ""),
        autocomplete=more.get("autocomplete", ""),
        empty_label=more.get("empty_label", ""),
        is_required=bool(more.get("required")),
        choices=more.get("choices", ()),
    )
    return Markup(_drawn(drawn))


def _drawn(field: Field) -> str:
    hint = (
        f'<span class="field__hint" id="{field.key}-hint">{escape(field.hint)}</span>' if field.hint else ""
    )
    label = f'<label for="{field.key}">{escape(field.label)}</label>'
    return f'<div class="field">{label}{hint}{_control(field)}{_error(field)}</div>'


def _error(field: Field) -> str:
    if not field.error:
        return ""
    said = f"{icon('cross')}<span>{escape(field.error)}</span>"
    return f'<span class="field__error" id="{field.key}-error">{said}</span>'


def _control(field: Field) -> str:
    same = f'class="input" id="{field.key}" name="{escape(field.name)}"'
    if field.kind == "textarea":
        lang = f' lang="{escape(field.lang)}"' if field.lang else ""
        rows = f'rows="{field.rows}" dir="auto"{lang}'
        return f"<textarea {same} {rows}{_state(field)}>{escape(field.shown)}</textarea>"
    if field.kind == "select":
        return f"<select {same}{_state(field)}>{_options(field)}</select>"
    kind = escape(field.kind or "text")
    filled = f"{_direction(field.kind)}{_value(field)}{_state(field)}"
    return f'<input {same} type="{kind}"{filled}>'


def _direction(kind: str) -> str:
    if kind in ("email", "tel"):
        return ' dir="ltr"'
    return "" if kind else ' dir="auto"'


def _value(field: Field) -> str:
    value = "" if field.kind in ("password", "file") else f' value="{escape(field.shown)}"'
    return value + (f' autocomplete="{escape(field.autocomplete)}"' if field.autocomplete else "")


def _options(field: Field) -> str:
    options = [f'<option value="">{escape(field.empty_label)}</option>'] if field.empty_label else []
    for choice in field.choices:
        chosen = choice.value == field.shown if field.shown else choice.is_chosen
        lang = f' lang="{escape(choice.lang)}"' if choice.lang else ""
        mark = " selected" if chosen else ""
        options.append(f'<option value="{escape(choice.value)}"{lang}{mark}>{escape(choice.label)}</option>')
    return "".join(options)


def _state(field: Field) -> str:
    required = " required" if field.is_required else ""
    if field.error:
        return f'{required} aria-invalid="true" aria-describedby="{field.key}-error"'
    return required + (f' aria-describedby="{field.key}-hint"' if field.hint else "")
