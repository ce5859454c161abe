"""What a customer wrote, read: whether it complains, what they feel and want, what must be known, what says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp
from typing import Final, NamedTuple

from amends.language.aligned import Aligned, aligned, named, names_in
from amends.language.facts import Found, find_facts
from amends.language.firms import firms_of
from amends.language.identify import Identified, identify
from amends.language.labels import EMOTIONS, FLAGS, WANTS
from amends.language.matching import NAMES, Cue, Keys, matcher, no_names, undenied
from amends.language.quoting import in_marks, is_within, quoted
from amends.language.weighing import weighed

LONGEST: Final = 40_000
"""So much of a text is read; what follows is never looked at. Units: code points."""
DENIABLE: Final = frozenset(
    [f"want.{one}" for one in WANTS]
    + [f"flag.{one}" for one in ("leave", "competitor", "regulator", "legal", "media")]
    + ["flag.supervisor", "flag.threat", "flag.self_harm"]
)
"""What somebody can say that they do not want or mean to do."""
_FAREWELL: Final = "flag.self_harm"
_GOING: Final = "flag.leave"
BY_PERSON: Final = "person"
"""The reason of a span that somebody said is so."""
_INSULT: Final = "flag.abuse"
"""Somebody else's where it stands in quotation marks, be it one word."""
_WEIGHTS: Final[Mapping[str, float]] = {
    "complaint": 2.0,
    "complaint.weak": 0.8,
    "praise": -1.0,
    "thanks": -1.0,
    "question": -1.3,
}
_GROUPS: Final[Mapping[str, tuple[float, frozenset[str]]]] = {
    "emotion": (1.4, frozenset(f"emotion.{one}" for one in EMOTIONS)),
    "mending": (
        1.6,
        frozenset(f"want.{one}" for one in WANTS if one not in ("explanation", "callback", "cancellation")),
    ),
    "asking": (1.0, frozenset({"want.explanation", "want.callback", "want.cancellation"})),
    "firm": (
        1.3,
        frozenset(f"flag.{one}" for one in ("repeat", "regulator", "legal", "media", "leave", "supervisor")),
    ),
    "hot": (
        0.6,
        frozenset(f"flag.{one}" for one in ("safety", "abuse", "threat", "self_harm", "vulnerable")),
    ),
}
"""What speaks for a complaint once, however many of its labels are there; fitted to 640 lines of the tables."""
_EMOTIONS, _WANTS, _FLAGS = (
    {f"{group}.{name}": name for name in names}
    for group, names in (("emotion", EMOTIONS), ("want", WANTS), ("flag", FLAGS))
)
_MOST_OF_ONE: Final = 2
"""So often the same label counts: saying it thrice is no third reason."""
_NEEDED: Final = 1.1
_UNSHOWN: Final = frozenset({"common", "question", "thanks", "praise"})
_SERIOUS: Final[Mapping[str, int]] = {
    **{f"flag.{one}": 3 for one in ("safety", "self_harm")},
    **{f"flag.{one}": 2 for one in ("regulator", "legal", "vulnerable", "threat")},
    "serious.1": 1,
    "serious.2": 2,
    "serious.3": 3,
}


class Span(NamedTuple):
    """A label, and the place that says so. Units: code points."""

    label: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says; every label has a span, and what nobody can read has none."""

    language: str
    is_complaint: bool
    score: float
    emotions: tuple[str, ...]
    seriousness: int
    wants: tuple[str, ...]
    flags: tuple[str, ...]
    urgency: str
    facts: tuple[Found, ...]
    spans: tuple[Span, ...]
    held: tuple[Span, ...] = ()
    """What would be shown but for another span (`parted`): it comes back once a person says that this is not so."""
    note: str = ""
    """`mixed` where two languages take turns, `latin` where Bulgarian or Russian stands in Latin letters."""


class Said(NamedTuple):
    """A text, the language that somebody said it is in, and when it was written."""

    text: str
    stated: str = ""
    at: datetime | None = None


def read(text: str, *, stated: str = "", at: datetime | None = None) -> Reading:
    """Answers what a text says; `stated` is the language that somebody said it is in, `at` when it was written."""
    return read_all([Said(text, stated, at)])[0]


def read_all(said: Sequence[Said]) -> list[Reading]:
    """Answers what each of many texts says, each as if it were read alone.

    All go through one stage before the next: what a stage looks into is then at the processor's hand, and a reading
    takes a fifth to a third less time.
    """
    texts = [one.text[:LONGEST] for one in said]
    known = [identify(text, one.stated) for text, one in zip(texts, said, strict=True)]
    languages = [one.language for one in known]
    cues = _own_cues(texts, languages)
    facts = [
        find_facts(text, language, one.at) for text, language, one in zip(texts, languages, said, strict=True)
    ]
    return [_reading(*one) for one in zip(known, cues, facts, strict=True)]


def _reading(known: Identified, cues: list[Cue], facts: tuple[Found, ...]) -> Reading:
    score = _score(cues)
    kinds = {cue.label for cue in cues}
    is_complaint = score >= 0.5
    spans, held = parted(_spans(cues))
    return Reading(
        language=known.language,
        is_complaint=is_complaint,
        score=round(score, 3),
        emotions=_present(kinds, _EMOTIONS),
        seriousness=_seriousness(kinds, is_complaint=is_complaint),
        wants=_present(kinds, _WANTS),
        flags=_present({span.label for span in spans} if held else kinds, _FLAGS),
        urgency=_urgency(kinds, is_complaint=is_complaint),
        facts=facts,
        spans=(*spans, *(Span(f"fact.{one.kind}", one.start, one.end, one.kind) for one in facts)),
        held=held,
        note=known.note,
    )


def own_cues(text: str, language: str) -> list[Cue]:
    """Answers what the writer's own words show: nothing that is quoted, nothing that is denied."""
    return _own_cues([text], [language])[0]


