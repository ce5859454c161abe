"""`policy`: a brand's policy as a file: what is wrong with it, what it says and offers, and putting it in force."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from babel import Locale
from django.utils import translation

from amends.cases.actions.policies import PolicyFaulty, activate_policy
from amends.cases.policies import policy_versions
from amends.clock import now
from amends.errors import DomainError
from amends.insight.policy_sentences import sentences
from amends.page.policy_texts import text_of
from amends.people.permissions import SYSTEM
from amends.people.scope import brand_scope
from amends.rules.policy.checking import Finding, check_policy
from amends.rules.policy.compiled import compile_policy
from amends.rules.policy.document import Holder, Policy
from amends.rules.policy.facts import FACTS, FactKind, Value, check_facts
from amends.rules.policy.options import Answer, Option, Power, answer, supervisor_adds
from amends.rules.policy.reading import Read
from amends.rules.vocabulary import LANGUAGES
from amends.site.catalogues import compile_stale
from amends.site.command.brands import find_brand
from amends.site.command.policy_files import read_file, text_in, told_faults
from amends.site.command.policy_words import FINDINGS, NEEDS, REFUSALS, SITUATIONS
from amends.site.command.replaying import replay_policy
from amends.site.command.tour import app

policies = typer.Typer(
    no_args_is_help=True, help="Check a brand's policy, see what it offers, put it in force."
)
app.add_typer(policies, name="policy")
policies.command("replay")(replay_policy)
Known = Annotated[list[str], typer.Option(help="What is known, as failure=late; say it again for more.")]
BrandSlug = Annotated[str, typer.Option("--brand", help="The brand's short name.")]
File = Annotated[Path, typer.Argument(help="The policy, as YAML.")]


@policies.command("lint")
def lint(file: File) -> None:
    """Say everything that keeps a policy from being used, with its line; 2 when there is anything."""
    read = read_file(file)
    findings = check_policy(read.policy, now())
    for finding in findings:
        typer.echo(_told(file, read, finding))
    hindering = sum(not finding.is_warning for finding in findings)
    if hindering:
        typer.echo(f"{hindering} to mend before this policy can be used.", err=True)
        raise typer.Exit(2)
    rows = sum(len(table.rows) for table in read.policy.tables.values())
    typer.echo(f"All is well: {len(read.policy.tables)} tables with {rows} rows, no gaps, no overlaps.")


@policies.command("explain")
def explain(
    file: File,
    language: Annotated[str, typer.Option(help=f"One of {', '.join(LANGUAGES)}.")] = "en",
) -> None:
    """Say the policy in sentences."""
    if language not in LANGUAGES:
        raise DomainError("language_unknown", language=language, known=", ".join(LANGUAGES))
    policy = read_file(file).policy
    compile_stale()
    reader = Locale.parse("en_GB" if language == "en" else language, sep="-" if "-" in language else "_")
    with translation.override(language.lower()):
        for title, said in sentences(policy, language, reader):
            typer.echo(f"\n{title}")
            for number, line in enumerate(said, start=1):
                typer.echo(f"{number:>3}  {line}")


@policies.command("options")
def options(
    file: File,
    fact: Annotated[
        list[str], typer.Option(help="What is known, as failure=missed_visit; say it again for more.")
    ] = [],  # noqa: B006
    role: Annotated[Holder, typer.Option(help="Who asks.")] = Holder.REP,
    team: Annotated[str, typer.Option(help="The team, where it has limits of its own.")] = "",
    language: Annotated[str, typer.Option(help="The language of the remedies.")] = "en",
    given_in_case: Annotated[
        int, typer.Option(min=0, help="Given in this case already, in minor units.")
    ] = 0,
    given_today: Annotated[int, typer.Option(min=0, help="Given by this person today, in minor units.")] = 0,
) -> None:
    """Say what may be offered in a case with these facts, whose authority covers it, and what a supervisor adds."""
    policy = read_file(file).policy
    facts = dict(_fact(said) for said in fact)
    check_facts(facts, policy.currency, policy.currency)
    power = Power(role, team, given_in_case, given_today)
    found = answer(compile_policy(policy), facts, power)
    for line in _answer_lines(policy, found, power, language):
        typer.echo(line)


@policies.command("use")
def use(file: File, brand: BrandSlug) -> None:
    """Put a policy in force for a brand, from the moment it names; refused while lint finds anything."""
    where = find_brand(brand)
    text = text_in(file)
    with told_faults(file):
        try:
            with brand_scope([where.pk]):
                made = activate_policy(actor=SYSTEM, brand=where, text=text, now=now())
        except PolicyFaulty as error:
            for finding in error.findings:
                typer.echo(_told(file, error.read, finding))
            raise
    typer.echo(f"Policy {made.number} of {where.name} holds from {made.effective_at:%Y-%m-%d %H:%M} UTC.")


@policies.command("list")
def list_versions(brand: BrandSlug) -> None:
    """List the versions of a brand's policy, newest first."""
    where = find_brand(brand)
    with brand_scope([where.pk]):
        versions = list(policy_versions(where.pk))
    for version in versions:
        who = version.staff.name if version.staff else "the command line"
        typer.echo(f"{version.number:>4}  from {version.effective_at:%Y-%m-%d %H:%M} UTC, by {who}")
    if not versions:
        typer.echo(
            f"{where.name} has no policy yet. ./amends policy use FILE --brand {brand} puts one in force."
        )


