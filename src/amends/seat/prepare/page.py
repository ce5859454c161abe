"""One page of Prepare: the question, what was said, what a rep will still ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amends.cases.answer_times import Soonest
from amends.cases.policies import policy_in_force
from amends.language.reading import read
from amends.language.tone import ToneFinding, check_tone
from amends.page import when
from amends.page.policy_texts import text_of
from amends.page.shaping import brand_shape
from amends.people.models import Brand
from amends.rules.preparing import climbing
from amends.rules.preparing.asked import FOUND_BY, STEPS, Page, Place, asked, missing, places
from amends.rules.preparing.bodies import body_for
from amends.rules.preparing.climbing import Again, Standing, ask_again
from amends.rules.preparing.draft import Draft, Medium, Number, Result, Rung, Thing
from amends.rules.preparing.media import advise
from amends.rules.preparing.usual import ONE_CONTACT, USUAL
from amends.seat.prepare.papers import again, missed, post_of, statement, step_up
from amends.seat.prepare.shapes import (
    BodyShape,
    ChoiceShape,
    MirrorShape,
    MissingShape,
    OutsideShape,
    RungShape,
    StepShape,
    ToldShape,
    WizardPage,
)
from amends.seat.prepare.words import (
    MEDIA,
    MIRROR,
    MISSING,
    NUMBERS,
    REASONS,
    RESULTS,
    RUNGS,
    SOONEST,
    THINGS,
)
from amends.seat.prepare.words import STEPS as STEP_WORDS

MOST_SHOWN = 3
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_CHANNELS = {Medium.PUBLIC: "public", Medium.LETTER: "letter", Medium.CHAT: "chat", Medium.PHONE: "phone"}


@dataclass(frozen=True, slots=True)
class Sitting:
    """One visit of a page: what is prepared, where, under which key, with which brand, at what moment there."""

    draft: Draft
    here: Place
    key: str
    zone: str
    now: datetime
    brand: Brand | None = None
    soonest: Soonest | None = None
    is_adding: bool = False
    refusal: str = ""


def wizard_page(sitting: Sitting) -> WizardPage:
    """Answers the page where somebody stands, in the active language."""
    draft, here = sitting.draft, sitting.here
    every, questions = places(draft), asked(draft)
    lacking = missing(draft)
    advice = advise(draft, sitting.now)
    return WizardPage(
        draft=draft,
        key=sitting.key,
        zone=sitting.zone,
        page=name_of(here),
        is_first=here == every[0],
        is_last=here == every[-1],
        step=STEPS[here.page],
        step_text=str(STEP_WORDS[STEPS[here.page]]),
        at=here.at,
        is_adding=sitting.is_adding,
        brand=brand_shape(sitting.brand) if sitting.brand else None,
        ready=len(questions) - len(lacking),
        asked=len(questions),
        missing=tuple(MissingShape(str(MISSING[one.code]), name_of(one.place)) for one in lacking),
        things=tuple(ChoiceShape(one, str(THINGS[one])) for one in Thing),
        numbers=tuple(_numbers(draft)),
        results=tuple(_usual(draft)),
        rare_results=tuple(_rare(draft)),
        is_result_rare=draft.result is not None and draft.result not in USUAL[draft.thing or Thing.OTHER],
        outcome_notes=tuple(_outcome_notes(draft)),
        mirror=tuple(_mirror(draft)),
        is_read=bool(draft.words),
        told=tuple(_told(draft, sitting.now)),
        rungs=tuple(ChoiceShape(one, str(RUNGS[one])) for one in Rung),
        ladder=tuple(_ladder(draft, sitting.now)),
        again_text=_again(draft, sitting.now),
        outside=_outside(draft, sitting.now),
        media=tuple(
            ChoiceShape(one, str(MEDIA[one])) for one in Medium if (one is Medium.DESK) <= bool(draft.brand)
        ),
        advice=advice.medium,
        reasons=(*(str(REASONS[one]) for one in advice.reasons), *_soonest(sitting)),
        refusal=sitting.refusal,
        post=post_of(draft) if draft.points else "",
        suggested=statement(draft) if draft.points else "",
        step_up=_step_up(draft, sitting.now),
    )


def _soonest(sitting: Sitting) -> Iterator[str]:
    found = sitting.soonest
    if found and found.way in SOONEST:
        yield str(SOONEST[found.way]).format(time=when.length(_rounded_up(found.within)))


def _rounded_up(span: timedelta) -> timedelta:
    """Answers a time that is said in its largest unit and is never shorter than what was measured."""
    unit = next((one for one in (_DAY, _HOUR) if span >= one), _MINUTE)
    return max(-(-span // unit), 1) * unit


def step_lines() -> dict[str, StepShape]:
    """Answers of each page its step and what stands above it, for who steps without a line."""
    return {
        page.value: StepShape(step, _("Step {step} of 8: {name}").format(step=step, name=STEP_WORDS[step]))
        for page, step in STEPS.items()
    }


def name_of(place: Place) -> str:
    """Answers how a form names a place: `shows.2` is what shows the third point."""
    return f"{place.page}.{place.at}" if place.page is Page.SHOWS else place.page.value


def _numbers(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """Answers what it is found by, the ones for this matter first; what was said of another one is kept."""
    wanted = FOUND_BY[draft.thing or Thing.OTHER]
    for one in (*wanted, *(one for one in Number if one not in wanted and draft.numbers.get(one))):
        yield one.value, str(NUMBERS[one]), draft.numbers.get(one, "")


def _usual(draft: Draft) -> Iterator[ChoiceShape]:
    for one in USUAL[draft.thing or Thing.OTHER]:
        note = _("Often given, mostly in one contact.") if one in ONE_CONTACT else _("Often given.")
        yield ChoiceShape(one, str(RESULTS[one]), note)


def _rare(draft: Draft) -> Iterator[ChoiceShape]:
    usual = USUAL[draft.thing or Thing.OTHER]
    yield from (ChoiceShape(one, str(RESULTS[one])) for one in Result if one not in usual)


def _outcome_notes(draft: Draft) -> Iterator[str]:
    if draft.first_result and draft.result and draft.first_result is not draft.result:
        yield _(
            "You first wanted something else: “{first}”. One wish that stays the same is the strongest."
        ).format(first=RESULTS[draft.first_result])
    if draft.wish and len(set(read(draft.wish, stated=get_language() or "").wants)) > 1:
        yield _("This reads like more than one wish. Which one would do, if you got only that?")


def _mirror(draft: Draft) -> Iterator[MirrorShape]:
    """Answers at most three things to look at, each kind once, with the longest words that show it."""
    channel = _CHANNELS.get(draft.medium, "email") if draft.medium else "email"
    worst: dict[str, ToneFinding] = {}
    for one in check_tone(draft.words, stated=get_language() or "", channel=channel).findings:
        worst[one.id] = max(one, worst.get(one.id, one), key=lambda found: found.end - found.start)
    for one in sorted(worst.values(), key=lambda found: list(MIRROR).index(found.id))[:MOST_SHOWN]:
        yield MirrorShape(draft.words[one.start : one.end], str(MIRROR[one.id]))


def _told(draft: Draft, now: datetime) -> Iterator[ToldShape]:
    for one in draft.told:
        if one.day is None or one.hour is None:
            yield ToldShape(one.what, "bare")
            continue
        when_text = when.said_when(datetime.combine(one.day, one.hour, tzinfo=now.tzinfo), now)
        if one.is_past(now):
            yield ToldShape(one.what, "past", when_text, missed(draft, one))
        else:
            yield ToldShape(one.what, "due", when_text)


def _ladder(draft: Draft, now: datetime) -> Iterator[RungShape]:
    for one in climbing.ladder(draft, now):
        when_text = when.day_alone(one.opens_on) if one.opens_on and one.standing is Standing.LATER else ""
        yield RungShape(str(RUNGS[one.rung]), one.standing.value, when_text)


def _step_up(draft: Draft, now: datetime) -> str:
    """Answers what to say to the next one up, as soon as they may be asked."""
    nearest = [one.rung for one in climbing.ladder(draft, now) if one.standing is Standing.OPEN]
    return step_up(draft, nearest[0]) if nearest and draft.points else ""


def _again(draft: Draft, now: datetime) -> str:
    request = ask_again(draft, now.date())
    if request is None:
        return ""
    if request.state is Again.ENOUGH:
        return _("You have asked three times. Now go one step up instead.")
    day = when.day_alone(request.on) if request.on else ""
    if request.state is Again.SAY_NEWS:
        return _(
            "From {day} on you can ask once more. Say first what is new: the same words get the same answer."
        ).format(day=day)
    if request.state is Again.WAIT:
        return _("Wait until {day}, then ask once more, as politely as before.").format(day=day)
    return again(draft)


def _outside(draft: Draft, now: datetime) -> OutsideShape:
    if not draft.country:
        return OutsideShape(False)
    found = body_for(draft.country, draft.thing, now.date())
    if found is None:
        return OutsideShape(True)
    name = found.name or _("The dispute body that the company belongs to: it has to tell you which.")
    return OutsideShape(True, BodyShape(name, found.wait_days, found.source))


def usual_here(brand: Brand, now: datetime) -> tuple[str, ...]:
    """Answers what this brand's own policy may give, as it says it. Queries: 1."""
    found = policy_in_force(brand.pk, now)
    return tuple(text_of(one.texts) for one in found.compiled.policy.remedies.values()) if found else ()
