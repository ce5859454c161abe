"""The case page marks what was read in the customer's words, proposes, and takes a person's word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from uuid import uuid4

import pytest

from amends.cases.models import Alarm, Case, Contact, ReadingCorrection
from amends.language.labels import EMOTIONS, FLAGS, WANTS
from amends.page.said_words import ASKED_FOR, KINDS, SAID
from amends.people.scope import every_brand
from tests.cases.reading_book import DESPAIR, FIRST, GRAVE, test_book
from tests.conftest import Cast, complain, signed_in
from tests.desk.world import World, make_world

__all__ = ["test_book"]


@pytest.fixture
def desk(cast: Cast, test_book: None) -> Iterator[Cast]:
    """The cast, the small phrasebook, and every brand in view."""
    with every_brand():
        yield cast


def page(desk: Cast, case: Case, by: str = "rep") -> str:
    shown = signed_in(getattr(desk, by)).get(f"/cases/{case.uuid}/")
    assert shown.status_code == 200
    return unescape(shown.content.decode())


def post(desk: Cast, case: Case, act: str, by: str = "rep", **form: str) -> int:
    return signed_in(getattr(desk, by)).post(f"/cases/{case.uuid}/{act}/", form).status_code


def marked(html: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", html)


def words_shown(html: str) -> str:
    bubble = re.search(r'<div class="bubble__text[^>]*>(.*?)</div>', html, re.DOTALL)
    assert bubble is not None
    return re.sub(r"<[^>]+>", "", bubble[1])


def corrected(desk: Cast, case: Case, label: str, right: str = "no") -> int:
    contact = Contact.objects.get(case=case, direction="in")
    start = GRAVE.index("newspaper") - 4
    form = {"contact": str(contact.uuid), "label": label, "start": str(start), "right": right}
    return post(desk, case, "correct_reading", **form)


def test_every_label_that_may_be_shown_has_a_word() -> None:
    groups = {"want": WANTS, "emotion": EMOTIONS, "flag": FLAGS, "serious": ("1", "2", "3")}
    labels = {f"{group}.{one}" for group, ones in groups.items() for one in ones} | {"urgent"}
    assert labels == SAID.keys()
    assert KINDS.keys() == {*groups, "urgent"}
    assert ASKED_FOR.keys() == set(WANTS)


def test_what_was_read_is_marked_and_nothing_else_of_the_words_changes(desk: Cast) -> None:
    html = page(desk, complain(desk, f"{FIRST}\n  <b>Twice</b> & more"))
    assert marked(html) == ["money back", "third time"]
    assert words_shown(html) == f"{FIRST}\n  <b>Twice</b> & more".replace("<b>", "").replace("</b>", "")
    assert 'title="They ask for it: Refund"' in html
    for anchor in re.findall(r'class="said [^"]*" href="#([^"]+)"', html):
        assert f'id="{anchor}"' in html


def test_text_with_nothing_in_it_is_as_it_was(desk: Cast) -> None:
    html = page(desk, complain(desk, "Nothing that a book knows."))
    assert 'class="said' not in html
    assert "said-hidden" not in html
    assert words_shown(html) == "Nothing that a book knows."


def test_markup_in_their_words_stays_text_within_a_mark(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = signed_in(desk.rep).get(f"/cases/{complain(desk, 'Ring <script>x</script> the newspaper').uuid}/")
    html = shown.content.decode()
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html


def test_of_two_marks_that_overlap_the_graver_one_stands(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "third time I smell gas"
    html = page(desk, complain(desk, text))
    assert marked(html) == ["third time", "smell gas"]
    assert words_shown(html) == text


def test_not_so_is_one_press_and_can_be_taken_back(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    assert "the newspaper" in marked(page(desk, case))
    assert corrected(desk, case, "flag.media") == 302
    html = page(desk, case)
    assert "the newspaper" not in marked(html)
    assert "<s>Going public</s>" in html
    assert "Rep: not so." in html
    assert corrected(desk, case, "flag.media", "yes") == 302
    html = page(desk, case)
    assert "the newspaper" in marked(html)
    assert "Rep: it is so." in html


def test_a_correction_of_what_is_not_there_comes_back_with_its_reason(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    assert corrected(desk, case, "flag.gold") == 422
    assert corrected(desk, case, "flag.media", "perhaps") == 422
    assert post(desk, case, "correct_reading", contact="x", label="flag.media", start="1", right="no") == 422
    assert ReadingCorrection.objects.count() == 0


def test_who_may_not_describe_sees_the_reading_and_no_button(desk: Cast) -> None:
    html = page(desk, complain(desk, GRAVE), by="administrator")
    assert "the newspaper" in marked(html)
    assert "correct_reading" not in html


def test_a_stranger_finds_no_case_to_correct(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    assert post(desk, case, "correct_reading", by="stranger") == 404
    assert post(desk, case, "take_alarm", by="stranger") == 404


def test_a_want_is_proposed_until_one_is_written_and_never_filled_in(desk: Cast) -> None:
    case = complain(desk, FIRST)
    html = page(desk, case)
    assert html.count("They ask for: a refund") == 2
    assert Case.objects.get(pk=case.pk).want == ""
    proposed = "I want my money back, and this is the third time."
    assert f'name="text" value="{proposed}"' in html
    assert post(desk, case, "set_want", text=proposed) == 302
    assert "They ask for: a refund" not in page(desk, case)


def test_what_went_wrong_is_proposed_as_a_point_until_somebody_writes_one(desk: Cast) -> None:
    case = complain(desk, f"{FIRST} The card was never delivered.")
    html = page(desk, case)
    assert html.count("Add as a point") == 2
    assert post(desk, case, "add_point", text="The washer broke down.") == 302
    assert page(desk, case).count("Add as a point") == 1
    assert post(desk, case, "add_point", text="Nobody rang.") == 302
    assert "Add as a point" not in page(desk, case)


def test_a_feeling_is_marked_as_read_and_nothing_is_chosen(desk: Cast) -> None:
    html = page(desk, complain(desk, "I am furious and so sad: it broke down."))
    assert html.count(">in their words<") == 2
    chosen = re.findall(r'name="emotion" value="(\w+)"[^>]* checked', html)
    assert chosen == []


def test_who_may_leave_opens_the_panel_as_a_question(desk: Cast) -> None:
    html = page(desk, complain(desk, "It broke down. I will switch to Linkway."))
    assert "They may be leaving" in html
    assert "I will switch to Linkway." in html
    assert "They may be leaving" not in page(desk, complain(desk, FIRST))


def test_nobody_is_asked_to_keep_whoever_may_harm_themselves(desk: Cast) -> None:
    case = complain(desk, "It broke down. I will switch to Linkway.")
    later = Contact.objects.get(case=case)
    later.pk, later.uuid, later.text = None, uuid4(), DESPAIR
    later.save(force_insert=True)
    assert "They may be leaving" not in page(desk, case)


def test_vulnerability_is_proposed_and_a_person_records_it(desk: Cast) -> None:
    case = complain(desk, "It broke down, and I sit in a wheelchair.")
    html = page(desk, case)
    assert "Heavier for them: record it" in html
    assert case.customer is not None
    assert case.customer.vulnerability == ""
    assert post(desk, case, "care", text="Uses a wheelchair.", how="They wrote it.") == 302
    assert "Heavier for them: record it" not in page(desk, case)


def test_erased_words_have_no_marks(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    Contact.objects.filter(case=case).update(text="", erased_at=case.opened_at)
    assert marked(page(desk, case)) == []


def test_what_rings_is_on_every_page_of_whoever_leads_until_one_has_it(desk: Cast) -> None:
    case = complain(desk, DESPAIR)
    other = complain(desk, FIRST)
    for address in ("/", "/consult/", "/customers/", f"/cases/{other.uuid}/"):
        assert case.reference in signed_in(desk.supervisor).get(address).content.decode()
    assert "They may harm themselves" not in page(desk, other)
    assert post(desk, case, "take_alarm") == 422
    assert post(desk, case, "take_alarm", by="supervisor") == 302
    assert Alarm.objects.get().taken_by == desk.supervisor
    assert case.reference not in signed_in(desk.manager).get("/customers/").content.decode()
    assert "Somebody who leads has it." in page(desk, case)


def test_today_can_be_asked_for_what_goes_public(desk: Cast) -> None:
    public, other = complain(desk, GRAVE), complain(desk, FIRST)
    html = signed_in(desk.rep).get("/?flag=media").content.decode()
    assert public.reference in html
    assert other.reference not in html
    everything = signed_in(desk.rep).get("/?flag=vulnerable").content.decode()
    assert other.reference in everything, "what no case carries is no filter"


def test_another_brands_reading_shows_nowhere(cast: Cast) -> None:
    world: World = make_world(cast)
    with every_brand():
        Alarm.objects.create(
            brand=cast.sunfold, case=world.foreign.case, kind="self_harm", raised_at=world.own.case.opened_at
        )
    html = signed_in(cast.supervisor).get("/customers/").content.decode()
    assert world.foreign.case.reference not in html
