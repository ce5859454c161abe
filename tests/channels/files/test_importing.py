"""What comes in from a file, and that nothing of it is doubled or lost."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.channels.files.registers import HEADER, register
from tests.conftest import NOON, Cast

from amends.cases.actions import imports
from amends.cases.actions.contacts import receive_contact
from amends.cases.actions.imports import HistoryRow
from amends.cases.inbound import Caller, InboundContact
from amends.cases.models import Case, Contact, Fact, ImportedKey, ImportRun
from amends.channels.files import Mapping, RejectedRow, understand, write_csv, write_json_lines
from amends.channels.files.exporting import COLUMNS, OWN_MAPPING, cells_of, export_rows, is_own_export
from amends.channels.files.importing import Imported, ImportPlan, Reading, import_rows
from amends.channels.files.rejects import RejectsFile
from amends.errors import ChannelError
from amends.people.models import Brand
from amends.people.permissions import SYSTEM
from amends.rules.vocabulary import Channel

Write = Callable[..., Path]
pytestmark = pytest.mark.usefixtures("everywhere")


def plan_for(
    path: Path, brand: Brand, folder: Path, mapping: Mapping | None = None, batch: int = 20
) -> ImportPlan:
    return ImportPlan(
        understanding=understand(path, mapping),
        brand=brand,
        actor=SYSTEM,
        folder=folder / "imports",
        say=lambda row: f"it {row.reason}",
        now=lambda: NOON,
        batch=batch,
    )


def taken(path: Path, brand: Brand, mapping: Mapping | None = None) -> Imported:
    return import_rows(plan_for(path, brand, path.parent, mapping))


def test_a_row_becomes_a_case_of_the_past_with_its_clocks_off(cast: Cast, write: Write) -> None:
    taken(write(HEADER + "77,No line,Dead since Friday,2019-05-06,Closed,Lund,a@b.se,red\n"), cast.norvia)
    case = Case.objects.get()
    assert (case.external_reference, case.gist, case.place) == ("77", "No line", "Lund")
    assert case.occurred_at == case.opened_at == datetime(2019, 5, 6, tzinfo=UTC)
    assert (case.occurred_precision, case.recorded_at) == ("day", NOON)
    assert (case.is_open, case.stage, case.next_due_at, case.respond_due_at) == (False, "closed", None, None)
    assert Contact.objects.get().text == "Dead since Friday"
    assert case.customer is not None
    assert case.customer.addresses.get().value == "a@b.se"


def test_what_no_field_holds_becomes_a_fact(cast: Cast, write: Write) -> None:
    path = write("Title,Company,A very long name of a column,Status\nDead,Acme,red,Escalated\n")
    taken(path, cast.norvia)
    facts = list(Fact.objects.values_list("label", "value"))
    assert facts == [("A very long name of…", "red"), ("Company", "Acme"), ("Status", "Escalated")]


def test_what_the_file_does_not_tell_stays_unknown(cast: Cast, write: Write) -> None:
    done = taken(write("Issue\nSlow line\n"), cast.norvia)
    case = Case.objects.get()
    assert (case.occurred_at, case.occurred_precision, case.customer, case.language) == (
        None,
        "",
        None,
        "und",
    )
    assert (case.is_open, case.outcome_said, case.channel, case.gist) == (True, "", "file", "Slow line")
    assert done.undated == 1


def test_mended_and_undecided_dates_are_marked(cast: Cast, write: Write) -> None:
    done = taken(write(register(200)), cast.norvia)
    assert done.mended == Case.objects.filter(date_mark="mended").count() > 3
    assert done.undecided == Case.objects.filter(date_mark="undecided").count()


def test_an_import_run_twice_doubles_nothing(cast: Cast, write: Write) -> None:
    path = write(register(150))
    first = taken(path, cast.norvia)
    second = taken(path, cast.norvia)
    assert first.imported == Case.objects.count() == ImportedKey.objects.count() == 150
    assert (second.imported, second.doubles, second.rejected) == (0, 150 + first.doubles, first.rejected)
    assert second.mended == 0


def test_without_the_keys_the_second_run_doubles_everything(
    cast: Cast, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(register(30))
    taken(path, cast.norvia)

    def everything(_: Brand, rows: list[HistoryRow]) -> dict[str, InboundContact]:
        return {f"{row.key[:30]}{ImportedKey.objects.count()}": row.inbound for row in rows}

    monkeypatch.setattr(imports, "_fresh", everything)
    taken(path, cast.norvia)
    assert Case.objects.count() > 30


def test_the_same_row_in_another_layout_of_the_file_is_a_double(cast: Cast, write: Write) -> None:
    taken(write("ID,Text\n1,dead\n2,slow\n"), cast.norvia)
    done = taken(write('"ID";"Text"\r\n"1";"dead"\r\n"3";"new"\r\n', "again.csv"), cast.norvia)
    assert (done.imported, done.doubles) == (1, 1)


def test_another_brand_takes_the_same_rows(cast: Cast, write: Write) -> None:
    path = write(register(20))
    assert taken(path, cast.norvia).imported == taken(path, cast.sunfold).imported == 20


def test_rejected_rows_are_kept_with_number_and_reason_and_no_formula(cast: Cast, write: Write) -> None:
    path = write(
        "ID,Text,Date\n1,dead,2024-01-02\n=cmd|' /C calc'!A0,4111 1111 1111 1111,31/31/2024\n3,ok,2024-01-03\n"
    )
    done = taken(path, cast.norvia)
    assert done.rejects is not None
    assert done.rejects.name.startswith("register.csv.norvia.")
    assert done.rejects.stat().st_mode & 0o077 == 0
    header, row = csv.reader(done.rejects.read_text("utf-8-sig").splitlines())
    assert (header, row[:2]) == (["row", "reason", "text"], ["3", "it impossible_date"])
    assert row[2].startswith("'=cmd")
    assert "4111" not in row[2]


def test_a_file_without_rejected_rows_leaves_no_rejects_file(
    cast: Cast, write: Write, tmp_path: Path
) -> None:
    assert taken(write("ID,Text\n1,dead\n"), cast.norvia).rejects is None
    assert not list((tmp_path / "imports").glob("*.csv"))


def test_rejects_beyond_the_last_committed_row_are_cut_off(tmp_path: Path) -> None:
    place = tmp_path / "r.csv"
    say: Callable[[RejectedRow], str] = lambda row: row.reason  # noqa: E731
    rejects = RejectsFile(place, say, 0)
    rejects.add([RejectedRow(number, "nul_byte", (), "two\nlines") for number in (3, 9, 12)])
    rejects.close()
    place.write_bytes(place.read_bytes() + b'"13","torn')
    RejectsFile(place, say, 9).close()
    assert [row[0] for row in csv.reader(place.open(encoding="utf-8-sig", newline=""))] == ["row", "3", "9"]
    RejectsFile(place, say, 2).close()
    assert not place.exists()


def test_a_text_too_long_is_rejected_alone(cast: Cast, write: Write) -> None:
    done = taken(write(f"ID,Text\n1,{'long ' * 50_000}\n2,short\n3,\x01\x02\n"), cast.norvia)
    assert (done.imported, done.rejected) == (1, 2)


HOSTILE = {
    "ragged": "ID,Text\n1,a,b,c\n2\n3,fine\n4,fine\n",
    "open quote": 'ID,Text\n1,"never closed\n2,fine\n3,fine\n',
    "nul": "ID,Text\n1,a\x00b\n2,fine\n",
    "newlines": 'ID,Text\n1,"two\r\nlines"\n2,fine\n',
    "large cell": "ID,Text\n1," + "x" * 1_500_000 + "\n2,fine\n",
    "dates": "ID,Text,Date\n1,a,2024-01-01\n2,b,2023-02-30\n3,c,0000-00-00\n4,d,9999-12-31 23:59-05:00\n",
    "bytes": b"ID,Text\n1,\xff\xfe\x81\n2,fine\n3,caf\xc3\xa9\n",
    "steering": "ID,Text,City,Status,E-mail\n1,\x1b[2J\u202eevil,\x07,\x08,\u202e@x\n2,fine,,,\n",
    "markup": "ID,Text,City,Product\n1,<script>alert(1)</script>,{{7*7}},'; DROP TABLE cases_case;--\n",
    "surrogate": '{"id":1,"text":"\\ud800 half"}\n{"id":2,"text":"fine"}\n[1]\nnot json\n',
    "header": b"ID,Text,Colou\xff\x00\xc3\x28r\n1,fine,red\n2,fine,red\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_goes_in_row_by_row_without_a_crash(cast: Cast, write: Write, name: str) -> None:
    said, fine = HOSTILE[name], "".join(f"{number},fine\n" for number in range(100, 120))
    padded = said + fine.encode() if isinstance(said, bytes) else said + ("" if said[0] == "{" else fine)
    path = write(padded, f"{name}.csv")
    known = understand(path)
    done = import_rows(plan_for(path, cast.norvia, path.parent))
    assert done.imported + done.doubles + done.rejected == known.rows + sum(
        count for _, count in known.rejects
    )
    assert done.imported >= 1
    assert Case.objects.count() == done.imported


def test_two_imports_into_one_brand_do_not_run_together(cast: Cast, write: Write) -> None:
    path = write(register(60))
    plan = plan_for(path, cast.norvia, path.parent)
    errors: list[str] = []

    def meanwhile(_: object) -> None:
        with pytest.raises(ChannelError) as caught:
            import_rows(plan)
        errors.append(caught.value.code)

    object.__setattr__(plan, "step", meanwhile)
    import_rows(plan)
    assert set(errors) == {"import_running"}
    assert Case.objects.count() == 60


def test_an_interrupted_import_goes_on_with_its_counts(cast: Cast, write: Write) -> None:
    path = write(register(100))
    plan = plan_for(path, cast.norvia, path.parent)

    def stop(so_far: Imported) -> None:
        if so_far.imported > 50:
            raise KeyboardInterrupt

    object.__setattr__(plan, "step", stop)
    with pytest.raises(KeyboardInterrupt):
        import_rows(plan)
    between = Case.objects.count()
    done = taken(path, cast.norvia)
    assert 50 < between < 100
    assert (done.imported, Case.objects.count(), ImportRun.objects.count()) == (100, 100, 1)
    assert done.resumed_after > 0


# Export, and back


def exported(brand: Brand, path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="") as out:
        if path.suffix == ".csv":
            write_csv(out, COLUMNS, map(cells_of, export_rows([brand], NOON)))
        else:
            write_json_lines(out, export_rows([brand], NOON))
    return path


_TOLD = (
    *(
        "external_reference",
        "channel",
        "is_open",
        "gist",
        "want",
        "product",
        "sub_product",
        "issue",
        "sub_issue",
    ),
    *("place", "outcome_said", "language", "occurred_at", "occurred_precision", "date_mark", "seriousness"),
    *("impact", "urgency", "respond_due_at"),
)


def told(brand: Brand) -> list[dict[str, Any]]:
    """What a brand's cases say, without what differs between any two of them."""
    cases = []
    for case in Case.objects.of(brand.pk).order_by("recent_key"):
        customer = case.customer
        cases.append(
            {name: getattr(case, name) for name in _TOLD}
            | {"words": case.contacts.order_by("pk").values_list("text", flat=True)[0]}
            | {"facts": list(case.facts.values_list("label", "value"))}
            | {
                "points": list(case.points.values_list("text")),
                "tried": list(case.prior_steps.values_list("text")),
            }
            | {
                "customer": customer
                and (customer.name, sorted(customer.addresses.values_list("kind", "value")))
            }
        )
    return sorted(cases, key=str)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_exported_and_imported_is_the_same(
    cast: Cast, write: Write, tmp_path: Path, form: str
) -> None:
    taken(write(register(120)), cast.norvia)
    before = told(cast.norvia)
    path = exported(cast.norvia, tmp_path / f"out.{form}")
    understanding = understand(path, OWN_MAPPING)
    assert is_own_export(understanding)
    done = taken(path, cast.sunfold, OWN_MAPPING)
    assert (done.imported, done.rejected) == (120, 0)
    assert told(cast.sunfold) == before


