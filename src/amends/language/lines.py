"""A line of a phrasebook, taken apart: words, choices, gaps; and what is looked for before and after its telling word.

Only the telling word of a line is looked for in every text; the rest of the line is tried where that word stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from operator import add, itemgetter
from typing import Final

from amends.language.scripts import HAN_CLASS, NAME, POINT, alike, fold, pointed

MOST_OPTIONS: Final = 400
"""So many ways one choice may have."""
_LONG_ENOUGH: Final = 4
_MOST_GROWN: Final = 24
_TOKEN: Final = re.compile(r"\(([^()]*)\)|(~)|([^()~]+)")
_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_COMMA: Final = "\x01"
_BLANKS: Final = (" ", _COMMA)
_PARTING: Final = {ord(sign): _COMMA for sign in ",;、"} | {ord("。"): "."}
_STARRED: Final = re.compile(r"(\*?)\(([^()]*)\)(\*?)")
_LETTER: Final = r"\w"
_NO_HAN: Final = "[^\\W\u3041-\u9fff]"
"""In Chinese a word of Latin letters ends where Chinese begins. Elsewhere a class would be compiled in vain, slowly."""
_STAR: Final = f"{_LETTER}*"
_EDGE: Final = f"(?!{_LETTER})"
_HAN: Final = re.compile(f"[{HAN_CLASS}]")
_FIRST_HAN: Final = HAN_CLASS[0]
_HAN_RUN: Final = re.compile(f"[{HAN_CLASS}]+")
_WORD: Final = re.compile(f"[^\\W{HAN_CLASS}]+")
_NO_WORD: Final = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
"""What stands between words; of plain English this is the quicker way to find them."""
_BEGUN: Final = (4, 3)
"""So many letters tell whether a text has any word that begins as an option with a star does."""
_BEGINNINGS: Final = tuple(itemgetter(slice(letters)) for letters in _BEGUN)
_FIXED: Final = re.compile("[*']")
_NEAREST: Final = 3
_COMMAS: Final = frozenset(",;、，；")
_WITHIN: Final = "[^.!?]"
"""Any sign of one sentence: the point of a number is a letter here."""


class Joint(Enum):
    """How a slot hangs on the one before it."""

    GLUED = ""
    SPACE = " "
    GAP = "~"


_WIDTH: Final = (Joint.GLUED, Joint.SPACE, Joint.GAP)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a line: what may stand there, and whether nothing may. A star in an option is any ending."""

    options: tuple[str, ...]
    joint: Joint
    is_optional: bool = False


def slots_of(line: str) -> tuple[Slot, ...]:
    """Answers the places of a line. Raises: ValueError, saying what is wrong with it."""
    said = _STARRED.sub(_stars_within, _folded(line))
    slots: list[Slot] = []
    joint = Joint.GLUED
    place = 0
    for token in _TOKEN.finditer(said):
        if token.start() != place:
            break
        place = token.end()
        choice, gap, words = token.groups()
        if gap:
            joint = Joint.GAP
            continue
        if words is not None and words[0] in _BLANKS and slots and joint is Joint.GLUED:
            joint = Joint.SPACE
        if choice is not None or _spaced(words):
            edges = said[token.start() - 1 : token.start()].strip(), said[place : place + 1].strip()
            slots.append(
                _choice(choice, joint, *edges) if choice is not None else Slot((_spaced(words),), joint)
            )
            joint = Joint.GLUED
        if words is not None and words[-1] in _BLANKS and slots and joint is Joint.GLUED:
            joint = Joint.SPACE
    if place != len(said):
        raise ValueError("a bracket is open, or stands within another")
    if joint is Joint.GAP or not slots or slots[0].joint is Joint.GAP:
        raise ValueError("it begins or ends with a gap, or is empty")
    if all(slot.is_optional for slot in slots):
        raise ValueError("there is no word in it that must stand there")
    return tuple(_grown(slots))


def _folded(line: str) -> str:
    """Answers a line as texts are folded; a point between two stars is one within a number, `^` any name."""
    said = alike(fold(line)).translate(_PARTING).replace("*.*", f"*{POINT}*").replace("^", f"{NAME}*")
    return pointed(" ".join(said.split()))


