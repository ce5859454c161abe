"""Takes the rows of a file in as history: in batches, resumable at any moment, nothing doubled, nothing lost."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from amends.cases.actions.imports import HistoryRow, begin_import, finish_import, receive_history
from amends.cases.bulk import loading
from amends.cases.inbound import Caller, InboundContact
from amends.cases.making import crew
from amends.cases.models import ImportRun
from amends.cases.said import MOST_TEXT, clean_line
from amends.channels.files import exporting
from amends.channels.files.rejects import RejectsFile
from amends.channels.files.rows import ImportedRow, read_rows
from amends.channels.files.tabular import RejectedRow, rejected
from amends.channels.files.understanding import Understanding
from amends.errors import ChannelError
from amends.people.models import Brand
from amends.people.permissions import Actor
from amends.people.scope import brand_scope
from amends.rules.vocabulary import Channel

BATCH = 4_000
"""So many rows are one transaction."""
LABEL_SIGNS = 20
_CLOSED = ("solved", "closed")
_GOING_ON = ("open", "waiting")
_PLAIN_STATUSES = ("open", "closed")
_UNWRITTEN = "".join(map(chr, (*range(33), 127)))
_UNSAFE_NAME = re.compile(r"[^\w.-]+")
_CHANNELS = {channel.value: channel for channel in Channel}


@dataclass(slots=True)
class Imported:
    """How far an import came; the dates and `sat_through` are of this sitting, the others of the whole run."""

    rows_done: int = 0
    imported: int = 0
    doubles: int = 0
    rejected: int = 0
    mended: int = 0
    undecided: int = 0
    undated: int = 0
    resumed_after: int = 0
    rejects: Path | None = None
    sat_through: int = 0


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What is imported, into which brand, by whom; `folder` holds the rejects, `say` puts a reason into words."""

    understanding: Understanding
    brand: Brand
    actor: Actor
    folder: Path
    say: Callable[[RejectedRow], str]
    now: Callable[[], datetime]
    mend: bool = True
    batch: int = BATCH
    step: Callable[[Imported], object] = field(default=lambda _: None)


def import_rows(plan: ImportPlan) -> Imported:
    """Takes a file in and answers what became of it; after an interruption the same call goes on.

    Raises: ChannelError('import_running'), ChannelError as read_rows does, OSError for the rejects file,
    DatabaseError. Whatever is raised: the batches before it are in, whole, and the one in hand is not.
    """
    plan.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _only_one(plan), _crew_for(plan), loading(), _calm_memory():
        run = _begun(plan)
        rejects = RejectsFile(_rejects_path(plan), plan.say, run.rows_done)
        so_far = Imported(resumed_after=run.rows_done)
        try:
            reading = Reading(plan.understanding)
            for batch in _batches(plan, run.rows_done):
                _take(plan, run, rejects, reading.history(batch), batch[-1].number, so_far)
                plan.step(so_far)
        finally:
            rejects.close()
        with brand_scope([plan.brand.pk]):
            finish_import(run=run, now=plan.now())
    _tell(so_far, run, rejects)
    return so_far


def _begun(plan: ImportPlan) -> ImportRun:
    name = Path(plan.understanding.source.path).name
    with brand_scope([plan.brand.pk]):
        return begin_import(
            actor=plan.actor, brand=plan.brand, name=name, digest=plan_digest(plan), now=plan.now()
        )


def plan_digest(plan: ImportPlan) -> str:
    """Answers a name for this file as it is understood: only the same may be gone on with."""
    known = plan.understanding
    said = (
        known.source.fingerprint,
        known.source.encoding,
        repr(known.layout.dialect),
        known.layout.header_row,
        [(column.index, column.role) for column in known.columns],
        [(finding.index, finding.order) for finding in known.dates],
        (known.channel, known.timezone, known.mapping.language, plan.mend),
        sorted({**known.mapping.statuses, **known.mapping.channels}.items()),
    )
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()


def _rejects_path(plan: ImportPlan) -> Path:
    name = _UNSAFE_NAME.sub("_", Path(plan.understanding.source.path).name)[-100:]
    return plan.folder / f"{name}.{plan.brand.slug}.{plan_digest(plan)[:8]}.rejects.csv"


