"""Files that belong to a case: kept under a random id outside any web root, their names only as data."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import filetype
from django.conf import settings

from amends.cases.models import Attachment, Contact, Point
from amends.cases.pictures import preview_of
from amends.cases.recording import Entry, record
from amends.cases.said import clean_words
from amends.errors import DomainError
from amends.people.permissions import Actor

_MOST_NAME = 1_000
_ENDING = re.compile(r"\.[a-zA-Z]{1,4}\d?$")
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: what it is called, what it says it is, its bytes."""

    name: str
    said_type: str
    content: bytes
    preview: bytes | None = None
    is_looked_at: bool = False
    """Whether `preview` is what was made of it, or nobody has looked yet."""


def with_preview(upload: Upload, most_pixels: int) -> Upload:
    """Answers a file with the picture that may be shown of it, made before anything is locked."""
    return replace(upload, preview=preview_of(upload.content, most_pixels), is_looked_at=True)


def forget_stored(ids: Iterable[UUID]) -> None:
    """Removes files whose rows were never kept."""
    for file_id in ids:
        stored_path(file_id).unlink(missing_ok=True)
        preview_path(file_id).unlink(missing_ok=True)


def add_evidence(
    *, actor: Actor, case_uuid: UUID, upload: Upload, now: datetime, point_number: int | None = None
) -> Attachment:
    """Keeps a file with a case and ties it to the point it supports.

    Raises: NotFound, Refused, DomainError('file_empty'), DomainError('file_too_large').
    """
    _check(upload)
    with record("describe", actor=actor, case_uuid=case_uuid, now=now) as entry:
        point = None
        if point_number is not None:
            point = Point.objects.of(entry.case.brand_id).filter(case=entry.case, number=point_number).first()
        return attach(entry, upload, point=point)


def attach(
    entry: Entry, upload: Upload, *, contact: Contact | None = None, point: Point | None = None
) -> Attachment:
    """Stores one file within an act that is already open. Raises: DomainError."""
    _check(upload)
    preview = upload.preview if upload.is_looked_at else preview_of(upload.content)
    row = Attachment(
        brand_id=entry.case.brand_id,
        uuid=uuid.uuid4(),
        case=entry.case,
        contact=contact,
        point=point,
        staff_id=entry.actor.staff_id,
        name=safe_name(upload.name),
        said_type=upload.said_type[:120],
        found_type=_found_type(upload.content),
        size=len(upload.content),
        has_preview=preview is not None,
        stored_at=entry.now,
    )
    digest = entry.digest(row, row.name, hashlib.sha256(upload.content).hexdigest())
    _store(stored_path(row.uuid), upload.content)
    if preview is not None:
        _store(preview_path(row.uuid), preview)
    row.save(force_insert=True)
    entry.event("evidence.added", attachment=row.pk, size=row.size, digests={f"attachment:{row.pk}": digest})
    return row


def _check(upload: Upload) -> None:
    if not upload.content:
        raise DomainError("file_empty")
    if len(upload.content) > settings.ATTACHMENT_MOST_BYTES:
        raise DomainError("file_too_large", most=settings.ATTACHMENT_MOST_BYTES)


def safe_name(name: str) -> str:
    """Answers a name that can be shown: the last part of a path, no secret, control, bidi or zero-width sign."""
    shown = "".join(sign for sign in name if sign.isprintable())
    last = shown.replace("\\", "/").rstrip("/").rpartition("/")[2].strip(" .")
    name = clean_words(last[:_MOST_NAME])
    ending = _ENDING.search(last)
    if ending and not name.endswith(ending[0]):
        name += ending[0]
    return name[:255] or "file"


def _found_type(content: bytes) -> str:
    kind = filetype.guess(content[:4096])
    return str(kind.mime) if kind else _UNKNOWN


def stored_path(file_id: UUID) -> Path:
    """Answers where a file lies: two letters of its random id, then the id. Nothing of its name."""
    return Path(settings.ATTACHMENTS) / file_id.hex[:2] / file_id.hex


def preview_path(file_id: UUID) -> Path:
    """Answers where the re-encoded picture of a file lies."""
    return stored_path(file_id).with_suffix(".webp")


def _store(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".part")
    try:
        with open(unfinished, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise DomainError("disk_full") from error
