"""`language learn`: what a desk's own corrections teach about what is read, measured first, switched on by a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Final

import typer

from amends.cases.actions.learning import (
    TooFewCorrections,
    learn_readings,
    switch_model_off,
    switch_model_on,
)
from amends.cases.models import ReadingModel
from amends.cases.reading_models import models_of
from amends.clock import now
from amends.errors import DomainError
from amends.language.measuring import FEWEST, MOST_LOST, Measured, Share, Verdict, measured_of
from amends.people.models import Brand
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.site.command.brands import find_brand
from amends.site.command.language import language

_VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.TAKEN: "taken in",
    Verdict.FEW: f"left out: {FEWEST} right and {FEWEST} not so are needed",
    Verdict.LEFT_TO_PEOPLE: "left to people, always",
    Verdict.NO_GAIN: "left out: no more precise",
    Verdict.CHANCE: "left out: chance may do as much",
    Verdict.LOSES: f"left out: more than {MOST_LOST:.0%} of the right ones would go",
}
_HEAD = (
    f"  {'label':<26}{'right':>6}{'not so':>8}   {'precise before':<20}{'after':<20}{'right ones kept':<20}"
)


@language.command("learn")
def learn(
    brand: Annotated[str, typer.Option("--brand", help="The brand's short name.")],
    is_on: Annotated[bool, typer.Option("--on", help="Switch on what was learned last.")] = False,
    is_off: Annotated[bool, typer.Option("--off", help="Read as the phrasebooks say again.")] = False,
    is_list: Annotated[bool, typer.Option("--list", help="List what was learned, newest first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a program.")] = False,
) -> None:
    """Learn from a brand's corrections which readings to take away, and say what it gains; off until --on."""
    if is_on + is_off + is_list > 1:
        raise DomainError("learn_one_thing")
    where = find_brand(brand)
    with brand_scope([where.pk]):
        if is_list:
            lines = _listed(where, list(models_of(where.pk)), as_json)
        elif is_on or is_off:
            switch = switch_model_on if is_on else switch_model_off
            lines = _switched(where, switch(actor=SYSTEM, brand=where, now=now()), as_json)
        else:
            lines = _learned(where, as_json)
        for line in lines:
            typer.echo(line)


def _learned(brand: Brand, as_json: bool) -> Iterator[str]:
    try:
        model = learn_readings(actor=SYSTEM, brand=brand, now=now())
    except TooFewCorrections as error:
        if not as_json:
            yield from table_lines(error.measured)
        raise
    if as_json:
        yield _json(_told(model))
        return
    measured = [measured_of(one) for one in model.measured]
    yield f"{brand.name}: what people said of readings, and what was learned from it."
    yield from table_lines(measured)
    yield "In brackets: the interval of 95 %. Measured on cases from which nothing was learned."
    if model.weights:
        yield f"It is off. ./amends language learn --brand {brand.slug} --on switches it on."
    else:
        yield "No label is taken in: there is nothing to switch on."


def table_lines(measured: Iterable[Measured]) -> Iterator[str]:
    """Answers one line for each label, what is taken in first."""
    rows = sorted(measured, key=lambda one: (one.verdict is not Verdict.TAKEN, one.before is None, one.label))
    if rows:
        yield _HEAD.rstrip()
    for one in rows:
        shares = "".join(f"{_share(share):<20}" for share in (one.before, one.after, one.kept))
        yield f"  {one.label:<26}{one.right:>6}{one.wrong:>8}   {shares}{_VERDICTS[one.verdict]}"


def _share(share: Share | None) -> str:
    return f"{share.share:.0%} ({share.low:.0%} to {share.high:.0%})" if share else ""


def _switched(brand: Brand, model: ReadingModel, as_json: bool) -> Iterator[str]:
    if as_json:
        yield _json(_told(model))
    elif model.is_on:
        labels = ", ".join(sorted(model.weights))
        yield f"{brand.name}: on, for {labels}. ./amends language learn --brand {brand.slug} --off switches it off."
    else:
        yield f"{brand.name}: off. What is read is what the phrasebooks say."


def _listed(brand: Brand, models: Sequence[ReadingModel], as_json: bool) -> Iterator[str]:
    if as_json:
        yield _json([_told(one) for one in models])
        return
    for one in models:
        who = one.made_by.name if one.made_by else "the command line"
        state = "on" if one.is_on else "off" if one.weights else "forgotten"
        labels = ", ".join(_taken(one)) or "nothing taken in"
        yield f"{one.made_at:%Y-%m-%d %H:%M} UTC  {state:<10}{labels}, by {who}"
    if not models:
        yield f"{brand.name} has learned nothing yet: ./amends language learn --brand {brand.slug}"


def _taken(model: ReadingModel) -> list[str]:
    return [one["label"] for one in model.measured if one["verdict"] == Verdict.TAKEN]


def _told(model: ReadingModel) -> dict[str, object]:
    return {
        "made_at": model.made_at.isoformat(),
        "is_on": model.is_on,
        "taken": _taken(model),
        "measured": model.measured,
    }


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1)