def _own_cues(texts: Sequence[str], languages: Sequence[str]) -> list[list[Cue]]:
    """Answers what the writers' own words show, of many texts in one go."""
    folded = [aligned(text) for text in texts]
    keys = [Keys(one.text) for one in folded]
    asked = list(zip(texts, folded, keys, languages, strict=True))
    shown = [matcher(language, "read").cues(one, own) for _text, one, own, language in asked]
    marked = [heard(text, one, language) for text, one, _own, language in asked]
    for cues, names, (_text, one, own, language) in zip(shown, marked, asked, strict=True):
        if names is not one:
            # What is shown by a line with a name in it.
            cues += matcher(language, NAMES).cues(names, own)
    found = [
        weighed(cues, text, names, language, "read")
        for cues, text, names, language in zip(shown, texts, marked, languages, strict=True)
    ]
    return [by_writer(text, cues) for text, cues in zip(texts, found, strict=True)]


def by_writer(text: str, found: list[Cue]) -> list[Cue]:
    """Answers the cues that are not somebody else's, and that nobody denies."""
    around = quoted(text)
    mine = [cue for cue in found if not is_within(around, cue.start, cue.end)] if around else found
    if any(cue.label == _INSULT for cue in mine) and (marks := in_marks(text)):
        mine = [cue for cue in mine if cue.label != _INSULT or not is_within(marks, cue.start, cue.end)]
    return undenied(text, mine, DENIABLE)


def parted(spans: Sequence[Span]) -> tuple[list[Span], tuple[Span, ...]]:
    """Answers the spans that stand, and those held back as long as they do: going beside self-harm.

    Who takes leave of life leaves no firm, and nobody is to try and keep them. What a person said is never held back.
    """
    if not any(span.label == _FAREWELL for span in spans):
        return [*spans], ()
    held = tuple(span for span in spans if span.label == _GOING and span.reason != BY_PERSON)
    return [span for span in spans if span not in held], held


def heard(text: str, folded: Aligned, language: str) -> Aligned:
    """Answers the folded text with its names marked; the same one where none is told or known."""
    names = names_in(text)
    return firms_of(language).named(named(names, folded, no_names(language)) if names else folded)


def _score(cues: Iterable[Cue]) -> float:
    """Answers how sure it is that this complains, from 0 to 1."""
    counts: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        # "still not working" has "not working" in it: one reason.
        if not counts[cue.label] or cue.start >= counts[cue.label][-1].end:
            counts[cue.label].append(cue)
    weight = sum(
        _WEIGHTS[label] * min(len(found), _MOST_OF_ONE)
        for label, found in counts.items()
        if label in _WEIGHTS
    )
    weight += sum(worth for worth, labels in _GROUPS.values() if not labels.isdisjoint(counts))
    return 1 / (1 + exp(_NEEDED - weight))


def _present(kinds: set[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for label, name in labels.items() if label in kinds)


def _seriousness(kinds: set[str], *, is_complaint: bool) -> int:
    found = max((_SERIOUS[label] for label in kinds if label in _SERIOUS), default=0)
    return max(found, 1) if is_complaint else found


def _urgency(kinds: set[str], *, is_complaint: bool) -> str:
    if kinds & {"urgent", "flag.safety", "flag.self_harm"}:
        return "high"
    return "medium" if is_complaint else "low"


def _spans(cues: Iterable[Cue]) -> list[Span]:
    """Answers the places to be shown, of cues in their order: of two that say the same, the longer one."""
    kept: list[Cue] = []
    last: dict[str, int] = {}
    for cue in cues:
        if cue.label in _UNSHOWN:
            continue
        at = last.get(cue.label, -1)
        if at < 0 or cue.start >= kept[at].end:
            last[cue.label] = len(kept)
            kept.append(cue)
        elif cue.start == kept[at].start:
            kept[at] = cue
    return [Span(cue.label, cue.start, cue.end, cue.label) for cue in kept]
