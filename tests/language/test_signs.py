"""Weak signs show together what none of them shows alone, say where, and doubt a phrase that stands among other words."""

from __future__ import annotations

from math import inf

import pytest
from bench.said.pieces import pieces_of
from bench.said.said import as_weighed, told_in
from hypothesis import given
from hypothesis import strategies as st

from amends.language.aligned import aligned
from amends.language.labels import BOOKS, HARSH, LABELS, LANGUAGES
from amends.language.packed import MOST, bar, exceeding, is_high, packed, sign_of, weight
from amends.language.reading import read
from amends.language.signs import WINDOW, WINDOW_HAN, Needed, Signs, Weighed, parts_of, signs_of, taken_apart

TABLE = (
    "flag.self_harm 15.00 - flag.threat 90.00 - want.repair - 0.00\n"
    "aWW bridge\naWW goodbye\nKWW film\nWWZ repair\nWWK yesterday\nWXW your car\n"
)
HARM = "flag.self_harm"
GRAVE = {f"flag.{one}" for one in ("self_harm", "vulnerable", "threat", "safety", "regulator", "legal")}
PURPOSES = ("read", "reply", "tone")
ALL = "".join(map(chr, range(ord("0"), ord("~") + 1)))
STEPS = st.floats(-40, 40) | st.just(inf)


def made(table: str) -> Signs:
    needed, pieces, weights = taken_apart(table)
    return Signs([*map(Needed._make, needed)], pieces, weights)


@pytest.fixture
def signs() -> Signs:
    """A small table."""
    return made(TABLE)


def shown(signs: Signs, text: str, *known: str) -> list[tuple[str, str]]:
    return [(sign.label, text[sign.start : sign.end]) for sign in Weighed(aligned(text), signs).shown(known)]


def doubts(weighed: Weighed, label: str, start: int) -> bool:
    return bool(weighed.doubted([(label, start)]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I walked to the bridge. I said goodbye there.", True),
        ("Goodbye! The bridge is near.", True),
        ("I walked to the bridge.", False),
        ("The film has a bridge and a goodbye.", False),
        ("footbridge and fullgoodbye", False),
        ("Where is my parcel?", False),
    ],
)
def test_pieces_speak_together_for_and_against_and_begin_where_words_begin(
    signs: Signs, text: str, found: bool
) -> None:
    assert bool(shown(signs, text)) is found


def test_what_speaks_against_does_so_among_its_own_sentences_only(signs: Signs) -> None:
    far = "Your driver never came to our house and nobody called us about it at all. " * 2
    assert shown(signs, "The film was late. " + far + "I stand on the bridge. Goodbye.")[0][0] == HARM
    assert shown(signs, "The film was late. I stand on the bridge. Goodbye.") == []


def test_the_sentence_with_most_of_them_is_shown_as_it_was_written(signs: Signs) -> None:
    text = "  My parcel is late.   On the BRIDGE now, goodbye.  Thanks."
    [(label, said)] = shown(signs, text)
    assert label == HARM
    assert said in ("My parcel is late.", "On the BRIDGE now, goodbye.")


def test_the_word_that_tells_most_is_found_where_most_is_told(signs: Signs) -> None:
    far = "Your driver never came to our house and nobody called us about it at all. " * 2
    text = "  A film about a bridge.  " + far + "ﬁnd  the BRIDGE, then: goodbye."
    start, end = Weighed(aligned(text), signs).telling(HARM)
    assert text[start:end] in ("BRIDGE", "goodbye")


def test_what_is_known_already_is_not_shown_again(signs: Signs) -> None:
    assert shown(signs, "On the bridge, goodbye.", HARM) == []


def test_a_phrase_among_words_that_speak_against_it_is_doubted_where_it_stands_alone(signs: Signs) -> None:
    far = "Your driver never came to our house and nobody called us about it at all. " * 2
    text = "Repair it. " + far + "You came to repair it yesterday."
    weighed = Weighed(aligned(text), signs)
    assert not doubts(weighed, "want.repair", 0)
    assert doubts(weighed, "want.repair", text.rindex("repair"))
    # What nobody weighs, and what must not be missed, is never doubted.
    assert not doubts(weighed, "want.refund", text.rindex("repair"))
    assert not doubts(Weighed(aligned("The film about a bridge."), signs), HARM, 0)


def test_a_place_is_found_as_it_was_written(signs: Signs) -> None:
    text = (
        "Ｙｏｕ  did  ﬁnd it.   " * 3
        + "Repair it. "
        + "The weather is fine and so are we all, thank you. " * 3
    )
    text += "You came to repair it yesterday."
    weighed = Weighed(aligned(text), signs)
    assert not doubts(weighed, "want.repair", text.index("Repair"))
    assert doubts(weighed, "want.repair", text.rindex("repair"))


