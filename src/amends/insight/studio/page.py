"""A page of the studio: the head with what stops the draft, the parts, what lint finds, and one part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amends.cases.policies import can_undo, policy_versions, replay_of
from amends.insight.studio.authority import authority_shape
from amends.insight.studio.compare import changes_between
from amends.insight.studio.lint import lint_shape
from amends.insight.studio.lists import ladder_group, law_group, remedy_groups, times_body
from amends.insight.studio.questions import question_shapes
from amends.insight.studio.reading import Reading, read_studio
from amends.insight.studio.shapes import ClashShape, Link, StudioPage
from amends.insight.studio.tables import table_shape
from amends.insight.studio.trying import try_shape
from amends.insight.studio.words import ONLY_DRAFT, PARTS
from amends.insight.studio.year import replay_shape
from amends.page import when
from amends.page.parts import NOTHING_SENT, FormShape
from amends.page.shaping import brand_shape
from amends.people.models import Brand

Asked = Mapping[str, str]
_REFRESH = 2
MOST_VERSIONS = 100


def studio_page(
    reading: Reading,
    part: str,
    asked: Asked,
    others: Mapping[int, Brand],
    form: FormShape = NOTHING_SENT,
    clash: ClashShape | None = None,
) -> StudioPage:
    """Answers one part of the studio for one brand."""
    body = BODIES[part](reading, asked)
    year = body if part == "replay" else _replay(reading, asked)
    is_summing = part == "replay" and body.is_asked and not body.is_done
    stops = len(reading.hindering_at_once)
    return StudioPage(
        brand=brand_shape(reading.brand),
        slug=reading.brand.slug,
        part=part,
        title=_title(part),
        state_text=_state(reading),
        url=part_url(reading, part),
        parts=tuple(_parts(reading, part)),
        others=tuple(_others(reading.brand, others)),
        is_draft=reading.is_draft,
        has_draft=reading.draft is not None,
        seen=reading.draft.version if reading.draft else 0,
        can_undo=reading.is_draft and reading.draft is not None and can_undo(reading.draft),
        activate_text=_activate(stops),
        is_ready=reading.is_draft and not stops,
        lint=lint_shape(reading) if reading.is_draft else None,
        body=body,
        form=form,
        clash=clash,
        replay=year,
        refresh_seconds=_REFRESH if is_summing else 0,
    )


def part_url(reading: Reading, part: str) -> str:
    """Answers the address of a part, of the same policy that is looked at."""
    base = reverse("insight:policy_part", args=[reading.brand.slug, part])
    return base if reading.is_draft or reading.draft is None else f"{base}?in_force=1"


def _title(part: str) -> str:
    return pgettext("part of a policy", "Put in force") if part == "activate" else str(PARTS[part])


def _state(reading: Reading) -> str:
    day = when.full(reading.policy.effective_at)
    if reading.is_draft:
        return _("Draft, to hold from {day}").format(day=day)
    if not reading.held_number:
        return _("No policy is in force yet")
    return _("Policy {number}, in force since {day}").format(number=reading.held_number, day=day)


def _activate(stops: int) -> str:
    if stops:
        return ngettext(
            "Put in force: {count} to mend first", "Put in force: {count} to mend first", stops
        ).format(count=stops)
    return _("Put in force")


def _parts(reading: Reading, current: str) -> Iterator[Link]:
    for code, word in PARTS.items():
        if code in ONLY_DRAFT and not reading.is_draft:
            continue
        yield Link(code, str(word), part_url(reading, code), code == current)


def _others(here: Brand, brands: Mapping[int, Brand]) -> Iterator[Link]:
    if len(brands) < 2:
        return
    for brand in brands.values():
        yield Link(brand.slug, brand.name, reverse("insight:policy", args=[brand.slug]), brand.pk == here.pk)


def _authority(reading: Reading, asked: Asked) -> Any:
    return authority_shape(reading, asked.get("open", ""))


def _remedies(reading: Reading, asked: Asked) -> Any:
    return remedy_groups(reading, asked.get("open", ""))


def _law(reading: Reading, asked: Asked) -> Any:
    return law_group(reading, asked.get("open", ""), asked.get("fact", ""))


def _ladder(reading: Reading, asked: Asked) -> Any:
    return ladder_group(reading, asked.get("open", ""))


def _times(reading: Reading, asked: Asked) -> Any:
    return times_body(reading)


def _in_force(reading: Reading) -> Reading | None:
    """Answers what is in force, beside a draft; None where nothing is. Queries: 0 to 2."""
    if not reading.held_number:
        return None
    return read_studio(reading.brand, reading.now, in_force=True) if reading.is_draft else reading


def compared(reading: Reading) -> Any:
    """Answers what the draft changes against the policy in force; None where nothing is in force yet."""
    held = _in_force(reading)
    return changes_between(held, reading) if held else None


def _compare(reading: Reading, asked: Asked) -> Any:
    return compared(reading)


def _try(reading: Reading, asked: Asked) -> Any:
    held = _in_force(reading)
    sides = {pgettext("policy", "This draft"): reading} if reading.is_draft else {}
    if held is not None:
        sides[pgettext("policy", "In force")] = held
    return try_shape(sides or {pgettext("policy", "Starting policy"): reading}, asked)


def _replay(reading: Reading, asked: Asked) -> Any:
    return replay_shape(reading, replay_of(reading.brand.pk) if reading.is_draft else None)


def _questions(reading: Reading, asked: Asked) -> Any:
    return question_shapes(reading)


def _versions(reading: Reading, asked: Asked) -> Any:
    return [
        {
            "number": row.number,
            "from_text": when.full(row.effective_at),
            "written_text": when.full(row.recorded_at),
            "who": row.staff.name if row.staff else _("the command line"),
            "is_in_force": row.number == reading.held_number,
            "is_coming": row.effective_at > reading.now,
        }
        for row in policy_versions(reading.brand.pk)[:MOST_VERSIONS]
    ]


def _file(reading: Reading, asked: Asked) -> Any:
    return {"text": reading.text, "lines": reading.text.count("\n")}


def _activation(reading: Reading, asked: Asked) -> Any:
    local = reading.policy.effective_at.astimezone(when.zone_of(reading.brand.zone))
    return {
        "changes": compared(reading),
        "day": local.date().isoformat(),
        "hour": f"{local:%H:%M}",
        "zone": reading.brand.zone,
        "from_text": when.full(reading.policy.effective_at),
        "is_past": reading.policy.effective_at <= reading.now,
        "stops": len(reading.hindering_at_once),
    }


BODIES: Mapping[str, Callable[[Reading, Asked], Any]] = {
    "tables": lambda reading, asked: table_shape(reading, asked),
    "remedies": _remedies,
    "authority": _authority,
    "law": _law,
    "ladder": _ladder,
    "times": _times,
    "compare": _compare,
    "try": _try,
    "replay": _replay,
    "questions": _questions,
    "versions": _versions,
    "file": _file,
    "activate": _activation,
}
"""Part -> what it shows. A part that is not here does not exist."""
