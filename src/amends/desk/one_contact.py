"""Settling a complaint while they are on the line: what the form says, weighed as a case would be."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.cases.actions.circumstances import Stated
from amends.cases.actions.one_contact import Told
from amends.cases.authority import Grounds, Weighed, weigh_case
from amends.cases.circumstances import STATED
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case, Circumstances
from amends.cases.policies import policy_in_force
from amends.desk.customer_rows import customers_at
from amends.desk.mend_acts import fact_said
from amends.desk.shaping import LEVELS
from amends.errors import DomainError
from amends.language.scripts import Script, script_of
from amends.page.asking import line_said, uuid_said
from amends.people.addresses import EMAIL, PHONE, address_key
from amends.people.models import Brand, Customer
from amends.people.permissions import Actor
from amends.rules.vocabulary import LANGUAGES, Cause, Channel, Emotion, Situation, Stage

TALKS = ("phone", "walk_in", "chat")
"""Ways on which somebody can pick an option while one listens."""
_OPTION_STANDINGS = ("", "above_authority", "above_day")


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says, read once: raw words, and what follows from them."""

    entered: Mapping[str, str]
    brand: Brand

    def text(self, name: str) -> str:
        """Answers a field's text, empty when it was not sent."""
        return self.entered.get(name, "")

    @property
    def who(self) -> tuple[str, str]:
        """Answers name and address as they stand in one line: "Dana Levin, dana@example.org"."""
        parts = [part.strip() for part in line_said(self.text("who"), 460).split(",")]
        reached = next((part for part in reversed(parts) if _is_address(part)), "")
        name = ", ".join(part for part in parts if part and part != reached)
        return name[:200], reached[:254]

    @property
    def cause(self) -> Cause:
        """Answers where the fault lies; with us unless something else is said."""
        said = self.text("cause")
        return Cause(said) if said in set(Cause) else Cause.COMPANY

    @property
    def level(self) -> int:
        """Answers how serious it is."""
        said = self.text("seriousness")
        return [*LEVELS].index(said) if said in set(LEVELS) else 1

    @property
    def stated(self) -> Stated:
        """Answers the facts that the form has for the policy. Raises: DomainError('amount_wrong')."""
        names = [name for name in STATED if self.text(name).strip()]
        return {name: fact_said(name, self.text(name), self.brand.currency) for name in names}

    @property
    def key(self) -> UUID:
        """Answers the key under which this is done once."""
        return uuid_said(self.text("key")) or uuid.uuid4()


def _is_address(part: str) -> bool:
    if "@" in part:
        return bool(address_key(EMAIL, part))
    return sum(sign.isdigit() for sign in part) > 5 and bool(address_key(PHONE, part))


def customer_of(said: Said) -> Customer | None:
    """Answers the known customer whom the form means: the picked one, or who has this address. Queries: 1 to 2."""
    chosen = uuid_said(said.text("customer"))
    if chosen is not None:
        return Customer.objects.of(said.brand.pk).filter(uuid=chosen, merged_into=None).first()
    if said.text("customer") == "new":
        return None
    _name, reached = said.who
    return next(iter(customers_at(said.brand, "", reached, 1)), None) if reached else None


def people_meant(said: Said) -> list[Customer]:
    """Answers the known customers whom name or address may mean. Queries: 0 to 2."""
    name, reached = said.who
    return customers_at(said.brand, name, reached) if name or reached else []


def weigh_told(said: Said, actor: Actor, now: datetime) -> Weighed | None:
    """Answers what the policy says of a complaint that has no case yet, weighed as its case will be.

    None while no policy is in force. Queries: 2 to 5. Raises: DomainError('amount_wrong').
    """
    brand = said.brand
    case = Case(
        brand_id=brand.pk,
        cause=said.cause.value,
        seriousness=said.level,
        stage=Stage.ASSESSED.value,
    )
    stated = {name: value for name, value in said.stated.items() if value is not None}
    facts = Circumstances(brand_id=brand.pk, **stated)
    grounds = Grounds(policy_in_force(brand.pk, now), facts)
    return weigh_case(case, customer_of(said), brand, actor, now, grounds=grounds, in_case=0)


def shown_mark(weighed: Weighed) -> str:
    """Answers a mark of the options as they are shown, so that nobody settles on what has changed since."""
    options = [f"{one.code}:{one.fix}:{one.extra}:{one.worth}" for one in weighed.answer.options]
    return "|".join([str(weighed.policy.number), weighed.answer.situation.value, *options])


def offered(weighed: Weighed) -> tuple[str, ...]:
    """Answers the options that may be put to the customer: their worth is known, and somebody here may give them."""
    return tuple(
        one.code
        for one in weighed.answer.options
        if one.worth is not None and one.refusal in _OPTION_STANDINGS
    )


def told_of(said: Said, weighed: Weighed | None, *, is_solved: bool) -> Told:
    """Answers all that the contact came to, ready to be carried out. Raises: DomainError('amount_wrong')."""
    emotion = said.text("emotion")
    return Told(
        key=said.key,
        inbound=_inbound(said),
        checked_how=said.text("checked"),
        stated=said.stated if weighed is not None else {},
        cause=said.cause,
        situation=weighed.answer.situation if weighed is not None else Situation.MEND,
        offered=offered(weighed) if weighed is not None else (),
        option=said.text("option"),
        said_back=said.text("said"),
        proof=said.text("proof"),
        emotion=Emotion(emotion) if emotion in set(Emotion) else Emotion.UNSAID,
        is_solved=is_solved,
    )


def _inbound(said: Said) -> InboundContact:
    name, reached = said.who
    customer, channel = customer_of(said), said.text("channel")
    if channel not in TALKS:
        raise DomainError("out_of_range")
    text = said.text("text")
    language = _language(said, customer)
    return InboundContact(
        channel=Channel(channel),
        text=text,
        language=language,
        caller=Caller(
            name=name,
            email=reached if "@" in reached else "",
            phone="" if "@" in reached else reached,
            language=language,
        ),
        customer_id=customer.pk if customer else None,
        want=said.text("want"),
        points=(line_said(text, 300),),
        seriousness=said.level,
    )


def _language(said: Said, customer: Customer | None) -> str:
    typed = said.text("language")
    known = typed if typed in LANGUAGES else customer.language if customer else ""
    guessed = "he" if script_of(said.text("text")) is Script.HEBREW else "und"
    return known if known in LANGUAGES else guessed
