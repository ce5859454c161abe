"""Weak signs show together what none of them shows alone, say where, and give way to what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language.aligned import aligned
from amends.language.labels import BOOKS, FLAGS, LANGUAGES
from amends.language.reading import read
from amends.language.signs import Signs, read_signs, signs_of

TABLE = "flag.self_harm 0.80 flag.threat 9.00\n2.5 0.0| bridge\n2.5 0.0| goodbye\n-4.0 0.0| film\n0.0 1.0| your car\n"
HARM = "flag.self_harm"


def shown(text: str, *known: str) -> list[tuple[str, str]]:
    signs = read_signs(TABLE)
    return [(sign.label, text[sign.start : sign.end]) for sign in signs.shown(aligned(text), known)]


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
def test_pieces_speak_together_for_and_against_and_begin_where_words_begin(text: str, found: bool) -> None:
    assert bool(shown(text)) is found


def test_what_speaks_against_does_so_in_its_own_stretch_only() -> None:
    far = "Your driver never came to our house and nobody called us about it at all. " * 5
    assert shown("The film was late. " + far + "I stand on the bridge. Goodbye.")[0][0] == HARM
    assert shown("The film was late. I stand on the bridge. Goodbye.") == []


def test_the_sentence_with_most_of_them_is_shown_as_it_was_written() -> None:
    text = "  My parcel is late.   On the BRIDGE now, goodbye.  Thanks."
    assert shown(text) == [(HARM, "On the BRIDGE now, goodbye.")]


def test_what_is_known_already_is_not_shown_again() -> None:
    assert shown("On the bridge, goodbye.", HARM) == []


def test_a_table_without_pieces_shows_nothing() -> None:
    assert list(Signs({}, (), ()).shown(aligned("On the bridge, goodbye."), ())) == []


@pytest.mark.parametrize("name", BOOKS)
def test_every_language_has_a_table_of_labels_that_there_are(name: str) -> None:
    signs = signs_of(name)
    assert signs.numbers(aligned("1").text) is not None
    assert {f"flag.{flag}" for flag in FLAGS} >= {HARM, "flag.vulnerable", "flag.threat"} == set(signs.labels)


def test_a_language_that_nobody_reads_has_no_signs() -> None:
    assert list(signs_of("und").shown(aligned("goodbye"), ())) == []


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
        ("zh-Hans", "昨晚在你们影院看的片子，音响一直响，气氛全毁了。"),
    ],
)
def test_near_misses_stay_quiet(language: str, text: str) -> None:
    assert "self_harm" not in read(text, stated=language).flags


@given(st.text(max_size=400), st.sampled_from(LANGUAGES))
def test_any_text_is_looked_at_and_places_lie_within_it(text: str, language: str) -> None:
    for sign in signs_of(language).shown(aligned(text), ()):
        assert 0 <= sign.start < sign.end <= len(text)