_HOSTILE_WORDS = (
    *(
        "=1+1",
        "+49 30 123",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "'=1",
        "''=1",
        "'quoted'",
        "＝1",
        "\u200b=1",
        '"=1"',
        "a\nb;c,d",
    ),
    *('=HYPERLINK("http://evil","x")', "{{7*7}}", "<b>", "שלום =1", "投诉", "–dash", "'-50% off' they said"),
)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_formulas_come_back_as_the_words_they_were(cast: Cast, tmp_path: Path, form: str) -> None:
    for words in _HOSTILE_WORDS:
        inbound = InboundContact(
            channel=Channel.WALK_IN,
            text=words,
            gist=words.strip(),
            product=words,
            want=words,
            points=(words,),
            facts=((words[:20], words), ("Order", "12")),
            tried=("a call",),
            caller=Caller(name=words, email="a@example.org" if words == "=1+1" else "", phone=""),
            occurred_at=NOON,
            occurred_precision="minute",
            seriousness=3,
            is_history=True,
        )
        receive_contact(actor=SYSTEM, brand=cast.norvia, inbound=inbound, now=NOON)
    path = exported(cast.norvia, tmp_path / f"out.{form}")
    if form == "csv":
        cells = [cell for row in csv.reader(path.open(encoding="utf-8-sig", newline="")) for cell in row]
        assert not [cell for cell in cells if cell.strip(" \u200b")[:1] in ("=", "+", "-", "@", "＝")]
    done = taken(path, cast.sunfold, OWN_MAPPING)
    assert done.imported == len(_HOSTILE_WORDS)
    assert told(cast.sunfold) == told(cast.norvia)


