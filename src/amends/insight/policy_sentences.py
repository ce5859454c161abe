"""A policy said in sentences, in the reader's language: what a manager checks before it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from amends.page.policy_texts import text_of
from amends.page.reply_words import FINDINGS
from amends.page.when import money_in
from amends.rules.policy.amounts import MOST
from amends.rules.policy.compiled import Compiled, PlacedRow, compile_policy
from amends.rules.policy.document import Condition, Holder, Policy
from amends.rules.policy.facts import MONEY_FACTS, NAMED_BY_POLICY
from amends.rules.policy.offers import Ceiling, Part, ReadyOffer
from amends.rules.vocabulary import Situation

_Word = str | Promise

FACT_NAMES: Mapping[str, _Word] = {
    "failure": pgettext_lazy("fact of a case", "what happened"),
    "product": pgettext_lazy("fact of a case", "product"),
    "fault": pgettext_lazy("fact of a case", "whose fault"),
    "seriousness": pgettext_lazy("fact of a case", "seriousness"),
    "times_failed": pgettext_lazy("fact of a case", "times it failed"),
    "delay_minutes": pgettext_lazy("fact of a case", "delay in minutes"),
    "price_paid": pgettext_lazy("fact of a case", "price paid"),
    "monthly_price": pgettext_lazy("fact of a case", "price of a month"),
    "fee": pgettext_lazy("fact of a case", "fee"),
    "outage_reported": pgettext_lazy("fact of a case", "an outage was reported before"),
    "error_known": pgettext_lazy("fact of a case", "the error is known"),
    "tenure_months": pgettext_lazy("fact of a case", "months as a customer"),
    "times_asked": pgettext_lazy("fact of a case", "times the customer asked"),
    "customer_value": pgettext_lazy("fact of a case", "what the customer spends in a year"),
    "courtesy": pgettext_lazy("fact of a case", "courtesy"),
    "leave_intent": pgettext_lazy("fact of a case", "wants to leave"),
}
_VALUES: Mapping[str, _Word] = {
    "company": pgettext_lazy("whose fault", "the company"),
    "supplier": pgettext_lazy("whose fault", "the supplier"),
    "customer": pgettext_lazy("whose fault", "the customer"),
    "nobody": pgettext_lazy("whose fault", "nobody"),
    "unknown": pgettext_lazy("whose fault", "not yet known"),
    "0": pgettext_lazy("seriousness", "Low"),
    "1": pgettext_lazy("seriousness", "Normal"),
    "2": pgettext_lazy("seriousness", "High"),
    "3": pgettext_lazy("seriousness", "Severe"),
    "courteous": pgettext_lazy("courtesy", "courteous"),
    "plain": pgettext_lazy("courtesy", "neither courteous nor rude"),
    "abusive": pgettext_lazy("courtesy", "abusive"),
}
_SITUATIONS: Mapping[Situation, _Word] = {
    Situation.EXPLAIN: lazy("Then it is explained: the reasons, the evidence, and who may be asked next."),
    Situation.HOLD: lazy(
        "Then the case is on hold: a specialist decides and answers, and the front line admits nothing."
    ),
}


def sentences(policy: Policy, language: str, reader: Locale) -> Iterator[tuple[str, list[str]]]:
    """Answers what the brand promises, the rows of each table under its title, what is due, last the quiet days.

    `language` is the one of the policy's own texts, as a tag; `reader` is the locale of figures and lists.
    """
    compiled = compile_policy(policy)
    if policy.brand_promise:
        yield pgettext("policy", "What we promise everybody"), [text_of(policy.brand_promise, language)]
    for name, table in policy.tables.items():
        rows = [number for number, row in enumerate(compiled.rows) if row.table == name]
        said = [row_sentence(compiled, number, language, reader) for number in rows]
        yield text_of(table.title, language) or name, said
    due = [
        _("Due in any event, without asking: {remedy} ({source}).").format(
            remedy=text_of(policy.remedies[one.remedy].texts, language), source=one.source
        )
        for one in policy.entitlements.values()
    ]
    if due:
        yield pgettext("policy", "Law and charter"), due
    yield pgettext("policy", "After a failure"), [quiet_sentence(policy.quiet_days)]
    if policy.fact_blocks:
        yield _("Approved facts"), [text_of(block, language) for block in policy.fact_blocks]
    if policy.reply_blocks:
        yield pgettext("policy", "Before a reply leaves"), [reply_sentence(policy.reply_blocks)]


def reply_sentence(blocks: Sequence[str]) -> str:
    """Answers what keeps a reply from leaving, besides what always does."""
    if not blocks:
        return _(
            "Only more than a person may give, a secret or somebody else’s data keeps a reply from leaving."
        )
    said = [str(FINDINGS[one].title) if one in FINDINGS else one for one in blocks]
    return _("Besides what always does, these keep a reply from leaving: {findings}.").format(
        findings=pgettext("between conditions", "; ").join(said)
    )


def quiet_sentence(days: int) -> str:
    """Answers for how long nobody asks anything of a customer whose failure is closed."""
    if not days:
        return _(
            "While a complaint is open, nobody sells to the customer, raises a price or sends a reminder about what is "
            "in dispute. That ends with the closing."
        )
    return ngettext(
        "While a complaint is open, and for {count} day after a failure of ours is closed, nobody sells to the "
        "customer, raises a price or sends a reminder about what is in dispute.",
        "While a complaint is open, and for {count} days after a failure of ours is closed, nobody sells to the "
        "customer, raises a price or sends a reminder about what is in dispute.",
        days,
    ).format(count=days)


def row_sentence(compiled: Compiled, number: int, language: str, reader: Locale) -> str:
    """Answers one row as sentences: when it is so, and what is done then."""
    row = compiled.rows[number]
    conditions = [
        pgettext("policy", "{fact}: {values}").format(
            fact=fact_name(fact), values=values_said(compiled.policy, fact, condition, language, reader)
        )
        for fact, condition in row.conditions
    ]
    when = pgettext("between conditions", "; ").join(conditions)
    when = when[:1].upper() + when[1:]
    then = _then(compiled.policy, row, compiled.offers[number], reader)
    return pgettext("policy", "{when}. {then}").format(when=when, then=then) if when else then


def _then(policy: Policy, row: PlacedRow, offers: tuple[ReadyOffer, ...], reader: Locale) -> str:
    if row.row.denies_first:
        return _("Then the first request is refused, and a later one is not. This is counted and reported.")
    if row.row.then is not Situation.MEND:
        return str(_SITUATIONS[row.row.then])
    count = len(offers)
    choose = ngettext(
        "Then the customer may choose {count} way to put it right.",
        "Then the customer may choose between {count} ways to put it right.",
        count,
    ).format(count=count)
    return pgettext("policy", "{first} {second}").format(first=choose, second=_alone(policy, offers, reader))


def _alone(policy: Policy, offers: tuple[ReadyOffer, ...], reader: Locale) -> str:
    """Answers what of it the front line may give without asking."""
    front = next((one for one in offers[0].ceilings[""] if one.holder is Holder.REP), None)
    sure = sum(front is not None and _within(front, offer, _most) for offer in offers)
    if sure == len(offers):
        return _("The front line may give each of them alone.")
    if front is not None and any(_within(front, offer, _least) for offer in offers) and _vary(offers):
        most = money_in(front.per_case, policy.currency, reader)
        return _("The front line may give them alone up to {most}.").format(most=most)
    if sure == 0:
        return _("The front line has to ask for each of them.")
    return _("The front line may give {count} of them alone.").format(count=sure)


def _within(ceiling: Ceiling, offer: ReadyOffer, worth: Callable[[Part], int]) -> bool:
    fix, extra = worth(offer.fix), worth(offer.extra)
    return fix <= ceiling.fix and extra <= ceiling.extra and fix + extra <= ceiling.per_case


def _vary(offers: tuple[ReadyOffer, ...]) -> bool:
    """Answers whether the worth of an offer has no bound of its own."""
    return any(
        part.fixed is None and part.at_most == MOST for offer in offers for part in (offer.fix, offer.extra)
    )


def _least(part: Part) -> int:
    return part.fixed if part.fixed is not None else part.at_least


def _most(part: Part) -> int:
    return part.fixed if part.fixed is not None else part.at_most


def values_said(policy: Policy, fact: str, condition: Condition, language: str, reader: Locale) -> str:
    """Answers what a fact must be, in the reader's words: the company or the supplier; at least 2 or nobody knows."""
    said = [_code(policy, fact, code, language) for code in condition.one_of]
    if condition.is_so is not None:
        said.append(pgettext("fact", "yes") if condition.is_so else pgettext("fact", "no"))
    if condition.least is not None or condition.most is not None:
        said.append(_range(policy, fact, condition, reader))
    if condition.or_missing:
        said.append(pgettext("fact", "nobody knows"))
    return format_list(said, "or", reader)