def unnamed(line: str) -> str:
    """Answers a line without the ways that have a name in them; empty where a name must be there."""
    if "^" not in line:
        return line
    left = _CHOICE.sub(_ways_unnamed, line)
    return "" if "^" in left else left.strip(" ~")


def _ways_unnamed(choice: re.Match[str]) -> str:
    """Answers a choice without its names; the name itself where no other way is left."""
    ways = [way for way in choice[1].split("|") if "^" not in way]
    return f"({'|'.join(ways)})" if any(ways) else "" if ways else "^"


def _grown(slots: Sequence[Slot]) -> Iterator[Slot]:
    """Answers the places with those grown together that hang fast on each other: longer words are met more rarely."""
    last: Slot | None = None
    for slot in slots:
        if last is not None and slot.joint is Joint.GLUED and not slot.is_optional and not last.is_optional:
            made = tuple(dict.fromkeys(one + other for one in last.options for other in slot.options))
            if len(made) <= _MOST_GROWN:
                last = Slot(made, last.joint)
                continue
        if last is not None:
            yield last
        last = slot
    if last is not None:
        yield last


def _stars_within(choice: re.Match[str]) -> str:
    """Answers a choice whose star stands at each of its ways: `*(a|b)` is `(*a|*b)`."""
    head, said, tail = choice.groups()
    if not head and not tail:
        return choice[0]
    return (
        "("
        + "|".join(f"{head}{option.strip()}{tail}" if option.strip() else "" for option in said.split("|"))
        + ")"
    )


def _choice(said: str, joint: Joint, left: str, right: str) -> Slot:
    """Answers a choice; a blank at the edge of a way counts where a word hangs fast on that edge: `(a |an |)lawyer`."""
    # In a text a comma is a space: "(，|)" is one that may be there.
    options = [_edged(option, left, right).replace(_COMMA, " ") for option in said.split("|")]
    if len(options) > MOST_OPTIONS:
        raise ValueError(f"a choice has {len(options)} ways, more than {MOST_OPTIONS}")
    made = dict.fromkeys(option for option in options if option)
    if not made:
        raise ValueError("a choice is empty")
    return Slot(tuple(made), joint, is_optional="" in options)


def _spaced(words: str) -> str:
    return " ".join(words.replace(_COMMA, " ").split())


def _edged(option: str, left: str, right: str) -> str:
    words = option if left else option.lstrip()
    return words if right else words.rstrip()


def telling(
    slots: Sequence[Slot],
    lines_with: Mapping[str, int] | None = None,
    common: frozenset[str] = frozenset(),
) -> int:
    """Answers the place whose words tell most: not `common`, in few lines (`lines_with` counts them), and long."""
    needed = [number for number, slot in enumerate(slots) if not slot.is_optional]
    if len(needed) == 1:
        return needed[0]
    known = lines_with or {}

    def worth(number: int) -> tuple[int, bool, int, int]:
        words = [word_of(option) for option in slots[number].options]
        length = min(len(word) * (2 if _HAN.match(word) else 1) for word in words)
        is_rare = common.isdisjoint(words)
        # A short word is met everywhere, within others too.
        return min(length, _LONG_ENOUGH), is_rare, -max(known.get(word, 1) for word in words), length

    return max(needed, key=worth)


def words_needed(slots: Sequence[Slot]) -> Iterator[str]:
    """Answers the words of the places that must be there."""
    return (word_of(option) for slot in slots if not slot.is_optional for option in slot.options)


def word_of(option: str) -> str:
    """Answers the longest piece of an option without a star in it: what is looked for. Raises: ValueError."""
    word = max((part.strip() for part in option.split("*")), key=len) if "*" in option else option
    if not word:
        raise ValueError("a star stands alone")
    return word


