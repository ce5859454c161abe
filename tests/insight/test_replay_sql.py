"""A year weighed by the desk's own database, or by DuckDB, comes to what it comes to case by case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from amends.cases.models import Offer
from amends.insight.replay import source as replay_source
from amends.insight.replay import statements as replay_sql
from amends.insight.replay.on_duckdb import replay_year
from amends.insight.replay.report import Times, into_duckdb
from amends.insight.replay.source import COLUMNS, chunks, rows_of, source
from amends.insight.replay.statements import Compared, replay_chunk
from amends.insight.replay.totals import Replayed, past_cases, replay
from amends.people.scope import ScopeMissing, every_brand
from amends.rules.policy.compiled import compile_policy
from amends.rules.policy.facts import FACTS
from amends.rules.policy.reading import read_policy
from tests.cases.remedying import put_in_force
from tests.conftest import NOON, Cast
from tests.insight.pasts import make_past
from tests.insight.test_replay import COMPILED, generous

TIMES = (NOON - timedelta(hours=12), NOON + timedelta(hours=12))
GENEROUS = compile_policy(read_policy(generous()).policy)


@pytest.fixture
def desk(cast: Cast) -> Iterator[Cast]:
    """Sixty cases of two days, of which one day is asked about."""
    put_in_force(cast.norvia)
    with every_brand():
        make_past(cast, 60)
        yield cast


def by_database(desk: Cast, held: bool = True) -> Compared:
    found = Compared(before=Replayed() if held else None)
    for ids in chunks(desk.norvia, *TIMES):
        replay_chunk(desk.norvia, (GENEROUS, COMPILED if held else None), TIMES, ids, found)
    return found


def check_same(desk: Cast, found: Compared) -> None:
    cases = list(past_cases(desk.norvia, *TIMES))
    assert 20 < len(cases) < 60
    after = replay(GENEROUS, cases, held=COMPILED if found.before else None)
    assert plain(found.after) == plain(after)
    if found.before is not None:
        assert plain(found.before) == plain(replay(COMPILED, cases))


def plain(found: object) -> dict[str, object]:
    return asdict(found)  # type: ignore[call-overload, no-any-return]


def test_each_row_of_the_source_is_what_python_knows_of_the_case(desk: Cast) -> None:
    cases = {case.case_id: case for case in past_cases(desk.norvia, *TIMES)}
    (ids,) = chunks(desk.norvia, *TIMES)
    rows = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows_of(source(desk.norvia, *TIMES, ids))}
    assert rows.keys() == cases.keys()
    for number, case in cases.items():
        row = rows[number]
        assert {name: row[name] for name in FACTS if row[name] is not None} == dict(case.facts)
        assert (row["language"], row["channel"], row["given"]) == (case.language, case.channel, case.given)


def test_the_database_says_the_same_of_both_policies_and_every_segment(desk: Cast) -> None:
    found = by_database(desk)
    check_same(desk, found)
    assert found.after.whole.better > 0
    assert found.before is not None
    assert found.before.whole.given == found.after.whole.given > 0


def test_without_a_policy_in_force_one_side_is_said(desk: Cast) -> None:
    check_same(desk, by_database(desk, held=False))


def test_stretches_add_up_to_the_whole(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = by_database(desk)
    monkeypatch.setattr(replay_source, "CHUNK", 7)
    assert len(chunks(desk.norvia, *TIMES)) > 5
    assert plain(by_database(desk).after) == plain(whole.after)


def test_the_negative_control_the_oldest_offer_instead_of_the_newest_is_caught(
    desk: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Offer.objects.count() > 5
    wrong = replay_source.source

    def oldest(*asked: object) -> replay_source.Source:
        found = wrong(*asked)  # type: ignore[arg-type]
        return replay_source.Source(found.query.replace("MAX(newest.id)", "MIN(newest.id)"), found.values)

    monkeypatch.setattr(replay_sql, "source", oldest)
    with pytest.raises(AssertionError):
        check_same(desk, by_database(desk))


def by_duckdb_year(desk: Cast, database: duckdb.DuckDBPyConnection, times: Times = TIMES) -> None:
    """Brings the cases into DuckDB's table."""
    with TemporaryDirectory() as folder:
        assert list(into_duckdb(desk.norvia, database, times, Path(folder)))


def test_duckdb_says_the_same_from_the_same_rows(desk: Cast) -> None:
    found = Compared(before=Replayed())
    with duckdb.connect() as database:
        by_duckdb_year(desk, database)
        replay_year(database, (GENEROUS, COMPILED), found)
    check_same(desk, found)


def test_another_brand_is_not_read(desk: Cast, cast: Cast) -> None:
    assert chunks(cast.sunfold, *TIMES) == []


def test_without_a_scope_nothing_is_read(cast: Cast) -> None:
    with pytest.raises(ScopeMissing):
        source(cast.norvia, *TIMES, (0, 1))
