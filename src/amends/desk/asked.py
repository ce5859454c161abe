"""What somebody asks for on a case page, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from amends.errors import DomainError
from amends.page.asking import number_said
from amends.people.permissions import Actor

_Code = TypeVar("_Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: who, which case, the form, the files, when."""

    actor: Actor
    case_uuid: UUID
    form: QueryDict
    files: MultiValueDict[str, UploadedFile[Any]]
    now: datetime
    origin: str = ""
    """Where the desk is reached, for an address that somebody outside is given."""

    def text(self, name: str) -> str:
        """Answers a field's text, empty when it was not sent."""
        return self.form.get(name, "") or ""

    @property
    def seen(self) -> int | None:
        """Answers how much of the case's record the person had seen."""
        return number_said(self.text("seen"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, in a sentence; the case to go to, when it is another one; whether it did not get through."""

    message: str = ""
    case_uuid: UUID | None = None
    is_stuck: bool = False


def code_said(kind: type[_Code], value: str) -> _Code:
    """Answers a code by its value. Raises: DomainError('out_of_range')."""
    try:
        return kind(value)
    except ValueError as error:
        raise DomainError("out_of_range") from error
