"""Scripts are told apart, and spellings that mean one text fold to one text."""

import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language import scripts
from amends.language.scripts import Script, fold, script_of, script_runs, simplified_table, to_simplified


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Where is my parcel?", Script.LATIN),
        ("Återbetalning önskas", Script.LATIN),
        ("Къде е пратката ми?", Script.CYRILLIC),
        ("איפה החבילה שלי?", Script.HEBREW),
        ("我的包裹在哪里？", Script.HAN),
        ("我的iPhone坏了", Script.HAN),
        ("Моят iPhone не работи", Script.CYRILLIC),
        ("Πού είναι το δέμα μου;", Script.OTHER),
        ("12 345, 67!", Script.NONE),
        ("", Script.NONE),
    ],
)
def test_a_text_is_in_the_script_most_of_it_is_written_in(text: str, script: Script) -> None:
    assert script_of(text) is script


def test_runs_follow_each_other_and_keep_what_stands_between_their_words() -> None:
    text = "Поръчка 12 за Amazon Prime, 谢谢!"
    found = [(run.script, text[run.start : run.end]) for run in script_runs(text)]
    assert found == [
        (Script.CYRILLIC, "Поръчка 12 за"),
        (Script.LATIN, "Amazon Prime"),
        (Script.HAN, "谢谢"),
    ]


@given(st.text())
def test_runs_never_overlap_and_never_repeat_a_script(text: str) -> None:
    runs = script_runs(text)
    assert all(one.end <= next_one.start for one, next_one in pairwise(runs))
    assert all(one.script is not next_one.script for one, next_one in pairwise(runs))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("REFUND", "refund"),
        ("Straße", "strasse"),
        ("café naïve", "cafe naive"),
        ("Tvättmaskin på ÖLAND", "tvättmaskin på öland"),
        ("a\u030angstro\u0308m", "ångström"),
        ("Ёлка и ёж", "елка и еж"),
        ("Чай и йод", "чай и йод"),
        ("и\u0306од", "йод"),
        ("на нея ѝ", "на нея и"),
        ("שָׁלוֹם", "שלום"),
        ("投訴電話", "投诉电话"),
        ("ＡＢＣ１２３", "abc123"),
        ("٤٥۶", "456"),
        ("№5 Amends™", " 5 amends "),
        ("it’s “so” — «да»", 'it\'s "so" - "да"'),
        ("re\u00adfund\u200f", "refund"),
        ("İstanbul", "istanbul"),
    ],
)
def test_spellings_that_mean_the_same_fold_to_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_the_short_way_for_ascii_gives_what_the_long_way_gives(text: str) -> None:
    assert fold(text + "й") == fold(text) + "й"


def test_each_traditional_character_becomes_one_simplified_character_that_stays() -> None:
    table = simplified_table()
    assert len(table) > 3_000
    assert all(len(new) == 1 and ord(new) not in table for new in table.values())
    assert to_simplified("後面的螢幕裡有灰塵") == "后面的萤幕里有灰尘"


def test_the_table_is_made_quickly_and_only_once() -> None:
    simplified_table.cache_clear()
    started = time.perf_counter()
    first = simplified_table()
    assert time.perf_counter() - started < 0.3
    assert simplified_table() is first


def test_importing_the_module_makes_no_table() -> None:
    code = "from amends.language.scripts import simplified_table as t; print(t.cache_info().currsize)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(scripts.__file__).rpartition("/amends/")[0]},
    )
    assert done.stdout.strip() == "0"
