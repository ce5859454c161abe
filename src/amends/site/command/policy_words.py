"""What the `policy` command says, by code."""

from __future__ import annotations

from collections.abc import Mapping

FAULTS: Mapping[str, str] = {
    "alias": "The file uses YAML aliases (*name). Write the value out.",
    "empty": "The file is empty.",
    "field_missing": "This field is missing.",
    "not_a_moment": "This is not a moment with its offset, as 2027-01-01T00:00:00+00:00.",
    "not_a_number": "A whole number stands here.",
    "not_in_list": "One of these stands here: {value}.",
    "not_a_mapping": "The file is not a policy: it should begin with fields, as `currency: EUR`.",
    "not_yaml": "This is not YAML: {value}",
    "said_twice": "This field is said twice. Keep one of them.",
    "too_long": "The file is too long ({value} signs; 400,000 at most).",
    "moment_far": "This moment is in no year that can be meant. Look at the year again.",
    "text_too_long": "The text is too long; {value} signs at most.",
    "too_deep": "The file nests deeper than any policy does.",
    "too_large": "This is too much; {value} at most.",
    "too_small": "This is too little; {value} at least.",
    "unknown_field": "There is no such field.",
    "wrong_code": "A code has small letters, digits and underscores, and begins with a letter.",
    "wrong_value": "{value}.",
}
FINDINGS: Mapping[str, str] = {
    "authority_falls": "{lower} may give {less}, this role above it only {more}. Authority never falls as roles rise.",
    "denial_without_reasons": "Only an explained situation can deny a first request.",
    "denies_first": (
        "The first request is refused and a later one is not. That is measured and reported as harmful; "
        "`allows_denying_first: true` permits it."
    ),
    "effective_in_past": "A policy can't begin to hold in the past ({since}).",
    "empty_range": "{fact} can't be from {least} to {most}.",
    "explanation_incomplete": "A situation that is explained names its reasons and the next rung of the ladder.",
    "fix_depends_on_person": (
        "The fix differs by {facts} for the same failure ({region}). Only the extra may depend on the person."
    ),
    "front_line_under_share": (
        "For {kind} the front line may give {front} and win-back {win_back}. The front line needs {wanted} at least."
    ),
    "gap": "No row says what to do when {region}.",
    "holder_missing": "Nothing is said for {holder}.",
    "ladder_ends_nowhere": "From here the ladder leads nowhere (at {rung}): it has to end at a final rung.",
    "options_count": "There are {count} options; {fewest} to {most} let a customer choose.",
    "options_without_mending": "Options stand only where something is mended; this row says {situation}.",
    "row_unreached": "No case ever comes to this row.",
    "rows_overlap": "This row and {others} both fit when {region}.",
    "too_fine": "The rows make more distinctions than anybody can read. Split or simplify the tables.",
    "translation_missing": "A text is missing in: {languages}.",
    "unknown_code": "{value!r} is not a value of {fact}.",
    "unknown_fact": "There is no fact {fact!r}.",
    "unknown_reason": "There is no reason {reason!r} in this policy.",
    "unknown_remedy": "There is no remedy {remedy!r} in this policy.",
    "unknown_reply_finding": "There is no finding {finding!r} in replies.",
    "unknown_rung": "There is no rung {rung!r} on the ladder.",
    "wrong_kind": "{fact} is a {kind} and can't be asked about in this way.",
    "wrong_part": "{remedy} can't stand here: it is not meant as the {part}.",
}
SITUATIONS: Mapping[str, str] = {
    "mend": "Mend it: the customer may choose.",
    "explain": "Explain it: reasons, evidence, and the next rung of the ladder.",
    "hold": "Hold: only a specialist decides and answers; nothing is admitted at the front line.",
}
REFUSALS: Mapping[str, str] = {
    "above_authority": "Above this person's authority: consult.",
    "above_day": "Above what this person may give in one day.",
    "above_everyone": "Above everybody's authority.",
    "needs": "Needs: {needs}.",
}
NEEDS = "Not enough is known. Find out: {facts}."
