"""What went wrong, for the person at the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from amends.errors import DomainError

SENTENCES: Mapping[str, str] = {
    "address_unusable": "Nothing can be served at {host}, port {port}. Choose another: HOST=… PORT=…",
    "brand_there": "There is already a brand {slug!r}.",
    "brand_unknown": "There is no brand {slug!r}. ./amends brands list shows them all.",
    "contrast_low": "The colour {colour} can't be read on our pages: contrast {contrast}, and 4.5 is the least.",
    "duckdb_missing": (
        "DuckDB is not installed here. pip install 'amends[analytics]' brings it; without --engine duckdb the desk's "
        "own database answers the same."
    ),
    "email_wrong": "{email!r} is not an e-mail address.",
    "contact_act_unknown": "{said!r} can't be done with a directory: list, add, verify or remove.",
    "contact_label_missing": 'Say who is reached there: --who "Customer care".',
    "contact_there": "This stands in the directory already.",
    "contact_unknown": "There is no line {number} in that directory. ./amends brands contacts {slug} shows them.",
    "contact_value_wrong": "Say where, as a number, an address with @, or a page that begins with https://: --where …",
    "contact_way_missing": "Say what kind it is: --kind phone, email, support, page, post, fax or external.",
    "too_few_corrections": (
        "{brand} has too few corrections to learn from: {count} in all. One label needs {needed} that are right and "
        "{needed} that are not so; {label} comes nearest, with {right} and {wrong}."
    ),
    "too_many_contacts": "The directory of this brand is full. Remove a line first.",
    "currency_wrong": "{currency!r} is not a currency: three letters, as EUR.",
    "case_not_found": "There is no such case in this brand.",
    "customer_not_found": "There is no such customer in this brand.",
    "erased": "The words were erased before: nothing is left to erase.",
    "erasure_log_unreadable": "The log of erasures {path} can't be read (line {number}). Nothing more was erased.",
    "erasure_log_unwritable": "{path} can't be written, so nothing was erased: {ids}",
    "erasure_unknown": "{said!r} is neither a case's reference, as 7K4Q-MX3, nor a customer's id.",
    "erasure_unsaid": "Say what to erase: a reference or a customer's id with --brand and --reason, or --replay FILE.",
    "fact_out_of_range": "{fact} can't be {value!r}.",
    "file_unreadable": "{path} can't be read: {reason}",
    "hue_taken": "The colour {colour} would be taken for one of our own signals ({ours}). Choose another hue.",
    "colour_wrong": "{colour!r} is not a colour like #0A6562.",
    "language_unknown": "{language!r} is none of our written languages: {known}.",
    "learn_one_thing": "Say one of --on, --off and --list, or none of them to learn.",
    "legal_hold": (
        "Case {reference} is under a legal hold (flag Law, or a specialist only): "
        "it keeps its words, and so does its customer."
    ),
    "model_is_on": "What {brand} learned last is on already.",
    "no_model_on": "Nothing that {brand} learned is on.",
    "not_a_policy": "This is not a policy yet; to mend: {count}.",
    "not_the_demonstration": (
        "This database holds brands or people that are not the demonstration's ({found}). The demonstration lets "
        "anybody in without a password, so it does not start here. Unset DATABASE_URL, or choose another AMENDS_HOME."
    ),
    "password_weak": "Choose another password. {reasons}",
    "person_there": "{email} already works for {slug!r} as {role}.",
    "person_unknown": "Nobody here has the address {email!r}. ./amends people list shows everybody.",
    "other_currency": "The policy is in {currency}, and the brand's currency is {expected}.",
    "policy_faulty": "This policy can't be used yet; to mend: {count}.",
    "policy_unknown": "{brand!r} has no policy {number}. ./amends policy list --brand {brand} shows them all.",
    "port_taken": "Port {port} is taken by another program. Choose another, for example: PORT={next_port} ./amends …",
    "port_wrong": "PORT={port!r} is not a port: a number from 1 to 65535.",
    "role_unknown": "{role!r} is not a role. Roles: {roles}.",
    "slug_wrong": "{slug!r} can't name a brand: small letters, digits and hyphens only.",
    "moment_wrong": "{said!r} is not a moment: write 2026-05-13T09:00, or a day as 2026-05-13.",
    "owner_may_not": "That person does not work for this brand.",
    "region_unknown": "Nobody knows the public holidays of {region!r}. Examples: GB, DE-BY, IL.",
    "week_wrong": "{said!r} can't be read as part of a week. Example: mon-fri 09:00-17:30, sat 10:00-14:00.",
    "window_backwards": "It ends before it begins.",
    "story_wrong": "The demonstration's story {place} can't be read: {reason}.",
    "still_open": (
        "Case {reference} is open and needs its words. Close it first; --withdraw does so where a customer takes all "
        "their complaints back."
    ),
    "not_held": "This case is not under a legal hold.",
    "number_wrong": "{number} is not allowed for {name}: {least} to {most}.",
    "sweep_disturbed": "Somebody was reading in the database all the time. Stop the desk, then do it again.",
    "nothing_corrected": (
        "Nobody at {brand} has corrected what may be learned: 0 corrections. One label needs {needed} that are right "
        "and {needed} that are not so."
    ),
    "nothing_learned": "{brand} has learned nothing that could be switched on. Without --on this command learns.",
    "nothing_to_set": "Say what to change: ./amends brands set --help",
    "token_unknown": "There is no token number {number} that still works.",
    "unknown_fact": "There is no fact {fact!r}. Facts: {known}.",
    "zone_unknown": "{zone!r} is not a time zone. Example: Europe/London.",
}


def sentence(error: DomainError) -> str:
    """Answers an error as a sentence; one without a sentence is shown as its code."""
    values = dict(error.values)
    if isinstance(port := values.get("port"), int):
        values["next_port"] = port + 1 if port < 65535 else 8000
    template = SENTENCES.get(error.code)
    return template.format(**values) if template else str(error)