@contextmanager
def _only_one(plan: ImportPlan) -> Iterator[None]:
    """Lets one process at a time import into a brand; the system frees the lock when a process dies."""
    with open(plan.folder / f".{plan.brand.slug}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ChannelError("import_running", False, brand=plan.brand.name) from None
        yield


def _crew_for(plan: ImportPlan) -> AbstractContextManager[None]:
    return crew() if plan.understanding.rows > BATCH else nullcontext()


@contextmanager
def _calm_memory() -> Iterator[None]:
    """Spares the collector of cycles a walk over all that stays: rows make none."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


Batch = list[ImportedRow | RejectedRow]


def _batches(plan: ImportPlan, start: int) -> Iterator[Batch]:
    rows = read_rows(plan.understanding.source.path, plan.understanding, start, plan.mend)
    while batch := list(islice(rows, plan.batch)):
        yield batch


def _take(
    plan: ImportPlan, run: ImportRun, rejects: RejectsFile, read: BatchRead, last: int, so_far: Imported
) -> None:
    """Takes one batch in. The rejects are on disk first: a crash in between leaves what is cut off on resuming."""
    rejects.add(read.rejected)
    with brand_scope([plan.brand.pk]):
        new = receive_history(
            actor=plan.actor,
            brand=plan.brand,
            run=run,
            rows=read.rows,
            rejected=len(read.rejected),
            rows_done=last,
            now=plan.now(),
        )
    marks = Counter(inbound.date_mark for inbound in new)
    so_far.mended += marks["mended"]
    so_far.undecided += marks["undecided"]
    so_far.undated += sum(inbound.occurred_at is None for inbound in new)
    so_far.sat_through += len(read.rows) + len(read.rejected)
    _tell(so_far, run, rejects)


def _tell(so_far: Imported, run: ImportRun, rejects: RejectsFile) -> None:
    so_far.rows_done, so_far.imported = run.rows_done, run.imported
    so_far.doubles, so_far.rejected = run.doubles, run.rejected
    so_far.rejects = rejects.path if rejects.exists else None


@dataclass(slots=True)
class BatchRead:
    """One batch: what comes in, and what does not."""

    rows: list[HistoryRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


class Reading:
    """Makes contacts of rows; what no field of a case holds becomes facts, so that nothing said is lost."""

    def __init__(self, understanding: Understanding) -> None:
        self.is_own = exporting.is_own_export(understanding)
        main = understanding.main_date()
        self.repeated = frozenset(main.copies if main else ())
        self.labels: dict[str, str] = {}
        columns = [(role, understanding.column(role)) for role in ("company", "timely", "disputed", "status")]
        named = {role: self._label(column.header) for role, column in columns if column}
        self.status = named.pop("status", "")
        self.named = tuple(named.items())

    def history(self, batch: Iterable[ImportedRow | RejectedRow]) -> BatchRead:
        """Answers a batch as contacts and rejections, in the file's order."""
        read = BatchRead()
        for row in batch:
            found = self.contact(row) if isinstance(row, ImportedRow) else row
            if isinstance(found, HistoryRow):
                read.rows.append(found)
            else:
                read.rejected.append(found)
        return read

    def contact(self, row: ImportedRow) -> HistoryRow | RejectedRow:
        """Answers a row as a contact of the past, or why it can't be one."""
        text = row.narrative or row.gist or title_of(row)
        if len(text) > MOST_TEXT:
            return rejected(row.number, "text_too_long", text, length=len(text), limit=MOST_TEXT)
        if not text.strip(_UNWRITTEN):
            return rejected(row.number, "nothing_in_row", text)
        if self.is_own:
            return HistoryRow(
                row.row_key, exporting.restored(_contact(row, text, row.outcome, ()), row.extra)
            )
        is_going_on = row.status_code in _GOING_ON
        outcome = row.outcome or ("" if is_going_on or _is_plain(row) else row.status)
        return HistoryRow(row.row_key, _contact(row, text, outcome, self._facts(row, outcome)))

    def _facts(self, row: ImportedRow, outcome: str) -> tuple[tuple[str, str], ...]:
        said = ((self._label(name), value) for name, value in row.extra.items() if name not in self.repeated)
        named = ((label, getattr(row, role)) for role, label in self.named)
        facts = (*((label, value) for label, value in (*said, *named) if value),)
        if self.status and row.status not in ("", outcome) and not _is_plain(row):
            facts = (*facts, (self.status, row.status))
        return facts

    def _label(self, header: str) -> str:
        label = self.labels.get(header)
        if label is None:
            label = self.labels[header] = clean_line(header, LABEL_SIGNS)
        return label


def _contact(row: ImportedRow, text: str, outcome: str, facts: tuple[tuple[str, str], ...]) -> InboundContact:
    return InboundContact(
        channel=_CHANNELS[row.channel],
        text=text,
        gist=row.gist,
        language=row.language,
        caller=_caller(row),
        facts=facts,
        product=row.product,
        sub_product=row.sub_product,
        issue=row.issue,
        sub_issue=row.sub_issue,
        place=row.place,
        external_reference=row.external_id,
        outcome_said=outcome,
        occurred_at=row.occurred_at,
        occurred_precision=row.occurred_precision if row.occurred_at else "",
        date_mark=row.date_mark,
        is_history=True,
        is_closed=row.status_code in _CLOSED,
    )


def _is_plain(row: ImportedRow) -> bool:
    """Answers whether a case that is open or closed tells all that the status says."""
    return row.status.casefold() in _PLAIN_STATUSES


def title_of(row: ImportedRow) -> str:
    """Answers what a row that quotes nobody is about, in the words of the register."""
    return ": ".join(part for part in (row.issue, row.sub_issue) if part) or row.product or row.sub_product


_NOBODY = Caller()


def _caller(row: ImportedRow) -> Caller:
    if not (row.customer_name or row.customer_email or row.customer_phone):
        return _NOBODY
    return Caller(
        name=row.customer_name, email=row.customer_email, phone=row.customer_phone, language=row.language
    )