def _code(policy: Policy, fact: str, code: str, language: str) -> str:
    if fact in NAMED_BY_POLICY:
        texts = policy.codes_of(fact).get(code)
        text = (text_of(texts, language) if texts else "") or code
        return pgettext("quoted", "“{text}”").format(text=text)
    return str(_VALUES.get(code, code))


def _range(policy: Policy, fact: str, condition: Condition, reader: Locale) -> str:
    def figure(amount: int) -> str:
        if fact in MONEY_FACTS:
            return money_in(amount, policy.currency, reader)
        return format_decimal(amount, locale=reader)

    if condition.most is None:
        return pgettext("range", "at least {least}").format(least=figure(condition.least or 0))
    if not condition.least:
        return pgettext("range", "at most {most}").format(most=figure(condition.most))
    return pgettext("range", "{least} to {most}").format(
        least=figure(condition.least), most=figure(condition.most)
    )


def fact_name(fact: str) -> str:
    """Answers what a fact is called."""
    return str(FACT_NAMES.get(fact, fact))


def code_said(policy: Policy, fact: str, code: str, language: str) -> str:
    """Answers the word for one value of a fact."""
    return _code(policy, fact, code, language)


def region_said(policy: Policy, region: str, language: str, reader: Locale) -> str:
    """Answers a region as lint names it (fault = missing; times_asked = 2..) in the reader's words."""
    parts = []
    for said in filter(None, region.split("; ")):
        fact, _sign, cell = said.partition(" = ")
        values = values_said(policy, fact, _cell(cell), language, reader)
        parts.append(pgettext("policy", "{fact}: {values}").format(fact=fact_name(fact), values=values))
    return pgettext("between conditions", "; ").join(parts)


def _cell(said: str) -> Condition:
    if said == "missing":
        return Condition.model_validate({"or_missing": True})
    if said in ("true", "false"):
        return Condition.model_validate(said == "true")
    first, dots, last = said.partition("..")
    if not dots:
        return Condition.model_validate([said])
    return Condition.model_validate({"from": int(first), "to": int(last) if last else None})
