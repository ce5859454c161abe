"""Files on their way in and out of a page: too large is said before it is read, and what leaves runs nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from amends.cases.actions.evidence import Upload
from amends.errors import DomainError

MOST_FILES = 20
"""So many a customer sends at once."""


def uploads_of(files: Sequence[UploadedFile[Any]], most: int = 0) -> list[Upload]:
    """Answers the files of a form; at most so many, where a number is said.

    Raises: DomainError('file_too_large'), DomainError('too_many_files').
    """
    if most and len(files) > most:
        raise DomainError("too_many_files", most=most)
    if any((file.size or 0) > settings.ATTACHMENT_MOST_BYTES for file in files):
        # Said before it is read, so that nobody fills the memory.
        raise DomainError("file_too_large", most=settings.ATTACHMENT_MOST_BYTES)
    return [Upload(file.name or "", file.content_type or "", file.read()) for file in files]


def sent_file(path: Path, name: str, *, is_picture: bool = False) -> FileResponse:
    """Answers a stored file: a download under its own name, in a sandbox; a picture only as it was written anew."""
    response = FileResponse(
        path.open("rb"),
        as_attachment=not is_picture,
        filename=name,
        content_type="image/webp" if is_picture else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