@policies.command("show")
def show(
    brand: BrandSlug,
    number: Annotated[int, typer.Option(min=0, help="Which version; the newest when left out.")] = 0,
) -> None:
    """Write a version of a brand's policy as it was put in force."""
    where = find_brand(brand)
    with brand_scope([where.pk]):
        versions = policy_versions(where.pk)
        version = versions.filter(number=number).first() if number else versions.first()
    if version is None:
        raise DomainError("policy_unknown", brand=brand, number=number or 1)
    typer.echo(version.text, nl=False)


def _told(file: Path, read: Read, finding: Finding) -> str:
    place = ".".join(str(step) for step in finding.place)
    said = FINDINGS[finding.code].format(**dict(finding.values))
    kind = "warning: " if finding.is_warning else ""
    return f"{file}:{read.line_of(finding.place)}: {place}: {kind}{said}"


def _fact(said: str) -> tuple[str, Value]:
    name, sign, value = said.partition("=")
    if not sign or name not in FACTS:
        raise DomainError("unknown_fact", fact=name, known=", ".join(FACTS))
    kind = FACTS[name].kind
    if kind is FactKind.CODE:
        return name, value
    if kind is FactKind.FLAG and value in ("yes", "no"):
        return name, value == "yes"
    if kind is not FactKind.FLAG and value.isdecimal() and len(value) < 16:
        return name, int(value)
    raise DomainError("fact_out_of_range", fact=name, value=value)


def _answer_lines(policy: Policy, found: Answer, power: Power, language: str) -> Sequence[str]:
    lines = [SITUATIONS[found.situation.value]]
    if found.row is not None:
        lines.append(f"Row {found.row.number + 1} of {found.row.table}.")
    if found.needs:
        lines.append(NEEDS.format(facts=", ".join(found.needs)))
    lines += [_option_line(policy, option, language) for option in found.options]
    if found.options:
        adds = supervisor_adds(found.options, power)
        lines.append(f"A supervisor could add: {', '.join(adds) or 'nothing'}.")
    lines += [
        f"Due in any event: {text_of(policy.remedies[policy.entitlements[code].remedy].texts, language)} "
        f"({policy.entitlements[code].source})."
        for code in found.due
    ]
    return lines


def _option_line(policy: Policy, option: Option, language: str) -> str:
    parts = [
        text_of(policy.remedies[remedy].texts, language) for remedy in (option.fix, option.extra) if remedy
    ]
    worth = "" if option.worth is None else f", {option.worth} {policy.currency} in minor units"
    who = f", {option.holder.value} and above" if option.holder else ""
    refused = REFUSALS[option.refusal].format(needs=", ".join(option.needs)) if option.refusal else ""
    return f"  {option.code}  {' + '.join(parts)}{worth}{who}{refused and '. ' + refused}"
