"""`./amends import` and `./amends export`: what is said, what is asked, what comes of it, with which exit code."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError

from amends.cases.models import Case, Checkpoint, ImportRun
from amends.channels.files import evidence, mapping, tabular
from amends.people.models import Brand, Membership, Staff
from amends.people.scope import every_brand
from amends.rules.vocabulary import Role
from amends.site.command import file_words, files, run
from amends.site.demonstration.people import make_people
from tests.conftest import Cast

REGISTER = (
    "Ticket #,Customer Complaint,Date,Status,Received Via,City\n"
    + "".join(
        f"{at},Line {at} is dead,{1 + at % 28:02}/0{1 + at // 28}/2024,{'Closed' if at % 3 else 'Open'},Phone,Lund\n"
        for at in range(1, 60)
    )
    + "60,torn\n61,The cell,31/31/2024,Open,Phone,=1+1\n"
)
Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A small register: 59 good rows, one torn, one with an impossible date."""
    place = tmp_path / "register.csv"
    place.write_text(REGISTER)
    return place


@pytest.fixture
def amends(
    cast: Cast,
    tmp_path: Path,
    settings: object,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Said:
    """Runs the command and answers exit code, output and errors; `answer` is what the person types."""
    settings.HOME = tmp_path / "home"  # type: ignore[attr-defined]
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("AMENDS_OWNER_URL", raising=False)

    def call(*words: object, answer: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        code = run([str(word) for word in words])
        return code, *capsys.readouterr()

    return call


def cases(brand: str = "norvia") -> int:
    with every_brand():
        return Case.objects.filter(brand__slug=brand).count()


def test_it_says_what_it_understood_and_asks(amends: Said, register: Path) -> None:
    code, out, _ = amends("import", register, "--brand", "norvia", answer="n\n")
    for said in (
        "UTF-8",
        "comma",
        "row 1",
        "reference",
        "when it came",
        "day first",
        "Doubles: none",
        "Can't be read",
    ):
        assert said in out
    assert "Import 60 rows into Norvia Telecom? [y/N]" in out
    assert "Nothing was imported." in out
    assert (code, cases()) == (1, 0)


def test_no_answer_is_no(amends: Said, register: Path) -> None:
    assert amends("import", register, "--brand", "norvia")[0] == 1
    assert cases() == 0


@pytest.mark.parametrize("yes", [True, False])
def test_what_is_accepted_comes_in_and_is_summed_up(amends: Said, register: Path, yes: bool) -> None:
    words = ("--yes",) if yes else ()
    code, out, _ = amends("import", register, "--brand", "Norvia Telecom", *words, answer="y\n")
    assert (code, cases()) == (0, 59)
    assert "59 complaints are in Norvia Telecom." in out
    assert "2 rows could not be read; they and the reasons are in " in out
    assert re.search(r"61 rows in \d+\.\d s, [\d,]+ a second\.", out)
    with every_brand():
        assert Checkpoint.objects.exists()


def test_rejected_rows_lie_where_the_summary_says(amends: Said, register: Path) -> None:
    _, out, _ = amends("import", register, "--brand", "norvia", "--yes")
    place = Path(re.search(r"reasons are in (.*)", out)[1].strip())  # type: ignore[index]
    rows = list(csv.reader(place.read_text("utf-8-sig").splitlines()))
    assert rows[1] == ["61", "has 2 cells where 6 are expected", "60,torn"]
    assert rows[2][1] == "has a day that no calendar has: 31/31/2024"


def test_run_twice_nothing_is_doubled(amends: Said, register: Path) -> None:
    amends("import", register, "--brand", "norvia", "--yes")
    code, out, _ = amends("import", register, "--brand", "norvia", "--yes")
    assert (code, cases()) == (0, 59)
    assert "59 rows were in already" in out


def test_only_saying_changes_nothing(amends: Said, register: Path) -> None:
    code, out, _ = amends("import", register, "--brand", "Quite New", "--dry-run")
    assert (code, "day first" in out) == (0, True)
    assert not Brand.objects.filter(name="Quite New").exists()


def test_a_new_name_makes_a_brand_that_nobody_sees_yet(amends: Said, register: Path) -> None:
    _, out, _ = amends("import", register, "--brand", "Öresund  Vatten AB", "--yes")
    brand = Brand.objects.get(name="Öresund Vatten AB")
    assert (brand.slug, brand.letter, brand.colour_light) == ("oresund-vatten-ab", "Ö", "#4A4F5A")
    assert not Membership.objects.filter(brand=brand).exists()
    assert "./amends people add you@example.org --brand oresund-vatten-ab" in out


def test_a_name_without_latin_letters_gets_a_short_name_of_its_own(amends: Said, register: Path) -> None:
    for name in ("Норвия", "挪威電信"):
        amends("import", register, "--brand", name, "--yes")
    assert set(Brand.objects.filter(slug__startswith="brand").values_list("slug", flat=True)) == {
        "brand",
        "brand-2",
    }


def test_in_the_demonstration_its_people_join_the_new_brand(amends: Said, register: Path) -> None:
    with every_brand():
        for model in (Membership, Staff, Brand):
            model.objects.all().delete()
    make_people()
    amends("import", register, "--brand", "Third", "--yes")
    joined = Membership.objects.filter(brand__name="Third")
    assert joined.filter(role=Role.MANAGER.value).count() == 1
    assert not joined.filter(staff__name="Sara Nyström").exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "\x1b\x07"])
