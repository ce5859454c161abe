"""What corrections teach is kept off; a person switches it on for one brand, and a person's own word still wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from amends.cases.actions.contacts import continue_case, receive_contact
from amends.cases.actions.learning import (
    TooFewCorrections,
    learn_readings,
    switch_model_off,
    switch_model_on,
)
from amends.cases.inbound import InboundContact
from amends.cases.models import Case, Contact, ReadingCorrection, ReadingModel, ReadingModelTurn
from amends.cases.queries import case_file
from amends.cases.reading_examples import examples_of
from amends.cases.reading_models import model_on
from amends.cases.readings import reading_of
from amends.cases.recording import NotFound, Refused
from amends.language.measuring import FEWEST
from amends.people.models import Brand
from amends.people.scope import ScopeMissing, brand_scope
from amends.rules.vocabulary import Channel
from tests.cases.reading_book import DESPAIR, GRAVE, test_book
from tests.cases.teaching import LEARNED_AT, PUBLIC, READ, correct, desk, switched, taught, teach
from tests.conftest import NOON, Cast, complain

__all__ = ["desk", "switched", "taught", "test_book"]
LATER = LEARNED_AT + timedelta(hours=1)


def heard(case: Case) -> Contact:
    return Contact.objects.get(case=case, direction="in")


def test_what_was_learned_is_off_and_changes_nothing(taught: Cast) -> None:
    row = ReadingModel.objects.get()
    assert (row.is_on, row.made_by, row.made_at) == (False, taught.manager, LEARNED_AT)
    assert row.weights.keys() == {"flag.media"}
    assert [one["verdict"] for one in row.measured] == ["taken"]
    assert model_on(taught.norvia.pk) is None
    assert complain(taught, f"It broke down. {READ}.").read_flags == ["media"]


def test_switched_on_it_takes_away_what_it_refuses_and_keeps_the_rest(switched: Cast) -> None:
    assert complain(switched, f"It broke down. {READ}.").read_flags == []
    assert complain(switched, f"It broke down. {PUBLIC}.").read_flags == ["media"]


def test_new_words_in_a_case_are_heard_with_it(switched: Cast) -> None:
    case = complain(switched, "It broke down.")
    same = {"actor": switched.actor("rep"), "case_uuid": case.uuid, "channel": Channel.PHONE, "now": LATER}
    continue_case(**same, text=f"{READ}.")  # type: ignore[arg-type]
    assert Case.objects.get(pk=case.pk).read_flags == []
    continue_case(**same, text=f"{PUBLIC}.")  # type: ignore[arg-type]
    assert Case.objects.get(pk=case.pk).read_flags == ["media"]


def test_switched_off_everything_is_read_again(switched: Cast) -> None:
    switch_model_off(actor=switched.actor("administrator"), brand=switched.norvia, now=LATER)
    assert complain(switched, f"It broke down. {READ}.").read_flags == ["media"]
    switch_model_on(actor=switched.actor("manager"), brand=switched.norvia, now=LATER)
    assert complain(switched, f"It broke down. {READ}.").read_flags == []
    turns = ReadingModelTurn.objects.order_by("pk").values_list("is_on", "staff__name", "at")
    assert list(turns) == [
        (True, "Manager", LEARNED_AT),
        (False, "Administrator", LATER),
        (True, "Manager", LATER),
    ]


def test_a_persons_word_wins_over_it(switched: Cast) -> None:
    case = complain(switched, f"It broke down. {READ}.")
    correct(switched, case, "flag.media", is_right=True, now=LATER)
    assert Case.objects.get(pk=case.pk).read_flags == ["media"]
    said = list(ReadingCorrection.objects.filter(contact__case=case))
    found = reading_of(heard(case), said, model_on(switched.norvia.pk))
    assert found is not None and found.flags == ("media",)


def test_danger_is_never_taken_away(switched: Cast) -> None:
    case = complain(switched, f"{GRAVE} {DESPAIR} {READ}.")
    assert {"safety", "self_harm", "legal"} <= set(case.read_flags)


def test_other_brands_read_as_they_did(switched: Cast) -> None:
    inbound = InboundContact(channel=Channel.PHONE, text=f"It broke down. {READ}.", language="en")
    for brand, who, flags in ((switched.sunfold, "stranger", ["media"]), (switched.norvia, "rep", [])):
        made = receive_contact(actor=switched.actor(who), brand=brand, inbound=inbound, now=LATER)
        assert Case.objects.get(pk=made.case_id).read_flags == flags
    assert model_on(switched.sunfold.pk) is None
    with brand_scope([switched.sunfold.pk]):
        assert ReadingModel.objects.count() == ReadingModelTurn.objects.count() == 0
        with pytest.raises(ScopeMissing):
            model_on(switched.norvia.pk)


@pytest.mark.parametrize("act", [learn_readings, switch_model_on, switch_model_off])
@pytest.mark.parametrize("who", ["rep", "specialist", "supervisor", "stranger"])
def test_who_may_not_put_a_policy_in_force_may_not_do_it(
    desk: Cast, act: Callable[..., ReadingModel], who: str
) -> None:
    with pytest.raises(NotFound if who == "stranger" else Refused, match=r"^role$|^case_not_found$"):
        act(actor=desk.actor(who), brand=desk.norvia, now=NOON)
    assert ReadingModel.objects.count() == 0


def test_too_few_corrections_are_told_with_how_many_there_are(desk: Cast) -> None:
    with pytest.raises(TooFewCorrections) as nothing:
        learn_readings(actor=desk.actor("manager"), brand=desk.norvia, now=LATER)
    assert (nothing.value.code, nothing.value.values["needed"]) == ("nothing_corrected", FEWEST)
    teach(desk, 3)
    with pytest.raises(TooFewCorrections) as few:
        learn_readings(actor=desk.actor("manager"), brand=desk.norvia, now=LATER)
    assert few.value.code == "too_few_corrections"
    found = {"count": 6, "needed": FEWEST, "label": "flag.media", "right": 3, "wrong": 3}
    assert found.items() <= few.value.values.items()
    assert ReadingModel.objects.count() == 0


def test_nothing_learned_and_nothing_on_is_refused(desk: Cast) -> None:
    same = {"actor": desk.actor("manager"), "brand": desk.norvia, "now": LATER}
    with pytest.raises(Refused, match="nothing_learned"):
        switch_model_on(**same)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="no_model_on"):
        switch_model_off(**same)  # type: ignore[arg-type]


def test_one_model_is_on_and_the_one_before_is_forgotten(switched: Cast) -> None:
    same = {"actor": switched.actor("manager"), "brand": switched.norvia}
    with pytest.raises(Refused, match="model_is_on"):
        switch_model_on(**same, now=LATER)  # type: ignore[arg-type]
    first = ReadingModel.objects.get()
    second = learn_readings(**same, now=LATER)  # type: ignore[arg-type]
    assert ReadingModel.objects.get(is_on=True) == first
    switch_model_on(**same, now=LATER)  # type: ignore[arg-type]
    assert ReadingModel.objects.get(is_on=True) == second
    assert ReadingModel.objects.get(pk=first.pk).weights == {}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingModel.objects.filter(pk=first.pk).update(is_on=True)


def test_numbers_of_what_is_off_go_with_the_next_learning(taught: Cast) -> None:
    learn_readings(actor=taught.actor("manager"), brand=taught.norvia, now=LATER)
    first, second = ReadingModel.objects.order_by("pk")
    assert first.weights == {}
    assert second.weights


def test_the_weights_hold_numbers_and_no_words(taught: Cast) -> None:
    (weights,) = ReadingModel.objects.get().weights.values()
    assert weights.keys() == {"bias", "places"}
    assert all(one.isdecimal() for one in weights["places"])
    assert all(isinstance(one, float) for one in weights["places"].values())


def test_a_case_page_asks_nothing_more_while_none_is_on_and_one_thing_while_one_is(taught: Cast) -> None:
    case = complain(taught, f"It broke down. {READ}.")

    def asked() -> int:
        case_file(taught.actor("rep"), case.uuid)
        with CaptureQueriesContext(connection) as queries:
            case_file(taught.actor("rep"), case.uuid)
        # In `every_brand` a page's own scope is not told to the database.
        return len(queries)

    before = asked()
    switch_model_on(actor=taught.actor("manager"), brand=taught.norvia, now=LATER)
    assert asked() == before + 1
    switch_model_off(actor=taught.actor("manager"), brand=taught.norvia, now=LATER)
    assert asked() == before


def test_what_comes_in_with_history_and_is_open_is_read_with_it(switched: Cast) -> None:
    past = {"is_history": True, "occurred_at": NOON}
    assert complain(switched, f"It broke down. {READ}.", **past).read_flags == []
    assert complain(switched, f"It broke down. {PUBLIC}.", **past).read_flags == ["media"]


def test_history_that_is_over_asks_for_no_model(switched: Cast) -> None:
    inbound = InboundContact(
        channel=Channel.PHONE, text=READ, language="en", is_history=True, is_closed=True, occurred_at=NOON
    )
    with CaptureQueriesContext(connection) as queries:
        receive_contact(actor=switched.actor("rep"), brand=switched.norvia, inbound=inbound, now=LATER)
    assert not [one for one in queries if "readingmodel" in one["sql"]]


def test_without_a_scope_nothing_of_it_is_read(cast: Cast) -> None:
    brand: Brand = cast.norvia
    for ask in (lambda: model_on(brand.pk), lambda: examples_of(brand.pk)):
        with pytest.raises(ScopeMissing):
            ask()
