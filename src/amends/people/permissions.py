"""Who may do what: a table, and an answer with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from amends.rules.vocabulary import Role

_EVERYONE = frozenset(Role)
_SENIOR = frozenset({Role.SPECIALIST, Role.SUPERVISOR, Role.MANAGER})
_LEADING = frozenset({Role.TEAM_LEADER, Role.SUPERVISOR, Role.MANAGER})
_DESK = _EVERYONE - {Role.ADMINISTRATOR}

PERMISSIONS: Mapping[str, frozenset[Role]] = {
    "see": _EVERYONE,
    "see_restricted": _SENIOR,
    "receive": _DESK,
    "reply": _DESK,
    "note": _DESK,
    "assign": _DESK,
    "assign_others": _LEADING | {Role.SPECIALIST},
    "wait": _DESK,
    "promise": _DESK,
    "plan_shifts": _LEADING | {Role.ADMINISTRATOR},
    "acknowledge": _DESK,
    "assess": _DESK,
    "investigate": _DESK,
    "decide": _DESK,
    "decide_hold": _SENIOR,
    "respond": _DESK,
    "close": _DESK,
    "reopen": _DESK,
    "describe": _DESK,
    "verify": _DESK,
    "restrict": _SENIOR,
    "give": _DESK,
    "reverse_remedy": _LEADING | {Role.SPECIALIST},
    "add_account": _DESK,
    "reveal_account": _LEADING | {Role.SPECIALIST},
    "reveal_number": _LEADING | {Role.SPECIALIST},
    "review_contact": _LEADING | {Role.SPECIALIST},
    "win_back": _DESK,
    "ask_supervisor": _DESK - {Role.MANAGER},
    "answer_consult": _LEADING | {Role.SPECIALIST},
    "merge_customers": _LEADING | {Role.SPECIALIST},
    "export": frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    "erase": frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    "see_reports": _LEADING | {Role.ADMINISTRATOR},
    "manage_policy": frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    "manage_directory": frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    "manage_people": frozenset({Role.ADMINISTRATOR}),
    "give_key": _DESK,
    "name_representative": _DESK,
    "end_representative": _DESK,
    "answer_feedback": frozenset({Role.MANAGER}),
}
"""Act -> the roles that may do it for the brand in which they hold the role."""

OWN_ACTS = frozenset(
    {"see_own", "say_own", "choose_own", "climb_own", "end_own", "feedback_own", "reach_own"}
)
"""What a customer may do in their own case; nobody who works here may do it in their place."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be done, and the reason as a code."""

    is_granted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with a role in each brand, a program of one brand, a customer, or the desk itself."""

    kind: str
    name: str
    staff_id: int | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)
    own_case_id: int | None = None
    """The one case that a customer has come to by a key of theirs."""
    visit_id: int | None = None
    """The visit in which they came."""
    representative_id: int | None = None
    """Who acts for that customer, where it is not they themselves."""

    @property
    def brand_ids(self) -> frozenset[int]:
        """Answers the brands this actor works for."""
        return frozenset(self.roles)


@dataclass(frozen=True, slots=True)
class Subject:
    """What permission depends on in a case."""

    brand_id: int
    about_staff_id: int | None = None
    is_restricted: bool = False
    is_hold: bool = False
    case_id: int | None = None


SYSTEM = Actor(kind="system", name="Amends")


def may(actor: Actor, act: str, subject: Subject) -> Answer:
    """Answers whether the actor may do this to this case.

    Raises: KeyError for an act that is not in the table, so a new act without a row fails at once.
    """
    if act in OWN_ACTS:
        is_own = actor.own_case_id is not None and actor.own_case_id == subject.case_id
        return Answer(True) if is_own else Answer(False, "not_own")
    roles = PERMISSIONS[act]
    if actor.kind == "system":
        return Answer(True)
    if actor.kind == "customer":
        # Anybody may complain; in a case that is there already only what is theirs is open to them.
        begins = act == "receive" and subject.case_id is None
        return Answer(True) if begins else Answer(False, "not_own")
    role = actor.roles.get(subject.brand_id)
    if role is None:
        return Answer(False, "other_brand")
    if subject.about_staff_id is not None and subject.about_staff_id == actor.staff_id:
        return Answer(False, "about_you")
    if subject.is_restricted and role not in PERMISSIONS["see_restricted"]:
        return Answer(False, "restricted")
    if role not in roles:
        return Answer(False, "role")
    return _on_hold(act, role, subject)


def may_somewhere(actor: Actor, act: str) -> bool:
    """Answers whether the actor may do this for at least one brand."""
    return any(role in PERMISSIONS[act] for role in actor.roles.values())


def _on_hold(act: str, role: Role, subject: Subject) -> Answer:
    needs_specialist = subject.is_hold and act in ("decide", "respond", "close")
    if needs_specialist and role not in PERMISSIONS["decide_hold"]:
        return Answer(False, "hold")
    return Answer(True)


def is_hidden(answer: Answer) -> bool:
    """Answers whether the case must look as if it did not exist."""
    return answer.reason in ("other_brand", "about_you", "restricted", "not_own")
