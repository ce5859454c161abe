"""Does the record still say what was recorded? Chains, heads and the digests of words, case by case."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from amends.cases.actions.evidence import stored_path
from amends.cases.actions.representatives import said_of
from amends.cases.chain import Link, link_hash, words_digest
from amends.cases.erasable import is_blank, keyed_rows
from amends.cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Consult,
    Contact,
    Fact,
    Feedback,
    Leaving,
    Note,
    Point,
    PriorStep,
    Promise,
    Representative,
    WinBack,
)
from amends.cases.models.words import Erasable
from amends.cases.recording import writing

BATCH = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not fit: the case, the event's number in its chain (0: the case row), and a code."""

    case_id: int
    reference: str
    seq: int
    code: str
    key: str = ""


@dataclass(slots=True)
class Verified:
    """What one batch of cases came to."""

    cases: int = 0
    events: int = 0
    erased: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: Verified) -> None:
        """Adds what another batch came to."""
        self.cases += other.cases
        self.events += other.events
        self.erased += other.erased
        self.faults += other.faults


def verify_cases() -> Iterator[Verified]:
    """Answers batch by batch what every case's record comes to. Queries: 11 for each 500 cases."""
    last = 0
    while batch := list(Case.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield _settled(batch)
        last = batch[-1].pk
    yield Verified(faults=_chains_without_case())


def _settled(batch: Sequence[Case]) -> Verified:
    # A case may have moved on between two of our reads: what looks wrong is read again while nobody writes.
    seen = verify_batch(batch)
    if not seen.faults:
        return seen
    with writing():
        cases = Case.objects.select_for_update().filter(pk__in=[case.pk for case in batch])
        return verify_batch(list(cases.order_by("pk")))


def _chains_without_case() -> list[Fault]:
    lost = CaseEvent.objects.exclude(case_id__in=Case.objects.values("pk")).order_by("case_id", "seq")
    return [Fault(case, "", seq, "case_missing") for case, seq in lost.values_list("case_id", "seq")[:1_000]]


def verify_batch(cases: Sequence[Case]) -> Verified:
    """Answers what the record of these cases comes to. Queries: 10."""
    chains = _grouped(CaseEvent.objects.filter(case__in=cases).order_by("case_id", "seq"))
    words = keyed_rows(cases)
    result = Verified(cases=len(cases), events=sum(len(chain) for chain in chains.values()))
    for case in cases:
        chain = chains.get(case.pk, [])
        result.faults += [*chain_faults(case, chain)]
        faults, erased = _word_faults(case, chain, words[case.pk])
        result.faults += faults
        result.erased += erased
    return result


def _grouped(rows: Iterable[CaseEvent]) -> dict[int, list[CaseEvent]]:
    chains: dict[int, list[CaseEvent]] = defaultdict(list)
    for row in rows:
        chains[row.case_id].append(row)
    return chains


def chain_faults(case: Case, chain: Sequence[CaseEvent]) -> Iterator[Fault]:
    """Answers where a chain breaks: a gap, an altered event, or a head that the case row does not know."""
    previous, seq = "", 0
    for event in chain:
        if event.seq != seq + 1:
            yield Fault(case.pk, case.reference, seq + 1, "event_missing")
        if event.brand_id != case.brand_id:
            yield Fault(case.pk, case.reference, event.seq, "other_brand")
        if link_hash(previous, _link(event)) != event.hash:
            yield Fault(case.pk, case.reference, event.seq, "altered")
        previous, seq = event.hash, event.seq
    if case.event_count != seq:
        yield Fault(case.pk, case.reference, max(seq, case.event_count), "count")
    if case.head_hash != previous:
        yield Fault(case.pk, case.reference, seq, "head")


def _link(event: CaseEvent) -> Link:
    return Link(event.case_id, event.seq, event.at, event.kind, event.actor_kind, event.actor_id, event.data)


def said_in(row: Erasable) -> tuple[str, ...]:
    """Answers the words of a row as the record's digest covers them; of a file, its name and what its bytes come to."""
    if isinstance(row, Case):
        return row.gist, row.want
    if isinstance(row, Fact):
        return row.label, row.value
    if isinstance(row, Consult):
        return row.question, row.answer
    if isinstance(row, Leaving):
        return row.competitor, row.competitor_offer
    if isinstance(row, WinBack):
        return (row.words,)
    if isinstance(row, Feedback):
        return row.better, row.thanks, row.changed
    if isinstance(row, Representative):
        return said_of(row)
    if isinstance(row, Promise):
        return row.text, row.withdrawn_reason
    if isinstance(row, Attachment):
        return row.name, _file_digest(stored_path(row.uuid))
    assert isinstance(row, Contact | Note | Point | PriorStep)
    return (row.text,)


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "gone"


def _word_faults(
    case: Case, chain: Sequence[CaseEvent], words: Mapping[str, Erasable]
) -> tuple[list[Fault], int]:
    latest, erased = _latest_digests(chain), _erasures(chain)
    gone = {key for key, (seq, _) in latest.items() if erased.get(key, 0) > seq}
    codes = {key: _word_fault(words.get(key), digest, key in gone) for key, (_, digest) in latest.items()}
    faults = [
        Fault(case.pk, case.reference, latest[key][0], code, key) for key, code in codes.items() if code
    ]
    unsaid = sorted(words.keys() - latest.keys()) if chain else []
    faults += [Fault(case.pk, case.reference, 0, "words_unrecorded", key) for key in unsaid]
    return faults, len(gone)


def _word_fault(row: Erasable | None, digest: str, is_erased: bool) -> str:
    if is_erased:
        return "" if row is None or is_blank(row) else "words_back"
    if row is None:
        return "words_missing"
    if row.content_key is None:
        return "erased_unrecorded" if row.erased_at else "words_altered"
    return "" if words_digest(bytes(row.content_key), *said_in(row)) == digest else "words_altered"


def _erasures(chain: Sequence[CaseEvent]) -> dict[str, int]:
    """Answers which words the chain says were erased, and by which event."""
    keys: dict[str, int] = {}
    for event in chain:
        if event.kind == "content.erased":
            said = _read(event.data).get("keys")
            keys.update((str(key), event.seq) for key in (said if isinstance(said, list) else ()))
    return keys


def _latest_digests(chain: Sequence[CaseEvent]) -> dict[str, tuple[int, str]]:
    latest: dict[str, tuple[int, str]] = {}
    for event in chain:
        data = _read(event.data)
        digests = data.get("digests")
        if isinstance(digests, dict):
            latest.update((str(key), (event.seq, str(digest))) for key, digest in digests.items())
    return latest


def _read(data: str) -> dict[str, object]:
    try:
        read = json.loads(data)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
