"""The words for codes: one place where a code of the case file becomes a word in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from amends.page.consult_words import CONSULT_REFUSALS
from amends.page.reply_words import blocked_text

_LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans_CN", "zh-hant": "zh_Hant_TW"}
_Word = str | Promise

ROLES: dict[str, _Word] = {
    "rep": pgettext_lazy("role", "Rep"),
    "team_leader": pgettext_lazy("role", "Team leader"),
    "specialist": pgettext_lazy("role", "Specialist"),
    "supervisor": pgettext_lazy("role", "Supervisor"),
    "manager": pgettext_lazy("role", "Manager"),
    "administrator": pgettext_lazy("role", "Administrator"),
}
CHANNELS: dict[str, _Word] = {
    "phone": pgettext_lazy("channel", "phone"),
    "web": pgettext_lazy("channel", "web form"),
    "email": pgettext_lazy("channel", "e-mail"),
    "letter": pgettext_lazy("channel", "letter"),
    "walk_in": pgettext_lazy("channel", "visit"),
    "chat": pgettext_lazy("channel", "chat"),
    "sms": pgettext_lazy("channel", "SMS"),
    "social": pgettext_lazy("channel", "social media"),
    "api": pgettext_lazy("channel", "another program"),
    "file": pgettext_lazy("channel", "imported file"),
}
LISTENED: dict[str, _Word] = {
    "yes": lazy("They felt heard"),
    "partly": lazy("They felt heard in part"),
    "no": lazy("They did not feel heard"),
}
STAGES: dict[str, _Word] = {
    "received": pgettext_lazy("step", "Received"),
    "acknowledged": pgettext_lazy("step", "Acknowledged"),
    "assessed": pgettext_lazy("step", "Assessed"),
    "investigated": pgettext_lazy("step", "Investigated"),
    "decided": pgettext_lazy("stage", "Decided"),
    "responded": pgettext_lazy("step", "Responded"),
    "closed": pgettext_lazy("step", "Closed"),
}
FACTS: dict[str, _Word] = {
    "order": lazy("Order number"),
    "account": lazy("Account number"),
    "tracking": lazy("Tracking number"),
    "amount": lazy("Amount"),
    "date": lazy("Date"),
    "place": lazy("Place"),
    "serial": lazy("Serial number"),
    "statement": lazy("Statement"),
    "other": lazy("Other fact"),
}
WAITING: dict[str, _Word] = {
    "customer": lazy("Waiting for the customer. The clocks stand still."),
    "supplier": lazy("Waiting for a supplier. The clocks go on."),
    "records": lazy("Waiting for records. The clocks go on."),
    "specialist": lazy("Waiting for a specialist. The clocks go on."),
}
WAITING_CHOICES: dict[str, _Word] = {
    "customer": pgettext_lazy("waiting for", "The customer"),
    "supplier": pgettext_lazy("waiting for", "A supplier"),
    "records": pgettext_lazy("waiting for", "Records"),
    "specialist": pgettext_lazy("waiting for", "A specialist"),
}
SKIPS: dict[str, _Word] = {
    "language": lazy("I do not speak the language well enough"),
    "skill": lazy("It needs knowledge that I do not have"),
    "known": lazy("I know this person, or was part of it"),
    "break": lazy("I need a lighter one after a hard contact"),
    "other": lazy("Another reason"),
}
PROMISES: dict[str, _Word] = {
    "call_back": pgettext_lazy("promise", "Call back"),
    "answer": pgettext_lazy("promise", "Answer"),
    "repair": pgettext_lazy("promise", "Repair"),
    "pay": pgettext_lazy("promise", "Pay"),
    "deliver": pgettext_lazy("promise", "Deliver"),
}
ENDINGS: dict[str, _Word] = {
    "": lazy("How it ended is not known"),
    "solved": lazy("Solved, in the customer’s own word"),
    "presumed": lazy("Presumed solved: the customer did not answer"),
    "disputed": lazy("Disputed: our final answer was given"),
    "withdrawn": lazy("Withdrawn by the customer"),
    "referred": lazy("Referred to somebody else"),
}
CAUSES: dict[str, _Word] = {
    "company": pgettext_lazy("cause", "With us"),
    "supplier": pgettext_lazy("cause", "Supplier"),
    "customer": pgettext_lazy("cause", "Customer"),
    "nobody": pgettext_lazy("cause", "Nobody"),
    "unknown": pgettext_lazy("cause", "Not known"),
}
DECISIONS: dict[str, _Word] = {
    "": lazy("Not decided"),
    "upheld": lazy("Upheld"),
    "partly": lazy("Partly upheld"),
    "not_upheld": lazy("Not upheld"),
}
REFUSALS: dict[str, _Word] = {
    "role": lazy("Your role does not allow this. A supervisor or specialist can do it."),
    "hold": lazy("This case is on hold: only a specialist may decide and answer it."),
    "closed": lazy("The case is closed. Reopen it first."),
    "reply_blocked": lazy("This may not leave: {findings}. Nothing was sent."),
    "wrong_stage": lazy("This step comes later, or is done already."),
    "not_answered": lazy(
        "The answer has not gone out yet. Only a withdrawn or referred complaint ends without one."
    ),
    "not_closed": lazy("The case is open."),
    "not_waiting": lazy("The case does not wait."),
    "taken": lazy("A colleague took this case a moment ago."),
    "owner_may_not": lazy("That person may not work on this case."),
    "no_such_reading": lazy("This is no longer read in their words. Look at the page again."),
    "alarm_over": lazy("A colleague who leads has it already."),
    "person_only": lazy("Only a person may record this."),
    "nothing_said": lazy("Write something first."),
    "represented_already": lazy("Somebody acts for this customer already. End that first."),
    "nobody_represents": lazy("Nobody acts for this customer any more."),
    "representative_not_found": lazy("They act for the customer no more."),
    "representative_unnamed": lazy("Write the name of who acts for the customer."),
    "representative_unreached": lazy(
        "Write an e-mail address or a telephone number at which they are reached."
    ),
    "authority_unsaid": lazy("Write what shows that they may act for the customer."),
    "until_wrong": lazy("Choose the last day of their authority: today or later, at most ten years."),
    "feedback_not_found": lazy("There is no such feedback."),
    "too_long": lazy("This is too long to keep. Shorten it, or attach it as a file."),
    "want_missing": lazy("Write the one outcome that the customer asks for."),
    "out_of_range": lazy("Choose seriousness, impact and urgency."),
    "point_undecided": lazy("Decide every point."),
    "reason_missing": lazy("Write the reason: the customer will read it."),
    "no_points": lazy("Add the points of the complaint first: each is decided by itself."),
    "until_past": lazy("Choose a moment that is still to come."),
    "waiting_for_nobody": lazy("Choose whom or what the case waits for."),
    "how_missing": lazy("Write how it was confirmed."),
    "no_customer": lazy("Nobody is known yet as the customer of this case."),
    "unknown_label": lazy("Choose what kind of fact this is."),
    "unknown_person": lazy("Choose a person who works for this brand."),
    "changed_meanwhile": lazy(
        "A colleague changed this case a moment ago. Look at it again; your text is kept."
    ),
    "file_empty": lazy("The file is empty."),
    "file_too_large": lazy("The file is larger than 20 MB."),
    "unknown_flag": lazy("Choose from the list."),
    "unknown_way": lazy("Choose from the list."),
    "still_open": lazy("The case is open and needs its words. Close it first."),
    "legal_hold": lazy("What was said here may be needed in court, so it can’t be erased now."),
    "erased": lazy("The words of this case were erased. Record a new contact instead."),
    "somebody_else": lazy("Somebody else must do this."),
    "nobody_meant": lazy("Nobody of this brand has that name, address or number."),
    "many_meant": lazy("Several people have that name. Write the e-mail address or the number."),
    "promise_open": lazy(
        "Something is still promised in this case. Keep it, or withdraw it with a reason, first."
    ),
    "promise_over": lazy("This promise has ended already. Make a new one."),
    "promise_text_missing": lazy("Write what is promised, in words the customer would use."),
    "promise_kind_missing": lazy("Choose what is promised."),
    "promise_without_hour": lazy("Give a date and both hours, such as 13 May, 08:00 to 10:00."),
    "promise_reason_missing": lazy("Write why it is withdrawn."),
    "window_backwards": lazy("The second hour must be later than the first."),
    "window_past": lazy("That hour has passed. Choose one that is still to come."),
    "window_far": lazy("That is more than a year ahead. Look at the date again."),
    "hour_does_not_exist": lazy("The clock skips that hour on that day. Choose another."),
    "hour_full": lazy("That hour is full. Free from {hours}."),
    "hour_full_all_week": lazy("That hour is full, and so is the week after it. Choose somebody else."),
    "owner_not_on_shift": lazy("They are not on shift then, and nobody covers them. Free from {hours}."),
    "owner_not_on_shift_all_week": lazy(
        "They are not on shift within a week, and nobody covers them. Choose somebody else."
    ),
    "proof_missing": lazy("Choose the contact that proves it, or write down what was said."),
    "word_missing": lazy(
        "Only the customer can agree to it: choose the contact, or write down what they said."
    ),
    "message_missing": lazy("Write the message that was left."),
    "not_by_trying": lazy("Only a call back can be kept by trying."),
    "supplier_unknown": lazy("Choose a supplier who works for this brand."),
    "region_unknown": lazy("The brand’s public holidays are not known. A manager can mend its calendar."),
    "same_customer": lazy("Choose two different customers."),
    "no_policy": lazy("This brand has no policy in force yet, so nothing can be offered."),
    "no_options": lazy("That option is not offered in this case any more. Look at the options again."),
    "no_remedy": lazy("That is not on the list of small gestures."),
    "option_needs": lazy("A fact is missing for this option. Write it down first."),
    "above_authority": lazy("This is above what you may give. Somebody higher can approve it."),
    "above_day": lazy("With this you would give more today than you may. Somebody else can approve it."),
    "above_everyone": lazy("This is above what anybody here may give."),
    "above_gestures": lazy("Your small gestures for today are used up."),
    "own_remedy": lazy("You chose this yourself: somebody else must do it."),
    "approved_already": lazy("You approved this already. One more person must."),
    "remedy_moved_on": lazy("A colleague was first: this has moved on. Look at it again."),
    "not_in_case": lazy("That is not in this case."),
    "being_issued": lazy("It is being handed over right now and can’t be dropped."),
    "issued_by_itself": lazy("The billing system carries this out by itself."),
    "due_by_law": lazy("Law or charter makes this due: it can’t be dropped."),
    "ladder_ends": lazy("This case stands at the end of the ladder already."),
    "remedy_open": lazy(
        "Something that is owed is not carried out yet. Carry it out or drop it, then close the case."
    ),
    "settled_already": lazy("One option is settled already. Drop it before you choose another."),
    "unknown_caller": lazy("Nobody has checked yet who this is. Check it first, then read out a code."),
    "not_verified": lazy("Nobody has checked yet who this is. Check it first, then give something of worth."),
    "needs_full_check": lazy(
        "A new account needs the full check of who this is, or somebody who may act for them. Check it first."
    ),
    "account_wrong": lazy("That number can’t be right: look at it again, sign by sign."),
    "number_gone": lazy("The number is gone. Ask the customer for it again."),
    "account_gone": lazy("The number of this account is gone. Ask the customer for it again."),
    "account_in_use": lazy("Something is on its way to this account. Carry it out or drop it first."),
    "too_many_accounts": lazy("This customer has many accounts already. Take away one that is not used."),
    "contact_label_missing": lazy("Write who is reached there, as a customer would say it."),
    "contact_way_missing": lazy("Choose what kind of way it is."),
    "contact_value_wrong": lazy("Write a number, an address with @, or a page that begins with https://."),
    "contact_there": lazy("This stands in the directory already."),
    "too_many_contacts": lazy("The directory of this brand is full. Take something out first."),
    "nothing_chosen": lazy("Nothing was chosen. Nothing was changed."),
    "account_doubted": lazy(
        "This account is new or not theirs alone: somebody else, who did not add it, must say that money goes there."
    ),
    "not_payable": lazy("This goes to no account: only money that is paid back or credited does."),
    "own_account": lazy(
        "You added this account a short time ago: somebody else must agree to money going there."
    ),
    "reveal_why_missing": lazy("Choose why you want to see it."),
    "receipt_missing": lazy("Write what shows that it was carried out."),
    "amount_wrong": lazy("Write an amount of nought or more, with no more decimals than the currency has."),
    "fact_out_of_range": lazy("One of these facts can’t be so. Look at what you entered."),
    "unknown_fact": lazy("The policy does not ask about that."),
    "save_offer_adds": lazy(
        "They want to leave: offer what lowers a price or mends it. This adds something, or ties them."
    ),
    "still_running": lazy("The case is open. The talk after a loss comes when it is closed."),
    "not_lost": lazy("Nothing says that this customer left. Write that down on the case first."),
    "emotion_missing": lazy("Choose what they feel."),
    "step_stands": lazy("This step can’t be passed."),
    "not_asked": lazy("Ask both: is anything else open, and are they satisfied?"),
    "other_currency": lazy("The policy is in another currency than the brand."),
    **CONSULT_REFUSALS,
}


def role_word(code: str) -> str:
    """Answers the word for a role."""
    return str(ROLES.get(code, code))


def stage_word(code: str) -> str:
    """Answers the word for a stage."""
    return str(STAGES.get(code, code))


def refusal(code: str, **values: object) -> str:
    """Answers the sentence for a refusal or an error, in the reader's language; with the values that it names."""
    if code == "reply_blocked":
        values = {"findings": blocked_text(values["findings"])}
    sentence = str(REFUSALS.get(code, _("This could not be done. Nothing was changed.")))
    return sentence.format(**values) if values else sentence


def reader_locale() -> Locale:
    """Answers the reader's locale for numbers, dates and names of languages."""
    return _locale((get_language() or "en").lower())


def reader_tag() -> str:
    """Answers the reader's language as a policy's texts name it: zh-Hant, he."""
    locale = reader_locale()
    return f"{locale.language}-{locale.script}" if locale.script else str(locale.language)


@lru_cache(maxsize=32)
def _locale(code: str) -> Locale:
    return Locale.parse(_LOCALES.get(code, code))


def language_code(tag: str) -> str:
    """Answers the two letters shown for a language; ? when nobody knows."""
    return "?" if tag in ("", "und") else tag.split("-")[0].upper()


def language_name(tag: str) -> str:
    """Answers a language's name in the reader's language."""
    if tag in ("", "und"):
        return pgettext("language", "Not known")
    return _language_name(tag, reader_locale())


@lru_cache(maxsize=256)
def _language_name(tag: str, reader: Locale) -> str:
    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name(reader)
    except (UnknownLocaleError, ValueError):
        return tag
    return str(name) if name else tag
