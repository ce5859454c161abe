"""Precision and recall of reading, reply checks and tone on the tables in tests/corpora, with every error."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from amends.language.checks import check_reply
from amends.language.jsonlines import context_of
from amends.language.reading import read
from amends.language.tone import check_tone

CORPORA = Path(__file__).resolve().parents[1] / "tests" / "corpora"


def _read(line: dict[str, Any]) -> set[str]:
    found = read(line["text"], stated=line.get("lang", ""))
    said = {f"emotion.{one}" for one in found.emotions} | {f"want.{one}" for one in found.wants}
    said |= {f"flag.{one}" for one in found.flags}
    return said | ({"complaint"} if found.is_complaint else set())


def _wanted(line: dict[str, Any]) -> set[str]:
    said = {
        f"{group}.{one}"
        for group, key in (("emotion", "emotion"), ("want", "wants"), ("flag", "flags"))
        for one in line.get(key, ())
    }
    return said | ({"complaint"} if line["complaint"] else set())


def _reply(line: dict[str, Any]) -> set[str]:
    found = check_reply(line["text"], context_of(line.get("case")), stated=line.get("lang", ""))
    return {one.id for one in found if one.id.startswith("non_apology.")}


def _tone(line: dict[str, Any]) -> set[str]:
    tone = check_tone(line["text"], stated=line.get("lang", ""))
    return {"harsh"} if tone.is_harsh else set()


KINDS = {
    "reading": (_read, _wanted),
    "reply": (_reply, lambda line: set(line["findings"])),
    "tone": (_tone, lambda line: {"harsh"} if line["harsh"] else set()),
}


def lines_of(kind: str, language: str, *, aside: bool) -> Iterator[dict[str, Any]]:
    """Answers the lines of a table; those kept aside are another file."""
    path = CORPORA / kind / f"{language}{'.aside' if aside else ''}.jsonl"
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield {"lang": language, **json.loads(line)}


def measure(kind: str, language: str, *, aside: bool, errors: bool) -> None:
    """Prints precision and recall of every label, and the lines that are wrong."""
    ask, wanted = KINDS[kind]
    right, extra, missed = Counter[str](), Counter[str](), Counter[str]()
    for line in lines_of(kind, language, aside=aside):
        found, due = ask(line), wanted(line)
        right.update(found & due)
        extra.update(found - due)
        missed.update(due - found)
        if errors and found != due:
            print(
                f"  {line['text'][:150]!r}\n     too much {sorted(found - due)}, missing {sorted(due - found)}"
            )
    for label in sorted({*right, *extra, *missed}):
        tp, fp, fn = right[label], extra[label], missed[label]
        p, r = tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0
        print(
            f"{language:8} {label:28} precision {p:.2f} recall {r:.2f}  ({tp} right, {fp} too much, {fn} missed)"
        )


def main() -> None:
    """Asks which tables, and measures them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--language", default="en")
    asked.add_argument("--kind", choices=[*KINDS], default="reading")
    asked.add_argument("--aside", action="store_true")
    asked.add_argument("--errors", action="store_true")
    chosen = asked.parse_args()
    measure(chosen.kind, chosen.language, aside=chosen.aside, errors=chosen.errors)


if __name__ == "__main__":
    main()