GOING = [
    ("en", "Cancel my contract, I'm off to Brightmob, half the price and it works in my kitchen.", "leave"),
    ("he", "גביתם ממני דמי ניהול שאמרתם שאין. אני עוזב ועובר לבית השקעות אחר", "leave"),
    (
        "sv",
        "Det var sista gången jag handlade hos er. Blom har färskare bröd och någon som säger hej.",
        "leave",
    ),
]
STAYING = [
    ("en", "We are leaving the house on Friday, please send the engineer before."),
    ("bg", "Здравейте, как мога да прехвърля номера си към вас от друг оператор?"),
    (
        "he",
        "הפעם האחרונה שביקרתי אצלכם הייתה בקורונה, שמחה לראות שהכל עוד במקום",
    ),
    ("sv", "Vi tänker inte byta operatör för en sådan sak, men täckningen i källaren är dålig."),
    (
        "ru",
        "Никуда я от вас не ухожу, просто почините весы.",
    ),
    ("zh-Hans", "钱不用你们退，锅盖寄来是裂的，换一个好的给我就行"),
]


@pytest.mark.parametrize(("language", "text", "flag"), GOING)
def test_what_the_words_make_sure_no_phrase_takes_away_that_only_looks_like_it(
    language: str, text: str, flag: str
) -> None:
    assert flag in read(text, stated=language).flags


PLAIN = ("en", "We're looking for a supplier of paper cups. Could you send us your prices?")


@pytest.mark.parametrize(("language", "text"), [*STAYING, PLAIN])
def test_what_only_looks_like_going_takes_the_rest_away(language: str, text: str) -> None:
    assert "leave" not in read(text, stated=language).flags


def test_without_what_looks_like_going_all_would_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amends.language.matching.Looks.touch", lambda *_place: False)
    monkeypatch.setattr("amends.language.surroundings.Meanings.is_meant", lambda *_told: True)
    assert all("leave" in read(text, stated=language).flags for language, text in STAYING)


FELT = [
    ("en", "anger", "Your cashier is an ignorant pig, nobody talks to my wife like that."),
    ("ru", "disappointment", "Шесть лет верила вашей клинике, больше я к вам не пойду."),
]


@pytest.mark.parametrize(("language", "emotion", "text"), FELT)
def test_what_is_felt_is_read_where_no_phrase_says_it(
    language: str, emotion: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert emotion in read(text, stated=language).emotions
    monkeypatch.setattr(Weighed, "shown", lambda *_known: iter(()))
    assert emotion not in read(text, stated=language).emotions


def test_a_phrase_is_shown_rather_than_its_sentence_where_what_looks_like_it_goes_over_a_comma() -> None:
    text = "I no longer want it, cancel the order."
    said = [
        text[one.start : one.end] for one in read(text, stated="en").spans if one.label == "want.cancellation"
    ]
    assert said == ["cancel the order"]


@pytest.mark.parametrize(
    "text", ["We had plan b", "we had plan b, then none", "Plan b failed. We had plan b"]
)
def test_a_word_of_one_letter_is_weighed_where_it_ends(text: str) -> None:
    table = made("flag.repeat 15.00 -\n~ b \n")
    assert [label for label, _said in shown(table, text)] == ["flag.repeat"]
    assert pieces_of(aligned("we had plan b").text) >= {" b ", " plan"}
    assert shown(table, text.replace(" b", " bee")) == []


def test_were_nothing_sure_it_would_be_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amends.language.signs._SURE", inf)
    assert not any(flag in read(text, stated=language).flags for language, text, flag in GOING)


def test_a_table_without_pieces_shows_and_doubts_nothing() -> None:
    weighed = Weighed(aligned("On the bridge, goodbye."), Signs((), (), ()))
    assert list(weighed.shown(())) == []
    assert not doubts(weighed, HARM, 0)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("name", BOOKS)
def test_every_language_has_tables_of_labels_that_there_are(name: str, purpose: str) -> None:
    signs = signs_of(name, purpose)
    labels = {one.label for _at, one in signs.weighed}
    assert labels
    assert labels <= LABELS | {HARSH}
    for _at, needed in signs.weighed:
        assert needed.doubted < needed.shown


@pytest.mark.parametrize("name", BOOKS)
def test_what_must_not_be_missed_no_sum_alone_takes_away(name: str) -> None:
    for label in GRAVE:
        assert signs_of(name, "read").need(label)[1].doubted == -inf


def test_a_language_that_nobody_reads_has_no_signs() -> None:
    assert list(Weighed(aligned("goodbye"), signs_of("und", "read")).shown(())) == []


@given(st.lists(st.text(ALL, min_size=5, max_size=5), min_size=1, max_size=200))
def test_weights_in_one_number_are_summed_apart(rows: list[str]) -> None:
    total = sum(map(packed, rows))
    for at in range(5):
        assert weight(total, len(rows), at) == sum(ord(row[at]) - ord("W") for row in rows)


@given(st.floats(-60, 60))
def test_a_sign_stands_for_the_nearest_step(steps: float) -> None:
    said = weight(packed(sign_of(steps)), 1, 0)
    assert said == max(-39, min(39, round(steps)))


SAID = {
    "en": "I can't see a way forward. The house would be quieter without me in it.",
    "sv": "Avsluta kortet. Jag har gett bort hunden och skrivit till min syster, efter söndag hör ni inte av mig mer.",
    "zh-Hant": "把卡停了吧。狗我送人了，也寫了信給妹妹，過了星期天你們誰也找不到我了。",
}


@pytest.mark.parametrize("language", SAID)
def test_a_goodbye_without_the_word_is_heard(language: str) -> None:
    reading = read(SAID[language], stated=language)
    assert "self_harm" in reading.flags
    assert any(span.label == HARM for span in reading.spans)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The book about suicide in Victorian London came with a torn cover. Please send another one."),
        ("en", "I would like to close my account and say goodbye to your awful app."),
        ("sv", "Dokumentären om självmord gick inte att spela i appen, bara svart ruta."),
        ("zh-Hans", "面试过了！！两个都过了！钱也收到了，蟑螂原谅你们了哈哈"),
        ("zh-Hans", "昨晚在你们影院看的片子，音响一直响，气氛全毁了。"),
    ],
)
def test_near_misses_stay_quiet(language: str, text: str) -> None:
    assert "self_harm" not in read(text, stated=language).flags


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_that_is_told_in_the_demonstration_rings_by_signs_alone(name: str) -> None:
    heard_of = [
        text
        for text in told_in("read", name, HARM)
        for words in (Weighed(as_weighed("read", name, text), signs_of(name, "read")),)
        if any(sign.label == HARM for sign in words.shown(()))
    ]
    assert heard_of == []