def before_word(slots: Sequence[Slot], place: int, option: str, prefixes: str, *, is_han: bool) -> str:
    """Answers the pattern of what must stand before the word of an option, read backwards."""
    head, _word, _tail = option.partition(word_of(option))
    made = f"{_reversed(head)}{_backwards(slots, place)}{_left_edge(slots, place, option, prefixes)}"
    return made.replace(_LETTER, _NO_HAN) if is_han else made


def after_word(slots: Sequence[Slot], place: int, option: str, *, is_han: bool) -> str:
    """Answers the pattern of what must stand after the word of an option."""
    _head, _word, tail = option.partition(word_of(option))
    made = f"{_plain(tail)}{_forwards(slots, place)}{_right_edge(slots, place, option)}"
    return made.replace(_LETTER, _NO_HAN) if is_han else made


def bare_sides(option: str) -> tuple[bool, bool]:
    """Answers whether an option begins, and ends, with the word that is looked for."""
    head, _word, tail = option.partition(word_of(option))
    return not head, not tail


def stands_alone(slots: Sequence[Slot], option: str, *, has_prefixes: bool) -> bool:
    """Answers whether the line is this one word, with nothing around it but edges that were looked at already."""
    return len(slots) == 1 and "*" not in option and (not has_prefixes or bool(_HAN.match(option)))


def has_comma(line: str) -> bool:
    """Answers whether a line is written with a comma in it."""
    return not _COMMAS.isdisjoint(line)


def is_han(word: str) -> bool:
    """Answers whether a word begins with a Chinese character."""
    return word >= _FIRST_HAN and bool(_HAN.match(word))


def beside(slots: Sequence[Slot], place: int) -> tuple[frozenset[str], frozenset[str]]:
    """Answers the signs of which some must stand just before, and just after, what stands in a place.

    Those of one side have one length; where nothing can be said of a side its set is empty.
    """
    return _nearest(_read_backwards(slots, place), backwards=True), _nearest(slots[place + 1 :])


def _nearest(slots: Sequence[Slot], *, backwards: bool = False) -> frozenset[str]:
    """Answers with what the first of these places begins that must be there, or one before it that may."""
    turn = -1 if backwards else 1
    found: list[str] = []
    joint = Joint.GLUED
    for slot in slots:
        joint = slot.joint if _is_wider(slot.joint, joint) else joint
        if joint is Joint.GAP:
            return frozenset()
        found += (joint.value + _FIXED.split(option[::turn], maxsplit=1)[0] for option in slot.options)
        if not slot.is_optional:
            length = min(_NEAREST, *map(len, found))
            return frozenset(signs[:length][::turn] for signs in found) if length else frozenset()
    return frozenset()


def keys_of(text: str) -> set[str]:
    """Answers the words of a text and how they begin, each Chinese character, and each two that stand side by side."""
    if text.isascii():
        return _begun(text.translate(_NO_WORD).split())
    keys = _begun(_WORD.findall(text))
    for run in _HAN_RUN.findall(text):
        keys.update(run)
        keys.update(map(add, run, run[1:]))
    return keys


def _begun(words: Sequence[str]) -> set[str]:
    """Answers words, and how they begin."""
    return {*words}.union(*(map(begins, words) for begins in _BEGINNINGS))


def needs_of(slots: Sequence[Slot], place: int, prefixes: str = "") -> tuple[frozenset[str], ...]:
    """Answers of each other place the keys of which a text must have one, or the line can't be in it."""
    needs = []
    # Where letters may stand fast before a word, the first that must be there may have them.
    first = next((number for number, slot in enumerate(slots) if not slot.is_optional), 0)
    for number, slot in enumerate(slots):
        if number == place or slot.is_optional or (prefixes and number == first):
            continue
        keys = [_key(option, is_fast=_is_fast(slots, number)) for option in slot.options]
        if all(keys):
            needs.append(frozenset(keys))
    return tuple(needs)


def _is_fast(slots: Sequence[Slot], number: int) -> bool:
    """Answers whether another place stands fast beside one; over one that is left out nobody writes so."""
    return any(slot.joint is Joint.GLUED for slot in slots[max(number, 1) : number + 2])


