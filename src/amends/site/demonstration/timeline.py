"""When each thing of a story happened: moments relative to now, none of them in the future."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from amends.rules.vocabulary import Ending, Situation, Stage
from amends.site.demonstration.stories import Complaint, Line, Story

ACKNOWLEDGE = timedelta(hours=24)
"""What both brands of the demonstration allow themselves until they acknowledge."""
MOST_OPEN_DAYS = 11
"""A case still without an answer began at most so many days ago, so that its clock is not broken."""
DUE_MINUTES: Mapping[str, tuple[int, ...]] = {
    "en": (14, 144),
    "zh-Hans": (29,),
    "bg": (54,),
    "sv": (74, 190),
    "he": (104,),
    "ru": (174,),
}
"""So that Today has something to say when it is first opened: per language, the gravest complaints nobody has
acknowledged arrive just so that their clock ends in so many minutes. What is broken is a promise: promises.py."""

_MOMENT = timedelta(minutes=1)
_LONG = timedelta(hours=18)
_USUAL = timedelta(minutes=12)
_DELAYS: Mapping[str, timedelta] = {
    "investigate": timedelta(minutes=35),
    "decide": timedelta(minutes=25),
    "close": timedelta(hours=2),
    "close_silent": timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a story at its moment; `line` is what was said, where something was."""

    at: datetime
    act: str
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A story with its moments."""

    story: Story
    steps: tuple[Step, ...]
    is_pressing: bool = False


def chance(story: Story, about: str, of: int) -> int:
    """Answers a number below `of` that is the same for a story each time."""
    return zlib.crc32(f"{story.key}:{about}".encode()) % of


def tell(stories: Iterable[Story], now: datetime) -> list[Told]:
    """Answers all stories with their moments, the oldest first."""
    stories = list(stories)
    pressing = _pressing(stories)
    told = [_told(story, pressing.get(story.key), now) for story in stories]
    return sorted(told, key=lambda one: (one.steps[0].at, one.story.key))


def _pressing(stories: Iterable[Story]) -> dict[str, timedelta]:
    waiting: dict[str, list[Story]] = {}
    for story in stories:
        if _is_untouched(story):
            waiting.setdefault(story.language, []).append(story)
    return {
        story.key: timedelta(minutes=minutes)
        for language, due in DUE_MINUTES.items()
        for story, minutes in zip(sorted(waiting.get(language, []), key=_gravest), due, strict=False)
    }


def _is_untouched(story: Story) -> bool:
    said = story.complaint
    if said is None or said.stage is not Stage.RECEIVED or said.wait is not None:
        return False
    return (
        not said.is_about_staff
        and said.situation is not Situation.HOLD
        and _span(story) < timedelta(hours=12)
    )


def _gravest(story: Story) -> tuple[int, str]:
    return (-story.complaint.seriousness if story.complaint else 0, story.key)


def _told(story: Story, due_in: timedelta | None, now: datetime) -> Told:
    began = now + due_in - ACKNOWLEDGE if due_in is not None else _began(story, now)
    return Told(story, tuple(_steps(story, began, now)), due_in is not None)


def _span(story: Story) -> timedelta:
    return timedelta(hours=sum(line.after_hours for line in story.conversation))


def _began(story: Story, now: datetime) -> datetime:
    latest = now - _span(story) - _MOMENT * (9 + chance(story, "latest", 80))
    said = story.complaint
    days = story.days_ago
    if said is not None and said.stage is Stage.RECEIVED:
        fresh = now - timedelta(minutes=70 + chance(story, "fresh", 19 * 60))
        return min(latest, max(fresh, _local(story, days, now)))
    if said is not None and said.stage not in (Stage.RESPONDED, Stage.CLOSED):
        days = min(days, max(MOST_OPEN_DAYS - chance(story, "days", 6), _span(story).days + 1))
    return min(latest, _local(story, days, now))


def _local(story: Story, days: int, now: datetime) -> datetime:
    here = now.astimezone(ZoneInfo(story.customer.zone))
    day = here.date() - timedelta(days=days)
    return datetime.combine(day, story.at, here.tzinfo).astimezone(UTC)


def _steps(story: Story, began: datetime, now: datetime) -> Iterator[Step]:
    slots = _slots(story, story.complaint) if story.complaint else {}
    answer = _answer(story)
    moments = _moments(story, began, now)
    for at, line in enumerate(story.conversation):
        yield Step(moments[at], _act_of(line, at, answer), line)
        until = moments[at + 1] if at + 1 < len(moments) else now - _MOMENT
        yield from _between(slots.get(at, []), moments[at], until)
    back = story.complaint.came_back if story.complaint else None
    if back is not None:
        closed = moments[-1] + _DELAYS["close"]
        yield Step(min(closed + timedelta(hours=back.after_hours), now - _MOMENT), "come_back", back)


def _moments(story: Story, began: datetime, now: datetime) -> list[datetime]:
    moments, at = [], began
    for line in story.conversation:
        at += timedelta(hours=line.after_hours)
        moments.append(min(at, now - _MOMENT))
    return moments


def _act_of(line: Line, at: int, answer: int | None) -> str:
    if at == 0:
        return "receive"
    if line.speaker == "brand":
        return "respond" if at == answer else "reply"
    return "note" if line.speaker == "note" else "continue"


def _between(acts: list[str], begun: datetime, until: datetime) -> Iterator[Step]:
    at = begun
    for left, act in zip(range(len(acts), 0, -1), acts, strict=True):
        at += min(_DELAYS.get(act, _USUAL), max(until - at, timedelta()) / (left + 1))
        yield Step(at, act.removesuffix("_silent"))


def _answer(story: Story) -> int | None:
    """Answers which of our lines was the answer: the fuller of the last two, for the very last may only say goodbye."""
    said = story.complaint
    if said is None or said.stage not in (Stage.RESPONDED, Stage.CLOSED) or not said.findings:
        return None
    ours = [at for at, line in enumerate(story.conversation) if line.speaker == "brand"]
    if said.stage is Stage.RESPONDED:
        ours = ours[-1:]
    return max(ours[-2:], key=lambda at: len(story.conversation[at].text), default=None)


def _slots(story: Story, said: Complaint) -> dict[int, list[str]]:
    """Answers which acts follow which line."""
    answer, last = _answer(story), len(story.conversation) - 1
    ours = [at for at, line in enumerate(story.conversation) if line.speaker == "brand"]
    greeted = ours[0] if ours and ours[0] != answer else None
    assessed = greeted if greeted is not None else 0
    decided = answer - 1 if answer is not None else last
    slots: dict[int, list[str]] = {0: ["restrict"] if said.is_about_staff else []}
    slots[0] += ["verify", "care"]
    is_held = said.situation is Situation.HOLD
    if greeted is None:
        # Who writes for days without a word from us was at least rung back.
        is_long = is_held or _span(story) > _LONG
        _add(slots, 0, "acknowledge", said, Stage.RECEIVED if is_long else Stage.ACKNOWLEDGED)
    # What only a specialist may decide is assessed at once, however far the rest has come.
    _add(slots, assessed, "assess", said, Stage.RECEIVED if is_held else Stage.ASSESSED)
    _add(slots, max(assessed, _looked(story, decided)), "investigate", said, Stage.INVESTIGATED)
    if said.findings:
        _add(slots, decided, "decide", said, Stage.DECIDED)
    if said.wait:
        slots.setdefault(last, []).append("wait")
    _add(slots, last, "close_silent" if said.ending is Ending.PRESUMED else "close", said, Stage.CLOSED)
    return slots


def _add(slots: dict[int, list[str]], at: int, act: str, said: Complaint, needed: Stage) -> None:
    order = list(Stage)
    if order.index(said.stage) >= order.index(needed):
        slots.setdefault(at, []).append(act)


def _looked(story: Story, most: int) -> int:
    notes = [at for at, line in enumerate(story.conversation[: most + 1]) if line.speaker == "note"]
    return notes[-1] if notes else most