@given(st.text(max_size=400), st.sampled_from(LANGUAGES), st.sampled_from(PURPOSES))
def test_any_text_is_looked_at_and_places_lie_within_it(text: str, language: str, purpose: str) -> None:
    weighed = Weighed(aligned(text), signs_of(language, purpose))
    for sign in weighed.shown(()):
        assert 0 <= sign.start < sign.end <= len(text)
        start, end = weighed.telling(sign.label)
        assert 0 <= start < end <= len(text)
    for label in LABELS:
        doubts(weighed, label, len(text) // 2)


@given(st.text("ab. !?", max_size=300), st.sampled_from((WINDOW, WINDOW_HAN)))
def test_every_word_is_weighed_and_short_sentences_together(text: str, window: int) -> None:
    parts = parts_of(text, window)
    assert set("".join(parts)) >= {sign for sign in text if sign.isalpha()}
    if 0 < len(text.strip()) <= window and parts:
        assert len(parts) == 1


@given(st.lists(st.text("0KVWXa~", min_size=6, max_size=6), min_size=1), st.lists(STEPS, max_size=6))
def test_one_addition_says_whether_any_weight_exceeds_its_limit(rows: list[str], limits: list[float]) -> None:
    total, count = sum(map(packed, rows)), len(rows)
    bits = exceeding(total, bar(limits, count))
    for at, limit in enumerate(limits):
        assert is_high(bits, at) == (weight(total, count, at) > limit)


def test_a_sum_of_too_many_weights_for_one_addition_is_looked_at_closely() -> None:
    count = MOST
    assert exceeding(sum([packed("WW~")] * count), bar([inf, inf, inf], count))


def test_any_number_is_the_same_to_a_piece() -> None:
    table = made("flag.repeat 5.00 -\na 000 calls\n")
    for count in (111, 205, 999):
        text = f"After {count} calls nothing."
        assert shown(table, text) == [("flag.repeat", text)]
    assert shown(table, "After many calls nothing.") == []


def test_more_pieces_than_can_be_summed_never_run_over_into_another_label() -> None:
    said = "qwertyuiopasdfghjklzxcvbnm" * 4
    pieces = {said[at:end] for at in range(len(said)) for end in range(at + 1, len(said) + 1)}
    assert len(pieces) > MOST
    table = made(
        "flag.threat 15.00 - flag.safety 15.00 -\n" + "".join(f"~W{one}\n" for one in sorted(pieces))
    )
    assert shown(table, said) == [("flag.threat", said)]
