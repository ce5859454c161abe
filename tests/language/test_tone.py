"""The mirror hears what no phrase says, says it as what it is, and lets calm, firm words pass."""

from __future__ import annotations

import pytest

from amends.language.labels import HARSH
from amends.language.signs import Signs, Weighed
from amends.language.tone import check_tone

HURTS = [
    ("en", "Funny how your fitter parks outside number nine every evening. Shame if he had to walk home."),
    ("bg", "Спираш каквото правиш, отваряш ми поръчката и я оправяш. Веднага."),
    ("he", "אני יודע איך קוראים לך ואיפה את גרה. כדאי לך מאוד שההזמנה תהיה אצלי עד הערב"),
    ("sv", "Du heter Kvist va? Såna som du hittar man lätt. Tänk på det när du avslår nästa gång."),
    (
        "ru",
        "Смотрите, у вас окна на первом этаже, хрупкие такие. Не отдадите деньги, ночью без стекол останетесь.",
    ),
    ("zh-Hans", "等着吧，工号8807，我不把你弄到下岗我跟你姓"),
    ("zh-Hant", "搞清楚，你們的薪水都是我們這種納稅人付的，我要你站著等你就得站著等"),
]
CALM = [
    (
        "en",
        "The kettle came broken on 3 May. I ask for my money back by Friday, or I will take it to the ombudsman.",
    ),
    ("en", "You promised a call on Monday and nobody rang. That is the third time. Please put it right."),
    (
        "en",
        "He said he would break my legs if I complained. I am frightened and want to speak with your manager.",
    ),
    (
        "en",
        'Your driver said to my wife: "shut your mouth or I will come back tonight". Please look into it.',
    ),
    (
        "en",
        "He told me: ‘If you complain again I know where you live and you will not walk home’. Please look into it.",
    ),
    ("en", "He told me: 'pay or your kids get it'. Please look into it."),
    ("bg", "Настоявам да върнете сумата до петък, иначе ще подам жалба в КЗП."),
    ("he", "אני דורשת החזר כספי עד יום ראשון, אחרת אפנה למועצה לצרכנות."),
    ("sv", "Jag vill ha pengarna tillbaka senast fredag, annars anmäler jag er till ARN."),
    ("ru", "Прошу вернуть деньги до пятницы, иначе обращусь в Роспотребнадзор."),
    ("zh-Hans", "请在周五之前退款，否则我会向消协投诉。"),
    ("zh-Hant", "請在週五前退款，否則我會向消保官申訴。"),
]


@pytest.mark.parametrize(("language", "text"), HURTS)
def test_what_hurts_in_no_phrase_is_heard_and_its_place_is_shown(language: str, text: str) -> None:
    found = check_tone(text, stated=language)
    assert found.is_harsh
    assert {one.id for one in found.findings} <= {HARSH, "tone.threat"}
    assert all(0 <= one.start < one.end <= len(text) for one in found.findings)


def test_without_weak_signs_nobody_hears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("tone", "weighing"):
        monkeypatch.setattr(f"amends.language.{room}.signs_of", lambda *_asked: Signs((), (), ()))
    assert not any(check_tone(text, stated=language).is_harsh for language, text in HURTS)


def among_calm(language: str, text: str, between: str) -> str:
    """A line between two that are calm, each a paragraph, as a long draft has it."""
    calm = next(line for tag, line in CALM if tag == language)
    return between.join([calm, text, calm])


@pytest.mark.parametrize("between", ["\n\n", "\r\n\r\n", " \n\u00a0\n"])
@pytest.mark.parametrize(("language", "text"), HURTS)
def test_calm_paragraphs_around_do_not_hide_it(language: str, text: str, between: str) -> None:
    draft = among_calm(language, text, between)
    found = check_tone(draft, stated=language).findings
    assert found
    assert all(draft[one.start : one.end] in text for one in found)


@pytest.fixture
def together_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away that each sentence is weighed by itself."""
    monkeypatch.setattr(
        "amends.language.tone.weighed_tone", lambda text, signs: (Weighed(text, signs), Weighed(text, signs))
    )


@pytest.mark.usefixtures("together_alone")
def test_weighed_together_alone_calm_paragraphs_would_hide_it() -> None:
    drafts = [(language, among_calm(language, text, "\n\n")) for language, text in HURTS]
    assert not all(check_tone(draft, stated=language).is_harsh for language, draft in drafts)


SNEER = "תודה. ההזמנה הגיעה. אילו קיבל סוכנכם חינוך בסיסי כלשהו בבית הוריו, היה יודע לענות."


def test_calm_sentences_around_make_no_sneer_doubtful() -> None:
    assert "tone.insult" in {one.id for one in check_tone(SNEER, stated="he").findings}


@pytest.mark.usefixtures("together_alone")
def test_weighed_together_alone_they_would() -> None:
    assert "tone.insult" not in {one.id for one in check_tone(SNEER, stated="he").findings}


@pytest.mark.parametrize(("language", "text"), CALM)
def test_calm_and_firm_words_pass(language: str, text: str) -> None:
    assert not check_tone(text, stated=language).is_harsh


@pytest.mark.parametrize(
    "text",
    [
        "You useless idiots. I know where your fitter parks, and he will be walking home.",
        "If that fitter shows his face here again he will be leaving in an ambulance.",
    ],
)
def test_what_a_phrase_says_is_not_said_again_by_signs(text: str) -> None:
    found = check_tone(text, stated="en").findings
    said = [one for one in found if one.id != HARSH]
    assert said
    for one in found:
        assert one in said or not any(one.start < other.end and other.start < one.end for other in said)