def test_a_brand_needs_a_name(amends: Said, register: Path, name: str) -> None:
    code, _, err = amends("import", register, "--brand", name, "--yes")
    assert (code, "A brand needs a name" in err) == (2, True)


BROKEN = {
    "is empty": b"",
    "holds no rows": b"ID,Text\n",
    "is not a text file": b"PK\x03\x04" + b"\x00" * 400,
    "is not JSON Lines": b'[{"id": 1}]',
    "No column": b"a,b\n1,2\n3,4\n",
}


@pytest.mark.parametrize("said", BROKEN)
def test_a_broken_file_is_said_plainly_and_nothing_is_written(
    amends: Said, tmp_path: Path, said: str
) -> None:
    place = tmp_path / "broken.csv"
    place.write_bytes(BROKEN[said])
    code, out, err = amends("import", place, "--brand", "Broken Brand", "--yes")
    assert (code, "Traceback" in out + err) == (2, False)
    assert "Nothing was imported." in err
    assert said.partition(" is not JSON")[0] in err or "JSON" in err
    with every_brand():
        assert not (Brand.objects.filter(name="Broken Brand").exists() or ImportRun.objects.exists())


def test_a_folder_and_a_file_that_is_not_there_are_said_plainly(amends: Said, tmp_path: Path) -> None:
    assert "is a folder" in amends("import", tmp_path, "--brand", "norvia", "--yes")[2]
    code, _, err = amends("import", tmp_path / "none.csv", "--brand", "norvia", "--yes")
    assert (code, "There is no file" in err) == (2, True)
    assert amends("import", "a\x00b", "--brand", "norvia", "--yes")[0] == 2


def test_nothing_in_a_file_steers_the_terminal(amends: Said, tmp_path: Path) -> None:
    place = tmp_path / "evil.csv"
    rows = "".join(f"{at},[bold]dead[/],\x1b[31mred\u202e\n" for at in range(200))
    place.write_text(f"ID,Text,Status\n{rows}")
    code, out, err = amends("import", place, "--brand", "norvia", "--yes")
    assert code == 0
    assert not {"\x1b", "\u202e"} & set(out + err)


