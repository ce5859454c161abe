"""Sample data for the page that shows every component: one moment, Tue 12 May 2026, 14:06 in Leeds."""

from __future__ import annotations

from dataclasses import replace

from amends.desk.mend_words import GUIDES, STEPS
from amends.desk.shapes import (
    BrandShape,
    Choice,
    ClockShape,
    ClockState,
    ConflictShape,
    ConversationItem,
    FieldError,
    FormShape,
    PointRow,
    StepShape,
    StepState,
    Words,
)

NORVIA = BrandShape("norvia", "Norvia Telecom", "N", "square", "Norvia")
SUNFOLD = BrandShape("sunfold", "Sunfold", "S", "round")

COLOURS = (
    ("ground", "#F5F1EA", "#151311", ""),
    ("surface", "#FFFDF9", "#1D1A17", ""),
    ("raised", "#FFFFFF", "#26221E", ""),
    ("sunk", "#EDE7DD", "#100E0D", ""),
    ("line", "#E1D9CC", "#35302A", ""),
    ("line-2", "#C9BFB0", "#4A433B", ""),
    ("ctl", "#857B6E", "#867C70", "4.1 | 4.2"),
    ("ink", "#1C1916", "#F3EEE6", "17.2 | 15.0"),
    ("ink-2", "#4E483F", "#C6BDB0", "8.9 | 9.3"),
    ("ink-3", "#696156", "#A0968A", "6.0 | 6.0"),
    ("accent", "#1546B0", "#8CB4FF", "8.3 | 8.3"),
    ("accent-soft", "#E7EDFA", "#1B2740", ""),
    ("broken", "#AE1B1B", "#FFA397", "7.0 | 9.0"),
    ("soon", "#7E4A00", "#F4C067", "7.2 | 10.4"),
    ("kept", "#1C6338", "#86D3A0", "7.2 | 9.8"),
)
TYPES = (
    ("26/32", "7", "Promises are kept or broken", "en"),
    ("20/28", "6", "One promise broken", "en"),
    ("16/24", "5", "Make it right", "en"),
    ("14/22", "4", "Composer and conversation", "en"),
    ("13/20", "3", "Desk text, Таблица, Sätt rätt", "en"),
    ("12/16", "2", "Second line, 13:40, £1,284.50", "en"),
    ("14/21", "4", "עברית: שורה גבוהה יותר, 13:40", "he"),
    ("14/23", "4", "中文：行高更大，不加斜体", "zh-Hans"),
)


def _clock(state: ClockState, hour: str, rest: str, left: int = 0) -> ClockShape:
    return ClockShape(state, hour, "", rest, "2026-05-12T14:06+01:00", "Answer", left)


def _clocks() -> tuple[tuple[ClockShape, str], ...]:
    return (
        (_clock("due", "16:00", "in 1 h 54", 95), "due: outline, pie of the time left"),
        (
            _clock("soon", "14:20", "in 14 min", 12),
            "soon: a quarter left, or 30 minutes",
        ),
        (_clock("broken", "13:40", "26 min late"), "broken: the only filled clock"),
        (_clock("kept", "", "call 12:48"), "kept: names its proof"),
        (_clock("paused", "", "until 18 May"), "paused: dashed, says until when"),
    )


def _step(number: int, code: str, state: StepState, detail: str = "") -> StepShape:
    return StepShape(number, code, str(STEPS[code]), str(GUIDES[code]), "", state, detail)


def _steps() -> tuple[StepShape, ...]:
    return (
        _step(1, "heard", "done", "4 facts, 1 outcome"),
        _step(2, "acknowledged", "done", "unpaid morning named"),
        _step(3, "owned", "passed", "passed: known already"),
        replace(_step(4, "decided", "current"), gate_text="Needs reasons for the partly upheld point"),
        _step(5, "options", "open"),
    )


def _points() -> tuple[PointRow, ...]:
    return (
        PointRow(
            "1",
            1,
            Words("Line down since Fri 8 May", "en"),
            "upheld",
            "Supplier: Linewright",
        ),
        PointRow("2", 2, Words("Charged in full for May", "en"), "partly", "4 of 31 days"),
        PointRow("3", 3, Words("Told a falsehood on the phone", "en"), "not_upheld", "Norvia"),
    )


def _conversation() -> tuple[ConversationItem, ...]:
    when = "2026-05-12T09:15+01:00"
    return (
        ConversationItem(
            "theirs",
            "show-1",
            "Mon 11 May, 19:42",
            when,
            Words("Dana Levin"),
            Words("Nobody came between 8 and 12, and I want the days back.", "en"),
            "web",
            "web form",
        ),
        ConversationItem(
            "ours",
            "show-2",
            "Tue 12 May, 09:15",
            when,
            Words("Tomasz, Norvia"),
            Words("You will have an answer from me by 13:40 today.", "en"),
            "email",
            "e-mail",
            delivery="failed",
            delivery_text="Not delivered: no mail server is set up",
        ),
        ConversationItem(
            "line",
            "show-3",
            "13:40",
            when,
            Words(""),
            Words("Promise broken at 13:40."),
            tone="broken",
        ),
        ConversationItem(
            "note",
            "show-4",
            "11:02",
            when,
            Words("Tomasz"),
            Words("Crew 4 is free Wed 8 to 10.", "en"),
        ),
        ConversationItem(
            "theirs",
            "show-5",
            "יום ב׳, 19:42",
            when,
            Words("דנה לוין", "he"),
            Words("הקו מת מיום שישי בערב, ואיש לא הגיע בין 8 ל־12.", "he"),
            "phone",
            "phone",
        ),
    )


def _refused_form() -> FormShape:
    text = "Give an hour, such as 16:00"
    return FormShape(
        "show",
        {"by": ""},
        {"by": text},
        (FieldError("show-by", text),),
        "What you wrote is kept below.",
    )


def showcase_context() -> dict[str, object]:
    """Everything that components.html shows."""
    return {
        "colours": COLOURS,
        "types": TYPES,
        "clocks": _clocks(),
        "levels": ("severe", "high", "normal", "low"),
        "brands": (NORVIA, SUNFOLD),
        "languages": ("EN", "BG", "HE", "SV", "RU", "ZH"),
        "steps": _steps(),
        "points": _points(),
        "conversation": _conversation(),
        "form": _refused_form(),
        "owners": (
            Choice("4", "Linewright crew 4", is_chosen=True),
            Choice("7", "Linewright crew 7"),
        ),
        "conflict": ConflictShape(
            "Tomasz",
            "at 14:05",
            Words("Four of 31 days are paid back.", "en"),
            Words("The whole of May is paid back.", "en"),
        ),
        "promises": (
            ("Norvia", 412, 388, 18, 6),
            ("Sunfold", 206, 199, 4, 3),
            ("Linewright", 141, 104, 31, 6),
        ),
    }
