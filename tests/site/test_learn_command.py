"""`./amends language learn`: from corrections made on case pages to a model that is on, and off again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from amends.cases.models import ReadingModel
from amends.people.scope import every_brand
from amends.site.command import run
from tests.cases.reading_book import test_book
from tests.cases.teaching import READ, teach
from tests.conftest import Cast, complain

__all__ = ["test_book"]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def desk(cast: Cast, test_book: None) -> Iterator[Cast]:
    """The cast and the small phrasebook; the command opens its own scope."""
    yield cast


def told(capsys: Capture, *words: str, brand: str = "norvia") -> tuple[int, str, str]:
    code = run(["language", "learn", "--brand", brand, *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_from_corrections_to_on_and_off_again(desk: Cast, capsys: Capture) -> None:
    with every_brand():
        teach(desk)
    code, out, err = told(capsys)
    assert (code, err) == (0, "")
    assert re.search(
        r"flag\.media +40 +40 +50% \(39% to 61%\) +\d+% \(\d+% to \d+%\) +\d+% \(.*\) +taken in", out
    )
    assert "It is off. ./amends language learn --brand norvia --on switches it on." in out
    assert complain(desk, f"{READ}.").read_flags == ["media"]

    code, out, err = told(capsys, "--on")
    assert (code, err) == (0, "")
    assert out.startswith("Norvia Telecom: on, for flag.media.")
    assert complain(desk, f"{READ}.").read_flags == []
    assert re.search(r"UTC  on +flag\.media, by the command line", told(capsys, "--list")[1])

    code, out, err = told(capsys, "--off")
    assert (code, err) == (0, "")
    assert "off. What is read is what the phrasebooks say." in out
    assert complain(desk, f"{READ}.").read_flags == ["media"]


def test_for_a_program_it_is_json(desk: Cast, capsys: Capture) -> None:
    with every_brand():
        teach(desk)
    learned = json.loads(told(capsys, "--json")[1])
    assert (learned["is_on"], learned["taken"]) == (False, ["flag.media"])
    assert {"label", "right", "wrong", "before", "after", "kept", "verdict"} == learned["measured"][0].keys()
    assert json.loads(told(capsys, "--on", "--json")[1])["is_on"] is True
    assert [one["is_on"] for one in json.loads(told(capsys, "--list", "--json")[1])] == [True]


def test_too_few_corrections_are_said_with_numbers(desk: Cast, capsys: Capture) -> None:
    with every_brand():
        teach(desk, 3)
    code, out, err = told(capsys)
    assert code == 2
    assert re.search(r"flag\.media +3 +3 +left out: 20 right and 20 not so are needed", out)
    assert "Norvia Telecom has too few corrections to learn from: 6 in all." in err
    assert "needs 20 that are right and 20 that are not so; flag.media comes nearest, with 3 and 3." in err
    code, out, err = told(capsys, brand="sunfold")
    assert (code, out) == (2, "")
    assert "Nobody at Sunfold has corrected what may be learned: 0 corrections. One label needs 20" in err


@pytest.mark.parametrize(
    ("words", "brand", "sentence"),
    [
        ((), "nobody", "There is no brand 'nobody'."),
        (("--on",), "norvia", "Norvia Telecom has learned nothing that could be switched on."),
        (("--off",), "norvia", "Nothing that Norvia Telecom learned is on."),
        (("--on", "--off"), "norvia", "Say one of --on, --off and --list"),
    ],
)
def test_what_can_not_be_done_is_said(
    desk: Cast, capsys: Capture, words: tuple[str, ...], brand: str, sentence: str
) -> None:
    code, out, err = told(capsys, *words, brand=brand)
    assert (code, out) == (2, "")
    assert sentence in err
    with every_brand():
        assert ReadingModel.objects.count() == 0


def test_a_brand_that_learned_nothing_says_how(desk: Cast, capsys: Capture) -> None:
    code, out, _err = told(capsys, "--list")
    assert code == 0
    assert "has learned nothing yet: ./amends language learn --brand norvia" in out
