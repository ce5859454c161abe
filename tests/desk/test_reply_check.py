"""Beside the composer: what to look at in a reply while it is written; at sending what must not leave comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import yaml
from django.http import HttpResponse

from amends.cases import reply_context as context_module
from amends.cases.actions.policies import activate_policy
from amends.cases.models import Case, Contact, ReplyFinding
from amends.language import checks
from amends.language.labels import LANGUAGES
from amends.page.reply_words import FINDINGS as WORDS
from amends.page.reply_words import MAY_BLOCK
from amends.people.models import Staff
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.replies import ALWAYS_BLOCKING, FINDINGS
from tests.cases.acts import decided
from tests.cases.remedying import BEFORE, failed_case, policy_text, put_in_force
from tests.cases.test_reply_findings import Book
from tests.conftest import NOON, Cast, complain, signed_in

FEELINGS = "I am sorry you feel that way."


@pytest.fixture
def desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast, a policy in force, a book of three phrases, and every brand in view."""
    put_in_force(cast.norvia)
    monkeypatch.setattr(checks, "matcher", lambda *_: Book())
    monkeypatch.setattr(context_module, "with_reading", lambda context: context)
    with every_brand():
        yield cast


def check(person: Staff, case: Case, text: str, **more: str) -> HttpResponse:
    answer = signed_in(person).post(f"/cases/{case.uuid}/check/", {"text": text, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def shown(person: Staff, case: Case, text: str, **more: str) -> str:
    answer = check(person, case, text, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_finding_says_what_why_what_to_do_and_where_and_never_a_sentence_to_paste(desk: Cast) -> None:
    said = shown(desk.rep, complain(desk), FEELINGS)
    words = WORDS["non_apology.feelings"]
    assert all(str(one) in said for one in (words.title, words.why, words.todo))
    assert 'data-start="5" data-end="28"' in said and "sorry you feel that way" in said
    assert 'data-key="Digit1"' in said and "finding--look" in said
    assert 'name="shown" value="non_apology.feelings"' in said


def test_places_count_signs_and_a_line_as_one(desk: Cast) -> None:
    said = shown(desk.rep, complain(desk), f"😀\r\n{FEELINGS}")
    assert 'data-start="7" data-end="30"' in said


def test_at_most_three_are_shown_the_worst_first(desk: Cast) -> None:
    case = failed_case(desk)
    text = f"Card 4111 1111 1111 1111. We will refund €70.00. {FEELINGS} Act now and save!!! OK????"
    said = shown(desk.rep, case, text)
    assert said.count("finding__title") == 3
    titles = ["A card number", "More than you may give: €70.00"]
    assert said.index(titles[0]) < said.index(titles[1]) and said.count("finding--stop") == 2
    assert "4111" not in said and "Digit4" not in said


def test_each_kind_is_shown_once(desk: Cast) -> None:
    said = shown(desk.rep, complain(desk), "No!!! Yes??? Never!!!")
    assert said.count(str(WORDS["shouting"].title)) == 1


def test_nothing_to_mend_is_said_quietly_and_an_empty_text_is_left_alone(desk: Cast) -> None:
    case = complain(desk)
    assert "Nothing to mend" in shown(desk.rep, case, "Is it the line in the hall?")
    empty = shown(desk.rep, case, "  ")
    assert "Nothing to mend" not in empty and "finding" not in empty.replace("shown", "")


def test_what_was_shown_before_is_kept_and_what_is_no_finding_is_not(desk: Cast) -> None:
    said = shown(desk.rep, complain(desk), FEELINGS, shown="shouting <b> nonsense")
    assert 'name="shown" value="shouting non_apology.feelings"' in said


def test_looking_writes_nothing_and_is_kept_by_nobody(desk: Cast) -> None:
    case = complain(desk)
    before = case.event_count
    answer = check(desk.rep, case, FEELINGS)
    assert answer["Cache-Control"] == "no-store, private"
    case.refresh_from_db()
    assert case.event_count == before
    assert not ReplyFinding.objects.exists() and not Contact.objects.filter(direction="out").exists()


def test_it_is_asked_by_post_and_only_by_who_may_see_the_case(desk: Cast) -> None:
    case = complain(desk)
    assert signed_in(desk.rep).get(f"/cases/{case.uuid}/check/").status_code == 405
    assert check(desk.stranger, case, FEELINGS).status_code == 404


def test_an_option_that_goes_with_the_answer_may_be_named_in_it(desk: Cast) -> None:
    case = failed_case(desk, price=6_000)
    text = "We will refund €60.00 to you."
    assert "More than you may give" in shown(desk.rep, case, text)
    assert "More than you may give" not in shown(desk.rep, case, text, with_option="B")


def test_a_promise_without_an_hour_leads_to_the_promise_form_with_its_words(desk: Cast) -> None:
    case = complain(desk)
    said = shown(desk.rep, case, "Thank you. We will call you back soon. Bye.")
    address = f"/cases/{case.uuid}/?book=1&amp;words=We+will+call+you+back+soon.#act-promise"
    assert f'href="{address}"' in said
    page = signed_in(desk.rep).get(address.replace("&amp;", "&").partition("#")[0]).content.decode()
    assert 'value="We will call you back soon."' in page


def test_what_must_not_leave_comes_back_with_everything_that_was_typed(desk: Cast) -> None:
    case = failed_case(desk)
    form = {"text": "We will refund €70.00 to you.", "channel": "email", "shown": "shouting"}
    answer = signed_in(desk.rep).post(f"/cases/{case.uuid}/reply/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This may not leave: More than you may give (€70.00). Nothing was sent." in page
    assert "We will refund €70.00 to you.</textarea>" in page and 'name="shown" value="shouting"' in page
    assert not Contact.objects.filter(direction="out").exists()


def test_what_the_writer_saw_is_kept_as_followed_or_passed_over(desk: Cast) -> None:
    form = {"text": FEELINGS, "channel": "email", "shown": "shouting non_apology.feelings"}
    assert signed_in(desk.rep).post(f"/cases/{complain(desk).uuid}/reply/", form).status_code == 302
    kept = ReplyFinding.objects.order_by("finding").values_list("finding", "was_shown", "was_overridden")
    assert list(kept) == [("non_apology.feelings", True, True), ("shouting", True, False)]


def test_an_answer_may_not_say_more_either(desk: Cast) -> None:
    case = decided(desk, complain(desk), NOON)
    form = {"text": "Card 4111 1111 1111 1111.", "channel": "email"}
    page = signed_in(desk.rep).post(f"/cases/{case.uuid}/respond/", form).content.decode()
    assert "This may not leave: A card number, code or password. Nothing was sent." in page


def test_who_reviews_sees_which_parts_of_an_apology_are_there_and_no_number(desk: Cast) -> None:
    case = complain(desk)
    form = {"text": "We will refund it all.", "channel": "email"}
    signed_in(desk.rep).post(f"/cases/{case.uuid}/reply/", form)
    page = signed_in(desk.supervisor).get(f"/cases/{case.uuid}/").content.decode()
    assert "What an apology holds" in page and page.count("is-missing") == 5
    assert "<q" in page and "We will refund</q>" in page
    assert "What an apology holds" not in signed_in(desk.rep).get(f"/cases/{case.uuid}/").content.decode()


def test_the_report_says_what_became_of_findings_and_what_to_retune(desk: Cast) -> None:
    for number in range(3):
        form = {"text": f"{FEELINGS} {number}", "channel": "email", "shown": "non_apology.feelings shouting"}
        signed_in(desk.rep).post(f"/cases/{complain(desk).uuid}/reply/", form)
    client, address = signed_in(desk.manager), f"/insight/replies/?brand={desk.norvia.slug}"
    page = client.get(address).content.decode()
    title = str(WORDS["non_apology.feelings"].title)
    assert "6 findings shown" in page and page.count(title) == 2 and "100 %" in page
    file = client.get("/insight/replies/table.csv?table=retune").content.decode()
    assert '"non_apology.feelings","3","0","3","100","0","1"' in file and "shouting" not in file
    assert client.get("/insight/replies/table.csv?table=nothing").status_code == 404


def test_without_any_finding_the_report_says_so(desk: Cast) -> None:
    assert (
        "Nothing was found in this time" in signed_in(desk.manager).get("/insight/replies/").content.decode()
    )


def test_every_finding_has_its_words_and_only_what_does_not_always_block_can_be_added() -> None:
    assert tuple(sorted(WORDS)) == tuple(sorted(FINDINGS))
    assert set(MAY_BLOCK) == set(FINDINGS) - ALWAYS_BLOCKING


def test_an_approved_fact_is_offered_in_the_language_of_the_case_and_may_come_again(desk: Cast) -> None:
    fact = "The credit is taken off the next bill by itself, without any further step."
    blocks = [{language: fact if language == "en" else f"{language}: {fact}" for language in LANGUAGES}]
    text = yaml.safe_dump({**yaml.safe_load(policy_text()), "fact_blocks": blocks})
    activate_policy(actor=SYSTEM, brand=desk.norvia, text=text, now=BEFORE - timedelta(hours=1))
    case = complain(desk)
    again = f"Hello. {fact} {fact}"
    page = signed_in(desk.rep).get(f"/cases/{case.uuid}/").content.decode()
    assert page.count(fact) == 1 and "sv: " not in page and "data-insert" in page
    assert str(WORDS["robot.repeated"].title) not in shown(desk.rep, case, again)
    other = again.replace("next bill", "last bill")
    assert str(WORDS["robot.repeated"].title) in shown(desk.rep, case, other)