def test_a_complaint_received_here_is_exported_with_the_moment_it_came(cast: Cast) -> None:
    receive_contact(
        actor=SYSTEM, brand=cast.norvia, inbound=InboundContact(channel=Channel.PHONE, text="x y"), now=NOON
    )
    row = next(export_rows([cast.norvia], NOON))
    assert (row["Received"], row["Status"], row["First words"]) == (
        "2026-05-12 12:00:00+00:00",
        "Open",
        "x y",
    )
    assert tuple(row) == COLUMNS


def test_another_register_is_not_taken_for_an_export(write: Write) -> None:
    assert not is_own_export(understand(write("ID,Text\n1,dead\n")))


def test_a_rejects_file_that_can_not_grow_stops_the_import_before_its_batch(cast: Cast, write: Write) -> None:
    path = write("ID,Text,Date\n1,dead,2024-01-02\n2,x,31/31/2024\n")
    plan = plan_for(path, cast.norvia, path.parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("amends.channels.files.importing._rejects_path", lambda _: Path("/dev/full"))
        patch.setattr(RejectsFile, "_keep", lambda *_: None)
        with pytest.raises(OSError, match="No space"):
            import_rows(plan)
    assert Case.objects.count() == 0
    assert taken(path, cast.norvia).imported == 1


# Real registers


@pytest.mark.parametrize(
    ("name", "imported", "mended"),
    [
        ("fcc_telecom_2015.csv", 2224, 572),
        ("cfpb_variant_a.csv", 541, 0),
        ("cfpb_2014_metadata.csv", 8340, 0),
    ],
)
def test_a_real_register_comes_in_whole(
    cast: Cast, real_data: Path, tmp_path: Path, name: str, imported: int, mended: int
) -> None:
    path = real_data / name
    plan = plan_for(path, cast.norvia, tmp_path, batch=1000)
    done = import_rows(plan)
    assert (done.rejected, done.mended) == (0, mended)
    assert done.imported == plan.understanding.rows - done.doubles
    assert imported in (done.imported, done.imported + done.doubles) or name == "cfpb_variant_a.csv"
    again = import_rows(plan)
    assert again.imported == 0
    assert Reading(plan.understanding).repeated <= {"Date_month_year"}
