"""The demonstration's two brands and the people who answer for them. Nobody in it is real."""

from __future__ import annotations

from dataclasses import dataclass, field

from amends.errors import DomainError
from amends.people.models import Brand, Membership, Staff, Team
from amends.rules.vocabulary import Role

DOMAIN = "desk.example"
NORVIA, SUNFOLD = "norvia", "sunfold"
BOTH = (NORVIA, SUNFOLD)

BRANDS = (
    {
        "slug": NORVIA,
        "name": "Norvia Telecom",
        "letter": "N",
        "mark": "square",
        "colour_light": "#0A6562",
        "colour_dark": "#6CCFC6",
        "zone": "Europe/London",
        "currency": "GBP",
        "from_address": "help@norvia.example",
        "external_body": "the ombudsman for communications",
    },
    {
        "slug": SUNFOLD,
        "name": "Sunfold",
        "letter": "S",
        "mark": "round",
        "colour_light": "#8A2C5C",
        "colour_dark": "#F09CC4",
        "zone": "Europe/Lisbon",
        "currency": "EUR",
        "from_address": "care@sunfold.example",
        "external_body": "the ombudsman for travel",
    },
)
TEAMS = {NORVIA: ("Fibre and mobile", "Care leads"), SUNFOLD: ("Stays and flights", "Care leads")}


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person of the demonstration: what they do, for whom, in which languages."""

    name: str
    role: Role
    languages: tuple[str, ...]
    brands: tuple[str, ...] = BOTH
    interface: str = "en"
    zone: str = "Europe/London"
    skills: tuple[str, ...] = field(default=())

    @property
    def email(self) -> str:
        """Answers the address, made of the name."""
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


COLLEAGUES = (
    Colleague("Ines Morel", Role.REP, ("en", "sv"), zone="Europe/Lisbon", skills=("billing", "travel")),
    Colleague("Tomasz Wilk", Role.REP, ("en",), skills=("billing", "roaming")),
    Colleague("Elena Vasileva", Role.REP, ("bg", "ru", "en"), interface="bg", zone="Europe/Sofia"),
    Colleague("Wei Zhao", Role.REP, ("zh-Hans", "zh-Hant", "en"), interface="zh-hans", zone="Asia/Shanghai"),
    Colleague("Sara Nyström", Role.REP, ("sv", "en"), (SUNFOLD,), interface="sv", zone="Europe/Stockholm"),
    Colleague("Noa Barak", Role.REP, ("he", "en"), interface="he", zone="Asia/Jerusalem"),
    Colleague("Mira Katz", Role.REP, ("he", "ru", "en"), zone="Asia/Jerusalem", skills=("billing",)),
    Colleague("Jonas Berg", Role.REP, ("sv", "en"), interface="sv", zone="Europe/Stockholm"),
    Colleague("Kolya Denev", Role.REP, ("ru", "bg", "en"), interface="ru", zone="Europe/Sofia"),
    Colleague(
        "Chia-Ling Hsu", Role.REP, ("zh-Hant", "zh-Hans", "en"), interface="zh-hant", zone="Asia/Taipei"
    ),
    Colleague("Lena Fors", Role.TEAM_LEADER, ("sv", "en"), zone="Europe/Stockholm"),
    Colleague("Sam Idris", Role.SPECIALIST, ("en", "sv", "he"), skills=("safety", "fraud", "legal")),
    Colleague(
        "Daria Orlova", Role.SPECIALIST, ("ru", "bg", "zh-Hans", "zh-Hant", "en"), skills=("safety", "legal")
    ),
    Colleague("Ruth Adeyemi", Role.SUPERVISOR, ("en",)),
    Colleague("Priya Nair", Role.MANAGER, ("en",)),
    Colleague("Victor Hale", Role.ADMINISTRATOR, ("en",)),
)


def is_empty() -> bool:
    """Answers whether there is nothing here yet."""
    return not Brand.objects.exists() and not Staff.objects.exists()


def check_only_demonstration() -> None:
    """Refuses to show a database that holds anything else. Raises: DomainError('not_the_demonstration')."""
    ours = Staff.objects.filter(email__endswith=f"@{DOMAIN}")
    others = Staff.objects.exclude(pk__in=ours).values_list("email", flat=True)
    # A brand that the invented people imported to try it out is fine: only they can see it.
    brands = Brand.objects.exclude(slug__in=BOTH).exclude(memberships__staff__in=ours)
    found = [*brands.values_list("slug", flat=True)[:3], *others[:3]]
    if found:
        raise DomainError("not_the_demonstration", found=", ".join(found))


def make_people() -> dict[str, Brand]:
    """Makes brands, teams and people, without passwords, and answers the brands by their short names."""
    brands = {str(row["slug"]): Brand.objects.create(**row) for row in BRANDS}
    teams = {
        (slug, at): Team.objects.create(brand=brands[slug], name=name)
        for slug, names in TEAMS.items()
        for at, name in enumerate(names)
    }
    for colleague in COLLEAGUES:
        person = _person(colleague)
        for slug in colleague.brands:
            team = teams[slug, 0 if colleague.role is Role.REP else 1]
            Membership.objects.create(staff=person, brand=brands[slug], team=team, role=colleague.role.value)
    return brands


def _person(colleague: Colleague) -> Staff:
    return Staff.objects.create_user(
        colleague.email,
        None,
        name=colleague.name,
        language=colleague.interface,
        languages=list(colleague.languages),
        zone=colleague.zone,
        skills=list(colleague.skills),
    )


def show_person(role: Role) -> Staff | None:
    """Answers the first colleague of a role: the one whose link is shown."""
    first = next(colleague for colleague in COLLEAGUES if colleague.role is role)
    return Staff.objects.filter(email=first.email, is_active=True).first()