def _key(option: str, *, is_fast: bool) -> str:
    """Answers what a text must have for this option to stand in it; empty where that can't be said."""
    if _HAN.match(option):
        return option[:2] if _HAN.match(option[1:2]) else option[0]
    word = _WORD.match(option)
    after = option[word.end() : word.end() + 1] if word else "'"
    if word is None or is_fast or after == "'":
        return ""
    if after == "*":
        return next((word[0][:letters] for letters in _BEGUN if word.end() >= letters), "")
    return word[0]


def edges(slots: Sequence[Slot], place: int, option: str) -> tuple[bool, bool]:
    """Answers whether the word of an option must begin where a word begins, and end where one ends."""
    head, word, tail = option.partition(word_of(option))
    last = place + 1 == len(slots)
    begins = (
        not head.endswith("*") and slots[place].joint is not Joint.GLUED if place else not head.endswith("*")
    )
    ends = not tail.startswith("*") and (last or slots[place + 1].joint is not Joint.GLUED)
    return begins and not _HAN.match(word), ends and not _HAN.match(word[-1])


def _forwards(slots: Sequence[Slot], place: int) -> str:
    return _pattern(slots[place + 1 :], slots, _plain)


def _backwards(slots: Sequence[Slot], place: int) -> str:
    return _pattern(_read_backwards(slots, place), slots, _reversed)


def _read_backwards(slots: Sequence[Slot], place: int) -> list[Slot]:
    """Answers the places before one, the nearest first, each with the joint by which what follows hangs on it."""
    return [
        Slot(slots[number].options, slots[number + 1].joint, slots[number].is_optional)
        for number in range(place - 1, -1, -1)
    ]


def _pattern(rest: Sequence[Slot], line: Sequence[Slot], said: Callable[[str], str]) -> str:
    """Answers the pattern of these places; where one that may be missing is, the wider of its two joints stays."""
    made = ""
    is_joined = False
    last = max((number for number, slot in enumerate(rest) if not slot.is_optional), default=-1)
    for number, (slot, following) in enumerate(zip_longest(rest, rest[1:])):
        one = _any(said(option) for option in slot.options)
        joint = "" if is_joined else _joint(slot.joint, line)
        if not slot.is_optional:
            made += joint + one
            is_joined = False
        elif following and number < last and (is_joined or _is_wider(slot.joint, following.joint)):
            made += f"{joint}(?:{one}{_joint(following.joint, line)})?"
            is_joined = True
        else:
            made += f"(?:{joint}{one})?"
            is_joined = False
    return made


def _is_wider(one: Joint, other: Joint) -> bool:
    return _WIDTH.index(one) > _WIDTH.index(other)


def _any(options: Iterator[str]) -> str:
    # The longer option first, or "money" would hide "money back".
    made = sorted(options, key=len, reverse=True)
    return made[0] if len(made) == 1 else f"(?:{'|'.join(made)})"


def _joint(joint: Joint, slots: Sequence[Slot]) -> str:
    if joint is not Joint.GAP:
        return str(joint.value)
    if any(_HAN.search(option) for slot in slots for option in slot.options):
        return f"{_WITHIN}{{0,9}}?"
    return f"(?: | {_WITHIN}{{0,34}}? )"


def _plain(option: str) -> str:
    return re.escape(option).replace(r"\*", _STAR).replace("'", "'?")


def _reversed(option: str) -> str:
    return _plain(option[::-1])


def _left_edge(slots: Sequence[Slot], place: int, option: str, prefixes: str) -> str:
    """Answers what must not stand before the line; letters of a prefix may, outside of what is found."""
    firsts = [option] if not place else slots[0].options
    if all(first.startswith("*") or _HAN.match(first) for first in firsts):
        return ""
    return f"(?=[{prefixes}]{{0,4}}{_EDGE})" if prefixes else _EDGE


def _right_edge(slots: Sequence[Slot], place: int, option: str) -> str:
    lasts = [option] if place == len(slots) - 1 else slots[-1].options
    return "" if all(last.endswith("*") or _HAN.match(last[-1]) for last in lasts) else _EDGE
