"""The words of the policy studio: what is wrong and what to do about it, kinds, holders, parts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from amends.insight.studio.shapes import TextField
from amends.page.parts import RIGHT_TO_LEFT
from amends.page.words import language_name
from amends.rules.policy.document import Texts
from amends.rules.vocabulary import LANGUAGES

Word = str | Promise

PARTS: dict[str, Word] = {
    "tables": pgettext_lazy("part of a policy", "Tables"),
    "remedies": pgettext_lazy("part of a policy", "Remedies"),
    "authority": pgettext_lazy("part of a policy", "Authority"),
    "law": pgettext_lazy("part of a policy", "Law and charter"),
    "ladder": pgettext_lazy("part of a policy", "Ladder"),
    "times": pgettext_lazy("part of a policy", "Times"),
    "compare": pgettext_lazy("part of a policy", "Compare"),
    "try": pgettext_lazy("part of a policy", "Try it"),
    "replay": pgettext_lazy("part of a policy", "Last year"),
    "questions": pgettext_lazy("part of a policy", "Questions"),
    "versions": pgettext_lazy("part of a policy", "Versions"),
    "file": pgettext_lazy("part of a policy", "YAML"),
}
ONLY_DRAFT = frozenset({"compare", "replay", "activate"})
KINDS: dict[str, Word] = {
    "refund": pgettext_lazy("kind of remedy", "Refund"),
    "fee_waiver": pgettext_lazy("kind of remedy", "Fee waived"),
    "credit": pgettext_lazy("kind of remedy", "Credit"),
    "free_period": pgettext_lazy("kind of remedy", "Free period"),
    "voucher": pgettext_lazy("kind of remedy", "Voucher"),
    "replacement": pgettext_lazy("kind of remedy", "Replacement"),
    "repair": pgettext_lazy("kind of remedy", "Repair"),
    "re_performance": pgettext_lazy("kind of remedy", "Done again"),
    "gift": pgettext_lazy("kind of remedy", "Gift"),
    "apology": pgettext_lazy("kind of remedy", "Apology only"),
}
HOLDERS: dict[str, Word] = {
    "rep": pgettext_lazy("who may give", "Front line"),
    "team_leader": pgettext_lazy("role", "Team leader"),
    "specialist": pgettext_lazy("role", "Specialist"),
    "supervisor": pgettext_lazy("role", "Supervisor"),
    "manager": pgettext_lazy("role", "Manager"),
    "win_back": pgettext_lazy("who may give", "Win-back"),
}
LIMITS: dict[str, Word] = {
    "per_case": pgettext_lazy("limit", "Per case"),
    "per_day": pgettext_lazy("limit", "Per day"),
    "goodwill_per_day": pgettext_lazy("limit", "Small gestures a day"),
}
SITUATIONS: dict[str, Word] = {
    "mend": pgettext_lazy("situation", "Mend"),
    "explain": pgettext_lazy("situation", "Explain"),
    "hold": pgettext_lazy("situation", "Hold"),
}
REMEDY_PARTS: dict[str, Word] = {
    "fix": pgettext_lazy("part of a remedy", "Fix"),
    "extra": pgettext_lazy("part of a remedy", "Extra"),
}
AMOUNTS: dict[str, Word] = {
    "price_paid": pgettext_lazy("fact of a case", "price paid"),
    "monthly_price": pgettext_lazy("fact of a case", "price of a month"),
    "fee": pgettext_lazy("fact of a case", "fee"),
}
FLAGS: dict[str, Word] = {
    "": pgettext_lazy("condition", "does not matter"),
    "yes": pgettext_lazy("condition", "yes"),
    "no": pgettext_lazy("condition", "no"),
    "missing": pgettext_lazy("condition", "nobody knows"),
    "yes_missing": pgettext_lazy("condition", "yes, or nobody knows"),
    "no_missing": pgettext_lazy("condition", "no, or nobody knows"),
}
PAUSES: dict[str, Word] = {
    "customer": pgettext_lazy("waiting for", "The customer"),
    "supplier": pgettext_lazy("waiting for", "A supplier"),
    "records": pgettext_lazy("waiting for", "Records"),
}
FINDINGS: dict[str, Word] = {
    "authority_falls": lazy(
        "{higher} may give less than {lower}: {more} against {less} ({limit}). Authority never falls as roles rise."
    ),
    "denial_without_reasons": lazy("Only what is explained can refuse a first request."),
    "denies_first": lazy(
        "The first request is refused, a later one is not. That is counted and reported as harmful; it is possible "
        "only where the policy allows it, under Times."
    ),
    "effective_in_past": lazy(
        "The policy would begin in the past. Choose a later day, or put it in force at once."
    ),
    "empty_range": lazy("{fact}: the range ends before it begins."),
    "explanation_incomplete": lazy("What is explained needs its reasons and who may be asked next."),
    "fix_depends_on_person": lazy(
        "The fix differs by the person ({facts}) for the same failure. Only the extra may. When: {region}"
    ),
    "front_line_under_share": lazy(
        "{kind}: the front line may give {front} and win-back {win_back}. The front line needs {wanted} at least."
    ),
    "gap": lazy("No row says what to do. When: {region}"),
    "holder_missing": lazy("Nothing is said of what the front line may give."),
    "ladder_ends_nowhere": lazy("From here the ladder leads nowhere. It has to end at a final rung."),
    "options_count": lazy("There are {count} options here; {fewest} to {most} let a customer choose."),
    "options_without_mending": lazy("Options stand only where something is mended."),
    "row_unreached": lazy(
        "No case ever comes to this row. Remove it, or narrow the rows that take its cases."
    ),
    "rows_overlap": lazy("This row and {others} fit the same case. When: {region}"),
    "too_fine": lazy("The tables make more distinctions than anybody can read. Split or simplify them."),
    "translation_missing": lazy("{code}: a text is missing in {languages}."),
    "unknown_code": lazy("{fact} has no value {value}."),
    "unknown_fact": lazy("There is no fact {fact}."),
    "unknown_reason": lazy("The policy has no reason {reason}."),
    "unknown_remedy": lazy("The policy has no remedy {remedy}."),
    "unknown_reply_finding": lazy("Nothing that is found in replies is called {finding}."),
    "unknown_rung": lazy("The ladder has no rung {rung}."),
    "wrong_kind": lazy("{fact} can’t be asked about in this way."),
    "wrong_part": lazy("{remedy} can’t stand here: it is not meant as this part."),
}
PASSED: tuple[tuple[frozenset[str], Word], ...] = (
    (
        frozenset({"gap", "rows_overlap", "row_unreached", "too_fine"}),
        lazy("No gaps, no overlaps, every row is reached"),
    ),
    (frozenset({"fix_depends_on_person"}), lazy("No fix depends on who the customer is")),
    (frozenset({"front_line_under_share", "holder_missing"}), lazy("The front line may give enough beside win-back")),
    (frozenset({"authority_falls"}), lazy("Authority rises with the roles")),
    (frozenset({"translation_missing"}), lazy("Every text stands in seven languages")),
    (frozenset({"ladder_ends_nowhere"}), lazy("The ladder has an end")),
    (
        frozenset({"options_count", "options_without_mending", "explanation_incomplete"}),
        lazy("Every row offers a choice, gives reasons, or holds"),
    ),
)  # fmt: skip
"""What is said to be well where none of these was found."""
COVERAGE = frozenset({"gap", "rows_overlap", "row_unreached", "too_fine", "fix_depends_on_person"})
UNCOUNTABLE = frozenset({"unknown_fact", "unknown_code", "wrong_kind", "unknown_remedy"})
FAULTS: dict[str, Word] = {
    "alias": lazy("YAML aliases (*name) can’t be used. Write the value out."),
    "empty": lazy("There is nothing in it."),
    "field_missing": lazy("This field is missing."),
    "moment_far": lazy("This moment is in no year that can be meant. Look at the year again."),
    "not_a_mapping": lazy("This is no policy: it should begin with fields, such as “currency: EUR”."),
    "not_a_moment": lazy("This is no moment with its offset, such as 2027-01-01T00:00:00+00:00."),
    "not_a_number": lazy("A whole number stands here."),
    "not_in_list": lazy("One of these stands here: {value}."),
    "not_yaml": lazy("This is no YAML: {value}"),
    "said_twice": lazy("This field is said twice. Keep one of them."),
    "text_too_long": lazy("This text is too long; {value} signs at most."),
    "too_deep": lazy("It nests deeper than any policy does."),
    "too_large": lazy("This is too much; {value} at most."),
    "too_long": lazy("The file is too long: {value} signs, and 400,000 at most."),
    "too_small": lazy("This is too little; {value} at least."),
    "unknown_field": lazy("There is no such field."),
    "wrong_code": lazy("A code has small letters, digits and underscores, and begins with a letter."),
    "wrong_value": lazy("This value can’t stand here: {value}"),
}
REFUSALS: dict[str, Word] = {
    "amount_wrong": lazy("Write an amount of nought or more, with no more decimals than the currency has."),
    "number_wrong": lazy("Write a whole number of nought or more."),
    "bounds_crossed": lazy("The upper bound is below the lower one."),
    "code_missing": lazy("Write a short name for it: small letters, digits, underscores."),
    "code_taken": lazy("That short name is taken. Choose another."),
    "gone": lazy("That is not in the draft any more. Look at it again."),
    "team_missing": lazy("Choose a team."),
    "limits_there": lazy("This team has limits for this role already. Change those."),
    "last_one": lazy("This is the last one, and the policy needs one."),
    "fix_missing": lazy("An option needs a fix; the extra alone mends nothing."),
    "source_missing": lazy("Write which law or charter says so."),
    "text_missing": lazy("Write it in one language at least."),
    "moment_wrong": lazy("Write a day and an hour that exist."),
    "no_draft": lazy("There is no draft any more: it was put in force or thrown away. Begin a new one."),
    "nothing_to_undo": lazy("There is nothing to undo."),
    "other_currency": lazy("The policy is in another currency than the brand."),
    "policy_faulty": lazy("Something still keeps this draft from being used. It stands at the side."),
    "not_a_policy": lazy("What came is not a policy yet. The draft is as it was."),
    "file_unreadable": lazy("The file can’t be read as text. The draft is as it was."),
    "file_missing": lazy("Choose a file, or write the text."),
}
OPTION_REFUSALS: dict[str, Word] = {
    "above_authority": lazy("Above this person’s authority: ask {holder}."),
    "above_day": lazy("Above what this person may give in a day."),
    "above_everyone": lazy("Above everybody’s authority."),
    "needs": lazy("Needs: {needs}."),
}


def text_fields(texts: Texts | Mapping[str, str]) -> tuple[TextField, ...]:
    """Answers a field for each language, with what is said in it already."""
    said: dict[str, str] = dict(texts.items())
    return tuple(
        TextField(one, language_name(one), said.get(one, ""), one[:2] in RIGHT_TO_LEFT) for one in LANGUAGES
    )
