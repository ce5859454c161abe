"""What is read from words begins a case as they say, rings where it must, and gives way to a person's word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from amends.cases.actions.contacts import continue_case, receive_contact
from amends.cases.actions.describing import Description, describe_case
from amends.cases.actions.erasure import erase_case
from amends.cases.actions.readings import correct_reading, take_alarm
from amends.cases.actions.stages import Assessment, assess_case, close_case
from amends.cases.alarms import alarms_for
from amends.cases.changes import changes_since, place_now
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Alarm, Case, CaseEvent, Contact, ReadingCorrection
from amends.cases.queue import counts_of, queue
from amends.cases.readings import read_again, reading_of
from amends.cases.recording import NotFound, Refused
from amends.errors import DomainError
from amends.people.scope import ScopeMissing, brand_scope, every_brand
from amends.rules.retention import LEGAL, why_kept
from amends.rules.vocabulary import Channel, Ending, Erasure, Kind, Situation
from tests.cases.reading_book import DESPAIR, FIRST, GRAVE, test_book
from tests.conftest import NOON, Cast, complain, is_postgres

__all__ = ["test_book"]
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk(cast: Cast, test_book: None) -> Iterator[Cast]:
    """The cast, the small phrasebook, and every brand in view."""
    with every_brand():
        yield cast


def heard(case: Case) -> Contact:
    return Contact.objects.get(case=case, direction="in")


def correct(desk: Cast, case: Case, label: str, *, is_right: bool = False, by: str = "rep") -> Case:
    contact = heard(case)
    reading = reading_of(contact)
    assert reading is not None
    start = next(span.start for span in reading.spans if span.label == label)
    correct_reading(
        actor=desk.actor(by),
        case_uuid=case.uuid,
        contact_uuid=contact.uuid,
        label=label,
        start=start,
        is_right=is_right,
        now=LATER,
    )
    return Case.objects.get(pk=case.pk)


def again(desk: Cast, case: Case, text: str) -> Case:
    rep = desk.actor("rep")
    continue_case(actor=rep, case_uuid=case.uuid, channel=Channel.EMAIL, text=text, now=LATER)
    return Case.objects.get(pk=case.pk)


def test_a_case_begins_as_its_words_say(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    assert (case.seriousness, case.impact, case.urgency) == (3, 3, 3)
    assert case.read_flags == ["legal", "media", "safety"]
    assert case.flags == [], "a person sets these"
    assert case.situation == Situation.MEND.value
    assert case.rank < complain(desk, "Hello.").rank


def test_what_a_person_typed_stays(desk: Cast) -> None:
    case = complain(desk, GRAVE, seriousness=2, impact=1, urgency=1)
    assert (case.seriousness, case.impact, case.urgency) == (2, 1, 1)
    assert case.read_flags == ["legal", "media", "safety"]


def test_reading_never_lowers(desk: Cast) -> None:
    case = complain(desk, "Nothing that a book knows.")
    assert (case.seriousness, case.impact, case.urgency, case.read_flags) == (1, 2, 2, [])


@pytest.mark.parametrize(
    "over", [{"is_closed": True, "occurred_at": NOON}, {"occurred_at": NOON - timedelta(days=400)}]
)
def test_history_that_is_over_stays_as_it_came(desk: Cast, over: dict[str, Any]) -> None:
    case = complain(desk, DESPAIR, is_history=True, **over)
    assert (case.seriousness, case.read_flags, Alarm.objects.count()) == (1, [], 0)


def test_an_open_complaint_of_this_year_is_read_when_it_comes_in_with_history(desk: Cast) -> None:
    case = complain(desk, DESPAIR, is_history=True, occurred_at=NOON - timedelta(days=90))
    assert (case.seriousness, case.read_flags, Alarm.objects.count()) == (3, ["self_harm"], 1)
    assert case.respond_due_at is None, "its clocks stay off"


def test_a_language_that_nobody_stated_is_found_out_and_one_that_was_stays(desk: Cast) -> None:
    text = "Tre veckor har gått och jag har fortfarande inte fått min tvättmaskin lagad."
    inbound = InboundContact(channel=Channel.EMAIL, text=text, caller=Caller(name="Ulla"))
    made = receive_contact(actor=desk.actor("rep"), brand=desk.norvia, inbound=inbound, now=NOON)
    case = Case.objects.get(pk=made.case_id)
    assert (case.language, heard(case).language) == ("sv", "sv")
    assert complain(desk, text).language == "en"


def test_who_is_vulnerable_is_proposed_and_no_flag_of_the_case(desk: Cast) -> None:
    case = complain(desk, "It broke down, and I sit in a wheelchair.")
    assert case.read_flags == []
    assert case.impact == 3
    reading = reading_of(heard(case))
    assert reading is not None
    assert reading.flags == ("vulnerable",)


def test_a_lawyer_that_was_read_is_no_legal_hold(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    rep, manager = desk.actor("rep"), desk.actor("manager")
    close_case(actor=rep, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=LATER)
    assert not why_kept(is_open=False, is_hold=False, flags=Case.objects.get(pk=case.pk).flags)
    assert erase_case(manager, case.uuid, Erasure.REQUEST, LATER)


def test_the_negative_control_a_lawyer_that_a_person_noted_is_one(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    rep, manager = desk.actor("rep"), desk.actor("manager")
    describe_case(actor=rep, case_uuid=case.uuid, description=Description(flags=[LEGAL]), now=LATER)
    close_case(actor=rep, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=LATER)
    with pytest.raises(Refused, match="legal_hold"):
        erase_case(manager, case.uuid, Erasure.REQUEST, LATER)


def test_new_words_raise_a_case_and_its_flags_add_up(desk: Cast) -> None:
    case = again(desk, complain(desk, FIRST), "I will switch to Linkway. I lost my wages.")
    assert (case.seriousness, case.read_flags) == (2, ["leave", "repeat"])


def test_new_words_leave_what_a_person_assessed_but_for_danger(desk: Cast) -> None:
    case = complain(desk, FIRST)
    said = Assessment(
        want="Money", seriousness=0, impact=1, urgency=1, situation=Situation.MEND, points=["The washer"]
    )
    assess_case(actor=desk.actor("rep"), case_uuid=case.uuid, assessment=said, now=LATER)
    assert again(desk, case, "I lost my wages, by tonight!").seriousness == 0
    case = again(desk, case, "And now I smell gas.")
    assert (case.seriousness, case.impact, case.urgency) == (3, 3, 3)


def test_a_case_in_no_known_language_learns_it_from_the_next_words(desk: Cast) -> None:
    case = complain(desk, "OK 123")
    Case.objects.filter(pk=case.pk).update(language="und")
    text = "Jag har väntat i tre veckor och ingen har ringt upp mig."
    assert again(desk, case, text).language == "sv"


def test_self_harm_rings_whoever_leads_until_one_of_them_has_it(desk: Cast) -> None:
    place = place_now()
    case = complain(desk, DESPAIR)
    if not is_postgres():
        # There a change is told once its transaction has ended, and a test never ends its own.
        assert [change.is_consult for change in changes_since(place).found] == [False, True]
    assert (case.seriousness, case.event_count) == (3, 2)
    assert [row.case_id for row in alarms_for(desk.actor("supervisor"))] == [case.pk]
    assert alarms_for(desk.actor("rep")) == alarms_for(desk.actor("stranger")) == []
    with pytest.raises(Refused, match="role"):
        take_alarm(actor=desk.actor("rep"), case_uuid=case.uuid, now=LATER)
    take_alarm(actor=desk.actor("supervisor"), case_uuid=case.uuid, now=LATER)
    assert alarms_for(desk.actor("specialist")) == []
    with pytest.raises(Refused, match="alarm_over"):
        take_alarm(actor=desk.actor("specialist"), case_uuid=case.uuid, now=LATER)
    assert CaseEvent.objects.filter(case=case).order_by("seq").last().kind == "alarm.taken"  # type: ignore[union-attr]


def test_new_words_ring_too_and_once_while_it_rings(desk: Cast) -> None:
    case = complain(desk, FIRST)
    again(desk, case, "I want to end my life")
    again(desk, case, "I will end my life")
    assert Alarm.objects.filter(case=case, taken_at=None).count() == 1
    take_alarm(actor=desk.actor("supervisor"), case_uuid=case.uuid, now=LATER)
    again(desk, case, "I will end my life")
    assert Alarm.objects.filter(case=case, taken_at=None).count() == 1
    assert Alarm.objects.filter(case=case).count() == 2


@pytest.mark.parametrize("kind", [Kind.ENQUIRY, Kind.THANKS])
def test_an_enquiry_that_speaks_of_self_harm_is_somebodys_case(desk: Cast, kind: Kind) -> None:
    quiet = InboundContact(channel=Channel.PHONE, text="Do you sell washers?", kind=kind)
    loud = InboundContact(
        channel=Channel.PHONE, text="Do you sell washers? I want to end my life.", kind=kind
    )
    actor, brand = desk.actor("rep"), desk.norvia
    assert receive_contact(actor=actor, brand=brand, inbound=quiet, now=NOON).case_id is None
    received = receive_contact(actor=actor, brand=brand, inbound=loud, now=NOON)
    assert [row.case_id for row in alarms_for(desk.actor("supervisor"))] == [received.case_id]
    assert Contact.objects.get(pk=received.contact_id).kind == kind.value
    told = InboundContact(channel=Channel.PHONE, text=loud.text, kind=kind, is_history=True, occurred_at=NOON)
    assert receive_contact(actor=actor, brand=brand, inbound=told, now=NOON).case_id is None


def test_words_that_say_it_again_in_passing_do_not_ring_twice(desk: Cast) -> None:
    case = complain(desk, DESPAIR)
    take_alarm(actor=desk.actor("supervisor"), case_uuid=case.uuid, now=LATER)
    again(desk, case, "Thank you for the talk.")
    assert alarms_for(desk.actor("supervisor")) == []


def test_nobody_hears_of_a_complaint_about_themselves(desk: Cast) -> None:
    complain(desk, DESPAIR, about_staff_id=desk.supervisor.pk)
    assert alarms_for(desk.actor("supervisor")) == []
    assert len(alarms_for(desk.actor("manager"))) == 1


def test_not_so_takes_a_label_away_and_can_be_taken_back(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    case = correct(desk, case, "flag.media")
    assert case.read_flags == ["legal", "safety"]
    row = ReadingCorrection.objects.get()
    reading = reading_of(heard(case), [row])
    assert reading is not None
    assert "media" not in reading.flags
    assert "flag.media" not in {span.label for span in reading.spans}
    case = correct(desk, case, "flag.media", is_right=True)
    assert case.read_flags == ["legal", "media", "safety"]
    assert ReadingCorrection.objects.get().is_right


def test_a_persons_word_stands_when_the_book_no_longer_says_so(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = correct(desk, complain(desk, GRAVE), "flag.media", is_right=True)
    monkeypatch.setattr("amends.language.reading._own_cues", lambda texts, _languages: [[] for _ in texts])
    read_again.cache_clear()
    reading = reading_of(heard(case), list(ReadingCorrection.objects.all()))
    assert reading is not None
    assert reading.flags == ("media",)


def test_not_so_outlives_new_words(desk: Cast) -> None:
    case = correct(desk, complain(desk, GRAVE), "flag.media")
    assert again(desk, case, "My lawyer has it now.").read_flags == ["legal", "safety"]


def test_the_record_says_that_a_reading_was_corrected_and_not_which(desk: Cast) -> None:
    case = correct(desk, complain(desk, GRAVE), "flag.media")
    event = CaseEvent.objects.filter(case=case, kind="reading.corrected").get()
    assert "media" not in event.data
    assert event.actor_id == desk.rep.pk


def test_what_was_never_read_can_not_be_corrected(desk: Cast) -> None:
    case = complain(desk, GRAVE)
    same = {"actor": desk.actor("rep"), "case_uuid": case.uuid, "is_right": True, "now": LATER}
    for label, start in (("flag.media", 0), ("flag.gold", 3), ("", -1)):
        with pytest.raises(DomainError, match="no_such_reading"):
            correct_reading(**same, contact_uuid=heard(case).uuid, label=label, start=start)  # type: ignore[arg-type]
    foreign = complain(desk, GRAVE)
    with pytest.raises(DomainError, match="no_such_reading"):
        correct_reading(**same, contact_uuid=heard(foreign).uuid, label="flag.media", start=70)  # type: ignore[arg-type]


def test_a_stranger_corrects_nothing_and_sees_no_correction(desk: Cast) -> None:
    case = correct(desk, complain(desk, GRAVE), "flag.media")
    with pytest.raises(NotFound):
        correct(desk, case, "flag.legal", by="stranger")
    with brand_scope([desk.sunfold.pk]):
        assert ReadingCorrection.objects.count() == Alarm.objects.count() == 0


def test_without_a_scope_nothing_of_it_is_read(cast: Cast) -> None:
    for model in (ReadingCorrection, Alarm):
        with pytest.raises(ScopeMissing):
            model.objects.count()


def test_erasure_takes_what_was_read_and_what_was_said_of_it(desk: Cast) -> None:
    case = correct(desk, complain(desk, f"{GRAVE} {DESPAIR}"), "flag.media")
    close_case(actor=desk.actor("rep"), case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=LATER)
    erase_case(desk.actor("manager"), case.uuid, Erasure.REQUEST, LATER)
    assert Case.objects.get(pk=case.pk).read_flags == []
    assert ReadingCorrection.objects.count() == Alarm.objects.count() == 0
    assert reading_of(Contact.objects.get(case=case)) is None
    with pytest.raises(Refused, match="erased"):
        correct_reading(
            actor=desk.actor("rep"),
            case_uuid=case.uuid,
            contact_uuid=Contact.objects.get(case=case).uuid,
            label="flag.legal",
            start=41,
            is_right=False,
            now=LATER,
        )


def test_the_queue_can_be_asked_for_one_flag(desk: Cast) -> None:
    public, other = complain(desk, GRAVE), complain(desk, FIRST)
    rep, brands = desk.actor("rep"), [desk.norvia.pk]
    found = queue(rep, brands, "all", NOON, filters={"flag": "media"})
    assert [row["id"] for row in (*found.due, *found.rest)] == [public.pk]
    found = queue(rep, brands, "all", NOON, filters={"flag": "repeat", "language": "en"})
    assert [row["id"] for row in (*found.due, *found.rest)] == [other.pk]
    assert counts_of(rep, brands, [("all", {"flag": "media"}), ("all", {})], NOON) == [1, 2]


def test_contacts_that_are_no_complaint_have_a_language_and_no_flags(desk: Cast) -> None:
    inbound = InboundContact(
        channel=Channel.EMAIL, kind=Kind.THANKS, text="Tack så mycket, det var snällt av er.", caller=Caller()
    )
    made = receive_contact(actor=desk.actor("rep"), brand=desk.norvia, inbound=inbound, now=NOON)
    assert Contact.objects.get(pk=made.contact_id).language == "sv"


def test_the_negative_control_without_an_alarm_nobody_leads_there(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amends.cases.readings.SELF_HARM", "nothing")
    complain(desk, DESPAIR)
    assert alarms_for(desk.actor("supervisor")) == []