def test_a_mapping_says_what_columns_mean(amends: Said, tmp_path: Path, register: Path) -> None:
    told = tmp_path / "told.yaml"
    told.write_text("columns:\n  product: City\n  city: ''\ndates:\n  Date: dmy\nlanguage: sv\n")
    amends("import", register, "--brand", "norvia", "--yes", "--mapping", told)
    with every_brand():
        case = Case.objects.first()
    assert case is not None
    assert (case.product, case.place, case.language) == ("Lund", "", "sv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns:\n  gist: Nothing\n", "line 2: columns.gist names the column 'Nothing'"),
        ("colour: red\n", "line 1: colour is not a field"),
        ("dates: [", "no YAML or JSON"),
        ("timezone: Mars\n", "line 1: timezone must be a time zone"),
    ],
)
def test_a_wrong_mapping_is_said_with_its_line(
    amends: Said, tmp_path: Path, register: Path, text: str, said: str
) -> None:
    told = tmp_path / "told.yaml"
    told.write_text(text)
    code, _, err = amends("import", register, "--brand", "norvia", "--yes", "--mapping", told)
    assert (code, said in err) == (2, True), err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (OperationalError("database is locked"), 2, "The database is locked"),
        (OperationalError("database or disk is full"), 2, "The disk is full"),
        (OSError(28, "No space left on device", "/x/rejects.csv"), 2, "No space left on device"),
    ],
)
def test_what_interrupts_an_import_is_said_with_how_to_go_on(
    amends: Said, register: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(files, "import_rows", fail)
    found, _, err = amends("import", register, "--brand", "norvia", "--yes")
    assert (found, said in err, "Run the same command again" in err) == (code, True, True)


def test_what_was_exported_comes_back_as_it_was(amends: Said, register: Path, tmp_path: Path) -> None:
    amends("import", register, "--brand", "norvia", "--yes")
    for form in ("csv", "jsonl"):
        place = tmp_path / f"all.{form}"
        assert amends("export", "--format", form, "--brand", "norvia", "--out", place)[0] == 0
        code, out, _ = amends("import", place, "--brand", f"again {form}", "--yes")
        assert (code, cases(f"again-{form}")) == (0, 59)
        assert "mended" not in out
    assert place.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.part"))


def test_an_export_goes_to_standard_output_without_a_file(amends: Said, register: Path) -> None:
    amends("import", register, "--brand", "norvia", "--yes")
    code, out, err = amends("export", "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, len(rows), "59 cases." in err) == (0, 59, True)
    assert {row["Brand"] for row in rows} == {"norvia"}


def test_an_export_that_can_not_be_written_leaves_nothing(amends: Said, tmp_path: Path) -> None:
    assert "is a folder" in amends("export", "--out", tmp_path)[2]
    code, _, err = amends("export", "--out", tmp_path / "no" / "such.csv")
    assert (code, "No such file" in err) == (2, True)
    assert amends("export", "--brand", "nobody")[0] == 2


_ROOM = Path(evidence.__file__).parent
_SOURCE = "\n".join(place.read_text() for place in _ROOM.glob("*.py"))


def test_every_reason_can_be_said() -> None:
    assert set(re.findall(r'because\(\s*"(\w+)"', _SOURCE)) <= file_words.EVIDENCE.keys()
    named = set(re.findall(r'\("(cells_are_\w+)"', _SOURCE)) | set(re.findall(r'"(cells_are_\w+)"', _SOURCE))
    assert named <= file_words.EVIDENCE.keys()
    assert set(re.findall(r'ChannelError\(\s*"(\w+)"', _SOURCE)) <= file_words.ERRORS.keys()
    assert (
        set(re.findall(r'_fail\(\s*"(\w+)"', Path(mapping.__file__).read_text())) <= file_words.ERRORS.keys()
    )
    rejected = set(re.findall(r'rejected\([\w.]+, "(\w+)"', _SOURCE))
    rejected |= set(
        re.findall(r'_(?:Lost|reject)\((?:number, cells, )?"(\w+)"', Path(tabular.__file__).read_text())
    )
    assert rejected | {"nul_byte", "undecodable"} <= file_words.REJECTS.keys()
    assert mapping.COLUMN_ROLES and set(mapping.COLUMN_ROLES) <= file_words.ROLES.keys()
