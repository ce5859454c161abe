"""Does the record still say what was recorded? Chains, heads and the digests of words, case by case."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from amends.cases.chain import Link, link_hash, words_digest
from amends.cases.models import Case, CaseEvent, Contact, Fact, Note, Point, PriorStep
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
    """Answers batch by batch what every case's record comes to. Queries: 7 for each 500 cases."""
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
    """Answers what the record of these cases comes to. Queries: 6."""
    chains = _grouped(CaseEvent.objects.filter(case__in=cases).order_by("case_id", "seq"))
    words = _words(cases)
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


_Words = dict[str, tuple[Erasable, tuple[str, ...]]]


def _words(cases: Sequence[Case]) -> dict[int, _Words]:
    found: dict[int, _Words] = {case.pk: {"case": (case, (case.gist, case.want))} for case in cases}
    for contact in Contact.objects.filter(case__in=cases):
        found[contact.case_id or 0][f"contact:{contact.pk}"] = (contact, (contact.text,))
    for note in Note.objects.filter(case__in=cases):
        found[note.case_id][f"note:{note.pk}"] = (note, (note.text,))
    for point in Point.objects.filter(case__in=cases):
        found[point.case_id][f"point:{point.number}"] = (point, (point.text,))
    _number(found, "fact", ((row, (row.label, row.value)) for row in Fact.objects.filter(case__in=cases)))
    _number(found, "tried", ((row, (row.text,)) for row in PriorStep.objects.filter(case__in=cases)))
    return found


def _number(
    found: dict[int, _Words], name: str, rows: Iterable[tuple[Fact | PriorStep, tuple[str, ...]]]
) -> None:
    # These rows carry no number of their own: within a case they are counted in the order of their ids.
    counts: dict[int, int] = defaultdict(int)
    for row, said in sorted(rows, key=lambda pair: pair[0].pk):
        counts[row.case_id] += 1
        found[row.case_id][f"{name}:{counts[row.case_id]}"] = (row, said)


def _word_faults(case: Case, chain: Sequence[CaseEvent], words: _Words) -> tuple[list[Fault], int]:
    latest, erased = _latest_digests(chain), _erased_keys(chain)
    codes = {key: _word_fault(words.get(key), digest, key in erased) for key, (_, digest) in latest.items()}
    faults = [
        Fault(case.pk, case.reference, latest[key][0], code, key) for key, code in codes.items() if code
    ]
    unsaid = sorted(words.keys() - latest.keys()) if chain else []
    faults += [Fault(case.pk, case.reference, 0, "words_unrecorded", key) for key in unsaid]
    return faults, len(erased & latest.keys())


def _word_fault(found: tuple[Erasable, tuple[str, ...]] | None, digest: str, is_erased: bool) -> str:
    if is_erased:
        return "" if found is None or found[0].content_key is None else "words_back"
    if found is None:
        return "words_missing"
    row, said = found
    if row.content_key is None:
        return "erased_unrecorded" if row.erased_at else "words_altered"
    return "" if words_digest(bytes(row.content_key), *said) == digest else "words_altered"


def _erased_keys(chain: Sequence[CaseEvent]) -> set[str]:
    keys: set[str] = set()
    for event in chain:
        if event.kind == "content.erased":
            said = _read(event.data).get("keys")
            keys |= {str(key) for key in said} if isinstance(said, list) else set()
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
