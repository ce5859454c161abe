"""`./amends bench language`: per language and finding precision, recall, interval and every error; then the speed."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from amends.language.labels import LANGUAGES
from amends.language.measuring import wilson
from bench.said.real import print_languages, print_tweets
from bench.said.speed import print_speed
from bench.said.tables import KINDS, lines_of


@dataclass
class Counts:
    """What was found rightly, too much, and missed, by label; and the lines that are wrong."""

    right: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: Counts) -> None:
        """Adds the counts of another table."""
        self.right.update(other.right)
        self.extra.update(other.extra)
        self.missed.update(other.missed)
        self.lines += other.lines


def counted(kind: str, language: str, *, kept: str) -> Counts:
    """Answers how one table is read."""
    ask, wanted = KINDS[kind]
    counts = Counts()
    for line in lines_of(kind, language, kept=kept):
        found, due = ask(line), wanted(line)
        counts.lines += 1
        counts.right.update(_named(found & due))
        counts.extra.update(_named(found - due))
        counts.missed.update(_named(due - found))
        if found != due:
            said = f"too much {sorted(found - due)}, missing {sorted(due - found)}"
            counts.errors.append(f"  {line['text'][:160]!r}\n      {said}")
    return counts


def _named(labels: Iterable[str]) -> Iterator[str]:
    """Answers labels without the words that some of them name."""
    return (label.partition(":")[0] for label in labels)


def rows(counts: Counts, name: str) -> Iterator[str]:
    """Answers a line for each label: precision and recall, each with its interval."""
    for label in sorted({*counts.right, *counts.extra, *counts.missed}):
        right, extra, missed = counts.right[label], counts.extra[label], counts.missed[label]
        yield f"{name:8} {label:26} {_share(right, extra)} {_share(right, missed)} {right:5} {extra:5} {missed:5}"


def _share(right: int, wrong: int) -> str:
    share = wilson(right, right + wrong)
    return f"{share.share:5.2f} ({share.low:.2f}–{share.high:.2f})" if share else "   –              "


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="bench language", description=__doc__)
    asked.add_argument(
        "--language", choices=LANGUAGES, action="append", help="Only this one; may be given twice."
    )
    asked.add_argument("--kind", choices=[*KINDS], action="append", help="Only this kind of table.")
    asked.add_argument(
        "--aside",
        action="store_const",
        const="aside",
        dest="kept",
        default="",
        help="The lines kept aside, which no phrasebook has seen.",
    )
    asked.add_argument(
        "--plain",
        action="store_const",
        const="plain",
        dest="kept",
        help="Lines kept aside that say it as people mostly do, half of them near misses.",
    )
    asked.add_argument("--errors", action="store_true", help="Every line that is read wrongly.")
    asked.add_argument(
        "--speed", action=argparse.BooleanOptionalAction, default=True, help="Measure the speed too."
    )
    return asked.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures what was asked for, and prints it."""
    asked = _asked(arguments)
    for kind in asked.kind or KINDS:
        _print_kind(kind, asked.language or LANGUAGES, kept=asked.kept, errors=asked.errors)
    named = os.environ.get("AMENDS_DATA", "")
    folder = Path(named) if named else None
    if folder is None:
        print("\nreal texts: left out, AMENDS_DATA names no folder of them")
    else:
        print_languages(folder)
        print_tweets(folder)
    if asked.speed:
        print_speed(folder)
    return 0


def _print_kind(kind: str, languages: Iterable[str], *, kept: str, errors: bool) -> None:
    whole = Counts()
    print(f"\n{kind}{f', kept aside ({kept})' if kept else ''}")
    print(f"{'':35} precision         recall            right extra missed")
    for language in languages:
        counts = counted(kind, language, kept=kept)
        whole.add(counts)
        print(*rows(counts, language), sep="\n")
        if errors:
            print(*counts.errors, sep="\n")
    print(*rows(whole, "all"), sep="\n")
    print(f"{whole.lines} lines")


if __name__ == "__main__":
    raise SystemExit(main())
