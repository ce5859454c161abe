"""A promise names its day and hour; without them it is a hope, and one press makes it a promise."""

from __future__ import annotations

from collections.abc import Iterator

from amends.language.checks.draft import Draft, Finding, Severity


def find(draft: Draft) -> Iterator[Finding]:
    """Answers each promise in whose sentence no day or no hour stands."""
    seen: set[tuple[int, int]] = set()
    for cue in draft.having("promise"):
        sentence = draft.sentence_at(cue.start)
        if sentence in seen:
            continue
        seen.add(sentence)
        kinds = {one.kind for one in draft.found if sentence[0] <= one.start < sentence[1]}
        missing = [kind for kind in ("date", "time") if kind not in kinds]
        if missing:
            yield Finding(
                "promise.no_time", Severity.WARN, cue.start, cue.end, (("missing", ",".join(missing)),)
            )
