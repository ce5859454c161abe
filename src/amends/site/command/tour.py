"""Every command in one table: what `./amends --help` shows, and where each command lives."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import typer

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.callback()
def amends() -> None:
    """The desk where complaints are put right."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its group in the tour, its sentence, the module it lives in.

    `needs_desk` says whether the module reads the database, and `at_the_desk` which parts of it do from a module of
    their own; `is_hidden` keeps it out of the tour.
    """

    name: str
    group: str
    sentence: str
    module: str
    needs_desk: bool = True
    at_the_desk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_hidden: bool = False


TOUR = (
    Command(
        "demo", "Try it", "Serve two invented brands with some 400 complaints on this computer.", "serving"
    ),
    Command("up", "Run it", "Serve the real desk, with its background work.", "serving"),
    Command(
        "worker",
        "Run it",
        "Do only the background work: mail out, promises, checkpoints, what is old goes.",
        "serving",
    ),
    Command("doctor", "Run it", "Say what is well, what is not, and what to do about it.", "doctor"),
    Command("brands", "Set it up", "Add, change and list the brands the desk speaks for.", "brands"),
    Command("people", "Set it up", "Add, list and disable the people who answer.", "people"),
    Command("link", "Set it up", "Make a link that signs one person in, once.", "people"),
    Command(
        "policy",
        "Set it up",
        "Check a brand's policy, see what it offers and would have cost, put it in force.",
        "policies",
    ),
    Command(
        "remedies",
        "Look after it",
        "Say what was given and owed, and what somebody should look at.",
        "remedies",
    ),
    Command("shifts", "Set it up", "Plan when people and brands work, and who covers whom.", "shifts"),
    Command("tokens", "Set it up", "Add, list and revoke the programs that may come in.", "tokens"),
    Command(
        "import", "Bring and take", "Read complaints from a file, saying first what was understood.", "files"
    ),
    Command("export", "Bring and take", "Write out what is there.", "files"),
    Command(
        "consults",
        "Learn from it",
        "Say what questions to supervisors came to, by remedy.",
        "consults",
    ),
    Command(
        "powerless",
        "Learn from it",
        "Say where the front line had no power, per policy row, and what demands for somebody higher cost.",
        "powerless",
    ),
    Command("losses", "Learn from it", "Say where win-back gave what the front line could not.", "powerless"),
    Command(
        "same-harm",
        "Learn from it",
        "Say whether equal complaints were answered alike, by language, channel, team.",
        "same_harm",
    ),
    Command(
        "language",
        "Look after it",
        "Say what texts hold, line by line, without a database.",
        "language",
        needs_desk=False,
        at_the_desk={"retune": ("retuning",), "learn": ("learning",), "--help": ("retuning", "learning")},
    ),
    Command(
        "verify", "Prove it", "Check every case's record, every word's digest and every checkpoint.", "record"
    ),
    Command(
        "promises",
        "Prove it",
        "Show how promises were kept, by brand, team, person and supplier.",
        "promises",
    ),
    Command("checkpoint", "Prove it", "Sign now what all records look like.", "record"),
    Command(
        "erase",
        "Keep to the law",
        "Erase the words of one case or customer, or erase them again.",
        "erasing",
    ),
    Command(
        "test",
        "Work on it",
        "Run the tests on both databases; --long runs the long ones too.",
        "testing",
        needs_desk=False,
    ),
    Command(
        "shots",
        "Work on it",
        "Write every main screen as a picture, time standing still.",
        "shots",
        needs_desk=False,
    ),
    Command(
        "messages",
        "Work on it",
        "Bring the catalogues up to the sentences there are.",
        "developers",
        needs_desk=True,
    ),
    Command("bench", "Work on it", "Measure what the README claims about speed.", "bench"),
    Command("lint", "Work on it", "Check style, types, layers, catalogues.", "developers", needs_desk=False),
    Command(
        "manage", "Work on it", "Pass the rest on to Django.", "developers", needs_desk=False, is_hidden=True
    ),
)
"""Each row's module registers its command on `app` when it is imported."""


def find_command(name: str) -> Command | None:
    """Answers the command of a name."""
    return next((command for command in TOUR if command.name == name), None)


def nearest(name: str) -> str:
    """Answers the command most like a name; empty when none is."""
    return next(iter(difflib.get_close_matches(name, [command.name for command in TOUR], n=1)), "")


def tour_text() -> str:
    """Answers the tour: groups, and one sentence for each command."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "Amends: the desk where complaints are put right."
    yield ""
    yield "Usage: ./amends COMMAND [OPTIONS]     ./amends COMMAND --help says more."
    shown = [command for command in TOUR if not command.is_hidden]
    for group in dict.fromkeys(command.group for command in shown):
        yield ""
        yield group
        yield from (f"  {command.name:<12}{command.sentence}" for command in shown if command.group == group)
    yield ""
    yield "Data lies under AMENDS_HOME (default ./var); DATABASE_URL=postgres://… moves it to PostgreSQL."
