"""What the pages of the studio show, already in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from amends.page.parts import NOTHING_SENT, BrandShape, Choice, FormShape


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to."""

    code: str
    label: str
    url: str
    is_current: bool = False
    count: int = 0  # what is to be mended there


@dataclass(frozen=True, slots=True)
class MendShape:
    """One press that mends a finding: an act with what it sends."""

    act: str
    label: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FindingShape:
    """One thing that lint found, with where it is and what mends it."""

    text: str
    where: str
    url: str
    is_warning: bool
    mends: tuple[MendShape, ...] = ()


@dataclass(frozen=True, slots=True)
class LintShape:
    """Everything lint found, and what is well."""

    hindrances: int
    title: str
    findings: tuple[FindingShape, ...]
    more_text: str
    passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClashShape:
    """Somebody changed the draft first: what they changed, what this form changes, and the form itself."""

    who: str
    when_text: str
    theirs: tuple[ChangeShape, ...]
    mine: tuple[ChangeShape, ...]
    act: str
    entered: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangeShape:
    """One difference between two policies. `kind` is added, removed or changed."""

    kind: str
    text: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class ChangesShape:
    """The differences of one part of the policy."""

    title: str
    changes: tuple[ChangeShape, ...]


@dataclass(frozen=True, slots=True)
class StudioPage:
    """Context name `page` of studio.html; `body` is what the part shows."""

    brand: BrandShape
    slug: str
    part: str
    title: str
    state_text: str
    url: str
    parts: tuple[Link, ...]
    others: tuple[Link, ...]
    is_draft: bool
    has_draft: bool
    seen: int
    can_undo: bool
    activate_text: str
    is_ready: bool
    lint: LintShape | None
    body: object
    form: FormShape = NOTHING_SENT
    clash: ClashShape | None = None
    replay: object = None
    refresh_seconds: int = 0


@dataclass(frozen=True, slots=True)
class FactField:
    """One condition as a form shows it."""

    name: str
    label: str
    kind: str  # code, flag, count, money
    choices: tuple[Choice, ...] = ()
    least: str = ""
    most: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class RowShape:
    """One situation as a line of the table."""

    number: int
    url: str
    cells: tuple[str, ...]
    situation: str
    situation_text: str
    count_text: str
    sentence: str
    is_current: bool = False
    is_denying: bool = False
    findings: tuple[FindingShape, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionShape:
    """One option of a row."""

    letter: str
    fix: str = ""
    extra: str = ""
    most: str = ""
    who: str = ""
    is_front: bool = False
    fixes: tuple[Choice, ...] = ()
    extras: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """The row that is looked at or changed."""

    number: str  # "new" for one more
    title: str
    sentence: str
    outer_text: str
    facts: tuple[FactField, ...]
    more_facts: tuple[Choice, ...]
    then: tuple[Choice, ...]
    options: tuple[OptionShape, ...]
    reasons: tuple[Choice, ...]
    rungs: tuple[Choice, ...]
    is_denying: bool
    is_first: bool = False
    is_last: bool = False
    findings: tuple[FindingShape, ...] = ()


@dataclass(frozen=True, slots=True)
class TableShape:
    """One table of situations, and the row that is looked at."""

    code: str
    title: str
    texts: tuple[TextField, ...]
    no_texts: tuple[TextField, ...]
    count_text: str
    tables: tuple[Link, ...]
    columns: tuple[str, ...]
    rows: tuple[RowShape, ...]
    chosen: ChosenRow | None
    failures: tuple[Choice, ...]
    all_failures: tuple[Choice, ...]
    new_row_url: str


@dataclass(frozen=True, slots=True)
class TextField:
    """A text in one language."""

    language: str
    label: str
    text: str
    is_rtl: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list that has texts in seven languages: a remedy, a name, a rung, what law makes due."""

    code: str
    title: str
    lines: tuple[str, ...] = ()
    texts: tuple[TextField, ...] = ()
    choices: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    facts: tuple[FactField, ...] = ()
    more_facts: tuple[Choice, ...] = ()
    findings: tuple[FindingShape, ...] = ()
    is_open: bool = False

    def choice(self, name: str) -> tuple[Choice, ...]:
        """Answers the choices of a field."""
        return dict(self.choices).get(name, ())

    def value(self, name: str) -> str:
        """Answers what stands in a field."""
        return dict(self.values).get(name, "")


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind under one heading."""

    code: str
    title: str
    items: tuple[Item, ...]
    new: Item


@dataclass(frozen=True, slots=True)
class HolderShape:
    """What one holder of authority may give."""

    code: str
    name: str
    amounts: tuple[str, ...]
    fields: tuple[tuple[str, str, str], ...]  # name, label, value
    is_held: bool = True
    findings: tuple[FindingShape, ...] = ()
    is_open: bool = False
    team: str = ""
    is_team_known: bool = True


@dataclass(frozen=True, slots=True)
class ShareShape:
    """Beside win-back: what the front line may give of one kind, and whether that is enough."""

    kind: str
    front: str
    win_back: str
    percent: int
    percent_text: str
    is_enough: bool


@dataclass(frozen=True, slots=True)
class AuthorityShape:
    """Who may give how much."""

    columns: tuple[str, ...]
    holders: tuple[HolderShape, ...]
    shares: tuple[ShareShape, ...]
    limit_percent: int
    lines: tuple[str, ...]
    values: dict[str, str] = field(default_factory=dict)
    in_teams: tuple[HolderShape, ...] = ()
    teams: tuple[Choice, ...] = ()
    roles: tuple[Choice, ...] = ()
    new_fields: tuple[tuple[str, str, str], ...] = ()
