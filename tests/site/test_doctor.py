"""The doctor sees what is wrong, says it in a sentence, and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from typer.testing import CliRunner

from amends.cases.actions.erasure import erase_words
from amends.cases.actions.stages import close_case
from amends.cases.erasure_log import log_file
from amends.cases.guards import install_guards
from amends.cases.models import Case
from amends.people.permissions import SYSTEM
from amends.people.scope import every_brand
from amends.rules.vocabulary import Ending, Erasure
from amends.site import health
from amends.site.command.doctor import app
from amends.site.health import Health, examine
from tests.conftest import NOON, Cast, complain, is_postgres


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    """A folder of data with a well kept key in it."""
    (tmp_path / "keys").mkdir()
    key = tmp_path / "keys" / "checkpoint.key"
    key.write_text("secret")
    key.chmod(0o600)
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def said(state: str) -> str:
    """Answers all sentences of one state."""
    return " ".join(one.sentence for one in examine() if one.state == state)


def test_a_desk_with_people_and_guards_has_no_errors(cast: Cast) -> None:
    assert is_postgres() or said("error") == ""
    assert "There are brands and people." in said("ok")


def test_an_empty_desk_is_told_what_to_do(db: None) -> None:
    assert any("brands add" in one.remedy for one in examine())


def test_missing_guards_are_an_error(cast: Cast) -> None:
    if is_postgres():
        statement = "DROP TRIGGER cases_caseevent_no_change ON cases_caseevent"
    else:
        statement = "DROP TRIGGER cases_caseevent_no_delete"
    with connection.cursor() as cursor:
        cursor.execute(statement)
    try:
        assert "1 guards are missing" in said("error")
    finally:
        install_guards()


def test_a_key_that_others_can_read_is_an_error(cast: Cast, home: Path) -> None:
    (home / "keys" / "checkpoint.key").chmod(0o644)
    assert "Others can read these keys: checkpoint.key" in said("error")


def test_a_full_disk_is_an_error(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "ROOM_NEEDED", 10**18)
    assert "are free in" in said("error")


def test_tables_that_are_not_there_are_one_error_and_hide_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        health, "migrations", lambda: iter([Health("error", "27 migrations are not applied.")])
    )
    assert said("error") == "27 migrations are not applied."
    assert "free in" in said("ok")


def closed(cast: Cast, **more: object) -> Case:
    """Answers a case whose words are past their date."""
    case = complain(cast)
    with every_brand():
        close_case(actor=SYSTEM, case_uuid=case.uuid, ending=Ending.WITHDRAWN, now=NOON)
        Case.objects.filter(pk=case.pk).update(retain_until_on=date(2001, 1, 1), **more)
    return case


def test_words_past_their_date_are_counted_and_held_ones_apart(cast: Cast) -> None:
    assert "No words are kept past their date." in said("ok")
    closed(cast)
    closed(cast, flags=["legal"])
    assert "1 cases are past the day their words were kept until." in said("warning")
    assert "1 cases past their date keep their words under a legal hold." in said("ok")


def test_a_log_of_erasures_that_is_gone_and_a_file_not_written_anew_are_said(cast: Cast) -> None:
    case = closed(cast)
    with every_brand():
        erase_words(actor=SYSTEM, case_uuid=case.uuid, why=Erasure.REQUEST, now=NOON)
    assert "erasures.jsonl" not in said("warning")
    assert is_postgres() or "pieces of them may lie in it" in said("warning")
    log_file().unlink()
    assert "erasures.jsonl is not there" in said("warning")


def test_an_error_answers_1(cast: Cast, home: Path) -> None:
    (home / "keys" / "checkpoint.key").chmod(0o644)
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "chmod 600" in result.output
