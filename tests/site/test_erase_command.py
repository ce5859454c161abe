"""`amends erase` says what would go, asks, erases; and does it again after a restored backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from amends.cases import leftovers
from amends.cases.erasable import TAKEN, counts_of, words_of
from amends.cases.erasure_log import log_file
from amends.cases.models import Case
from amends.people.models import Customer
from amends.people.scope import every_brand
from amends.site.command import erasing as command
from tests.cases.wholes import closed_case, open_case
from tests.conftest import NOON, Cast

WORD = "quokkaberry"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own; within the one transaction of a test, the file can't be written anew."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(leftovers, "empty_log", lambda: True)
    monkeypatch.setattr(leftovers, "write_anew", lambda: None)
    return tmp_path


@pytest.fixture
def case(cast: Cast) -> Case:
    """A closed case that says the word everywhere."""
    return closed_case(cast.norvia, cast.actor("specialist"), WORD, NOON)


def call(*words: str, said: str = "") -> tuple[int, str, str]:
    """Runs the command and answers its exit code, what it said, and the code of the error."""
    result = CliRunner().invoke(command.app, ["erase", *words], input=said)
    return result.exit_code, result.output, getattr(result.exception, "code", "")


def fresh(case: Case) -> Case:
    """Answers the case as it stands now."""
    with every_brand():
        return Case.objects.get(pk=case.pk)


def asked(case: Case, *more: str) -> tuple[str, ...]:
    """Answers the words that ask for a case."""
    return (case.reference, "--brand", "norvia", "--reason", "request", *more)


def test_it_says_exactly_what_would_go_and_no_leaves_everything(case: Case) -> None:
    with every_brand():
        counts = counts_of(case, words_of(case))
    code, output, _ = call(*asked(case), said="n\n")
    assert code == 1
    for kind, count in counts.items():
        assert f"{count:>7}  {command.WORDS[kind]}" in output
    assert WORD not in output
    assert fresh(case).erased_at is None


def test_yes_erases_and_says_where_it_is_noted(case: Case) -> None:
    code, output, _ = call(*asked(case), said="y\n")
    assert code == 0
    assert str(log_file()) in output.replace("\n", "")
    assert fresh(case).gist == ""


def test_a_reference_is_understood_as_it_is_said_on_the_telephone(case: Case) -> None:
    said = case.reference.lower().replace("-", " ")
    assert call(said, "--brand", "norvia", "--reason", "mistake", "--yes")[0] == 0


def test_a_customer_is_erased_by_their_id(case: Case) -> None:
    with every_brand():
        customer = Customer.objects.get(pk=case.customer_id)
    words = (str(customer.uuid), "--brand", "norvia", "--reason", "request")
    code, output, _ = call(*words, said="n\n")
    assert code == 1 and "2  addresses" in output
    assert call(*words, "--yes")[0] == 0
    with every_brand():
        assert Customer.objects.get(pk=case.customer_id).name == ""


def test_what_is_open_is_refused_unless_it_is_taken_back(cast: Cast) -> None:
    case = open_case(cast.norvia, cast.actor("specialist"), WORD, NOON)
    with every_brand():
        customer = str(Customer.objects.get().uuid)
    words = (customer, "--brand", "norvia", "--reason", "request", "--yes")
    assert call(*asked(case, "--yes"))[2] == "still_open"
    assert call(*words)[2] == "still_open"
    assert call(*words, "--withdraw")[0] == 0
    assert fresh(case).ending == "withdrawn"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ((), "erasure_unsaid"),
        (("7K4Q-MX3", "--brand", "norvia"), "erasure_unsaid"),
        (("nonsense", "--brand", "norvia", "--reason", "request"), "erasure_unknown"),
        (
            ("00000000-0000-4000-8000-000000000000", "--brand", "norvia", "--reason", "request"),
            "customer_not_found",
        ),
        (("x", "--brand", "nobody", "--reason", "request"), "brand_unknown"),
        (("--replay", "/nowhere/erasures.jsonl"), "erasure_log_unreadable"),
    ],
)
def test_what_can_not_be_done_is_said(cast: Cast, words: tuple[str, ...], error: str) -> None:
    assert call(*words)[2] == error


def test_another_brands_case_is_not_there(case: Case) -> None:
    assert call(case.reference, "--brand", "sunfold", "--reason", "request", "--yes")[2] == "case_not_found"


def test_a_log_is_read_again(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    case = open_case(cast.norvia, cast.actor("specialist"), WORD, NOON)
    file = tmp_path / "kept.jsonl"
    file.write_text(f'{{"at": "2026-05-12", "kind": "case", "uuid": "{case.uuid}"}}\n')
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 erased again, 0 kept, 0 were gone" in call("--replay", str(file))[1]
    assert "0 erased again, 0 kept, 1 were gone" in call("--replay", str(file))[1]
    assert fresh(case).gist == ""


def test_a_hold_is_lifted_and_nothing_erased(case: Case) -> None:
    with every_brand():
        Case.objects.filter(pk=case.pk).update(flags=["legal"])
    assert call(*asked(case, "--yes"))[2] == "legal_hold"
    assert call(case.reference, "--brand", "norvia", "--lift-hold")[0] == 0
    assert (fresh(case).flags, fresh(case).erased_at) == ([], None)


def test_every_kind_that_goes_has_its_words() -> None:
    assert len(command.WORDS) == len(TAKEN) + 2


def test_the_file_is_written_anew_when_asked(db: None, home: Path) -> None:
    assert "Nothing of erased words is left" in call("--sweep")[1]
