"""What the page that settles a complaint in one contact is given; see shapes.py for how shapes are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amends.desk.mend_shapes import FactField, OptionShape
from amends.desk.shapes import CustomerRow
from amends.page.parts import NOTHING_SENT, BrandShape, Choice, FormShape


@dataclass(frozen=True, slots=True)
class OneContactPage:
    """Context name `page` of one_contact.html."""

    brand: BrandShape
    others: tuple[BrandShape, ...]  # the other brands one speaks for
    stage: Literal["ask", "options", "stuck"]
    channels: tuple[Choice, ...]
    causes: tuple[Choice, ...]
    emotions: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    key: str
    form: FormShape = NOTHING_SENT
    failure: FactField | None = None
    fields: tuple[FactField, ...] = ()  # the other facts that the policy asks for
    known: tuple[CustomerRow, ...] = ()
    chosen: str = ""  # which of them
    options: tuple[OptionShape, ...] = ()
    mark: str = ""  # of the options as they are shown
    changed_text: str = ""  # why they are shown again
    needs_text: str = ""
    stuck_text: str = ""  # why nothing can be settled here
    reasons: tuple[str, ...] = ()
    supervisor_text: str = ""
    proof_hint: str = ""  # what is carried out by hand, and may be at once

    @property
    def offered(self) -> tuple[OptionShape, ...]:
        """Options that may be picked now."""
        return tuple(one for one in self.options if one.standing in ("mine", "ask"))
