"""`./amends policy`: a manager's file checked, said and tried at the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from amends.insight.policy_sentences import FACT_NAMES
from amends.rules.policy import document
from amends.rules.policy.facts import FACTS
from amends.rules.vocabulary import LANGUAGES
from amends.site.command import run
from amends.site.command.policy_words import FAULTS, FINDINGS
from tests.conftest import Cast
from tests.rules.policy.conftest import DEMONSTRATION
from tests.rules.policy.test_checking import SPOILED

NORVIA = DEMONSTRATION / "norvia.yaml"
Capture = pytest.CaptureFixture[str]


def told(capsys: Capture, *words: str) -> tuple[int, str, str]:
    code = run(["policy", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """Answers a copy of the policy for spoiling."""
    copy = tmp_path / "policy.yaml"
    copy.write_text(NORVIA.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_good_policy_is_well(capsys: Capture) -> None:
    code, out, err = told(capsys, "lint", str(NORVIA))
    assert (code, err) == (0, "")
    assert "no gaps, no overlaps" in out


def test_what_is_wrong_is_told_with_its_line_and_figures(capsys: Capture, changed: Path) -> None:
    replace(changed, "rep: {per_case: 12500", "rep: {per_case: 9000")
    code, out, err = told(capsys, "lint", str(changed))
    line = changed.read_text(encoding="utf-8").splitlines().index("  roles:") + 2
    assert code == 2
    assert f"policy.yaml:{line}: authority.roles.rep: For refund the front line may give 9000" in out
    assert "12500 at least" in out
    assert "before this policy can be used" in err


def test_a_broken_file_is_told_with_line_and_field(capsys: Capture, changed: Path) -> None:
    replace(changed, "reopen_days: 30", "reopen_days: soon\ncolour: blue")
    code, _out, err = told(capsys, "lint", str(changed))
    lines = len(changed.read_text(encoding="utf-8").splitlines())
    assert code == 2
    assert f"policy.yaml:{lines - 1}: reopen_days: " in err
    assert f"policy.yaml:{lines}: colour: There is no such field." in err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a: [", b"just words"])
def test_what_is_no_policy_at_all_is_refused_in_a_sentence(
    capsys: Capture, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    code, out, err = told(capsys, "lint", str(path))
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert "odd.yaml" in err


def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(capsys: Capture, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml"):
        code, _out, err = told(capsys, "lint", str(path))
        assert code == 2
        assert "can't be read" in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_policy_is_said_in_each_language(capsys: Capture, language: str) -> None:
    code, out, _err = told(capsys, "explain", str(NORVIA), "--language", language)
    assert code == 0
    script = {"bg": "[а-я]", "ru": "[а-я]", "he": "[א-ת]", "zh-Hans": "[一-鿿]", "zh-Hant": "[一-鿿]"}.get(
        language
    )
    sentences = [line for line in out.splitlines() if re.match(r" +\d+  ", line)]
    assert len(sentences) == 23
    if script:
        # Titles are the manager's own; of the rest only units and sources may be in Latin letters.
        assert all(re.search(script, line) for line in sentences)
        assert not [
            line for line in sentences if re.search(r"\b(front line|customer may|nobody knows)\b", line)
        ]


def test_options_say_worth_authority_and_what_a_supervisor_adds(capsys: Capture) -> None:
    words = ["options", str(NORVIA)]
    for fact in ("failure=missed_visit", "fault=supplier", "times_failed=2", "monthly_price=4400"):
        words += ["--fact", fact]
    code, out, _err = told(capsys, *words)
    assert code == 0
    assert "A  A new visit within 24 hours + One month free, 7900 GBP" in out
    assert "A supervisor could add: C." in out
    assert "Due in any event: £25 for a missed visit, as the charter says" in out


@pytest.mark.parametrize(
    "fact", ["mood=bad", "failure", "price_paid=-5", "price_paid=1e9", "outage_reported=1"]
)
def test_a_fact_that_can_not_be_is_refused_in_a_sentence(capsys: Capture, fact: str) -> None:
    code, out, err = told(capsys, "options", str(NORVIA), "--fact", fact)
    assert (code, out) == (2, "")
    assert err.strip()


def test_a_policy_is_put_in_force_listed_and_shown(cast: Cast, capsys: Capture, changed: Path) -> None:
    code, out, _err = told(capsys, "list", "--brand", "norvia")
    assert (code, "no policy yet" in out) == (0, True)
    cast.norvia.currency = "GBP"
    cast.norvia.save()
    assert told(capsys, "use", str(changed), "--brand", "norvia") == (
        0,
        "Policy 1 of Norvia Telecom holds from 2030-01-01 00:00 UTC.\n",
        "",
    )
    assert told(capsys, "list", "--brand", "norvia")[1].split()[:2] == ["1", "from"]
    assert told(capsys, "show", "--brand", "norvia")[1] == changed.read_text(encoding="utf-8")
    code, _out, err = told(capsys, "show", "--brand", "norvia", "--number", "2")
    assert (code, "has no policy 2" in err) == (2, True)


def test_a_policy_with_a_fault_is_not_put_in_force(cast: Cast, capsys: Capture, changed: Path) -> None:
    replace(changed, "rep: {per_case: 12500", "rep: {per_case: 9000")
    code, out, err = told(capsys, "use", str(changed), "--brand", "norvia")
    assert code == 2
    assert "12500 at least" in out
    assert "can't be used yet" in err
    assert "no policy yet" in told(capsys, "list", "--brand", "norvia")[1]


def test_every_finding_and_fact_has_its_words() -> None:
    assert (
        SPOILED.keys()
        | {"fix_depends_on_person", "too_fine", "denial_without_reasons", "unknown_reply_finding"}
        == FINDINGS.keys()
    )
    assert FACT_NAMES.keys() == FACTS.keys()
    assert {"field_missing", "unknown_field", "wrong_value", "said_twice"} <= FAULTS.keys()
    assert document.LADDER_OF_AUTHORITY[0] is document.Holder.REP
