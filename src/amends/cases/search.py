"""Finding cases by words, newest first, with the same answer from SQLite and PostgreSQL.

The index keeps our own tokens, so no database extension is needed. Its key is the case's `recent_key`: one
brand is one range, and walking it backwards is "newest first".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection

from amends.cases.models import Case, Contact
from amends.language.tokens import Query, contains_phrase, fts5_match, index_tokens, parse_query, tsquery_text
from amends.people.scope import current_scope
from amends.rules.ordering import recent_range

MOST_TOKENS = 4_000
NEWEST = 2_000
"""On PostgreSQL a common word is found by walking so many of the newest cases before the index is asked."""
SCAN = 5_000
"""A filter beside the words stops after so many hits and says so."""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of the cases found, newest first, and whether the search stopped before the end."""

    keys: list[int]
    is_cut: bool = False


def document(*words: str) -> str:
    """Answers the index text of a case: its tokens, each once, capped."""
    tokens = dict.fromkeys(index_tokens(" \n".join(word for word in words if word)))
    return " ".join(islice(tokens, MOST_TOKENS))


def insert_documents(rows: Sequence[tuple[int, str]]) -> None:
    """Writes index rows (recent_key, tokens)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("INSERT INTO cases_search(rowid, tokens) VALUES (%s, %s)", rows)
        else:
            cursor.executemany(_PG_INSERT, [(key, tokens, tokens) for key, tokens in rows])


_PG_INSERT = (
    "INSERT INTO cases_search(recent_key, tokens, found) "
    "VALUES (%s, %s, array_to_tsvector(string_to_array(%s, ' ')))"
)


def add_words(case: Case, *words: str) -> None:
    """Adds words to a case's index row."""
    more = document(*words)
    if not more:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tokens FROM cases_search WHERE rowid = %s", [case.recent_key])
            row = cursor.fetchone()
            both = f"{row[0]} {more}" if row else more
            cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [case.recent_key])
            cursor.execute("INSERT INTO cases_search(rowid, tokens) VALUES (%s, %s)", [case.recent_key, both])
        else:
            cursor.execute(
                "UPDATE cases_search SET tokens = tokens || ' ' || %s, "
                "found = array_to_tsvector(string_to_array(tokens || ' ' || %s, ' ')) WHERE recent_key = %s",
                [more, more, case.recent_key],
            )


def find(
    brand_id: int, words: str, wanted: int, before: int | None = None, **only: object
) -> Found:
    """Answers the newest cases of a brand that hold the words and fit `only` (equalities on the case row).

    Raises: ScopeMissing when the brand is not in scope.
    """
    query = parse_query(words)
    if query.is_empty:
        return Found([])
    cases = Case.objects.of(brand_id).filter(**_checked(only))
    keys: list[int] = []
    seen = 0
    for hits in _hits(brand_id, query, max(wanted * 4, 50), before):
        seen += len(hits)
        fitting = cases.filter(recent_key__in=_with_phrases(brand_id, query, hits)).values_list("recent_key", flat=True)
        keys += sorted(fitting, reverse=True)
        if len(keys) >= wanted:
            return Found(keys[:wanted])
        if seen >= SCAN:
            return Found(keys, is_cut=True)
    return Found(keys)


_ONLY = frozenset({"is_open", "stage", "owner_id", "language", "situation"})


def _checked(only: dict[str, object]) -> dict[str, object]:
    if not only.keys() <= _ONLY:
        raise KeyError(f"not a search filter: {sorted(only.keys() - _ONLY)}")
    return only


def _hits(brand_id: int, query: Query, size: int, before: int | None) -> Iterator[list[int]]:
    low, high = recent_range(brand_id)
    if isinstance(scope := current_scope(), frozenset) and brand_id not in scope:
        return
    high = high if before is None else before - 1
    while True:
        hits = _sqlite_hits(query, low, high, size) if connection.vendor == "sqlite" else (
            _postgres_hits(query, low, high, size)
        )
        if hits:
            yield hits
        if len(hits) < size:
            return
        high = hits[-1] - 1


def _sqlite_hits(query: Query, low: int, high: int, size: int) -> list[int]:
    return _keys(
        "SELECT rowid FROM cases_search WHERE cases_search MATCH %s AND rowid BETWEEN %s AND %s "
        "ORDER BY rowid DESC LIMIT %s",
        [fts5_match(query), low, high, size],
    )


def _postgres_hits(query: Query, low: int, high: int, size: int) -> list[int]:
    text = tsquery_text(query)
    near = _keys(
        "SELECT recent_key FROM (SELECT recent_key, found FROM cases_search WHERE recent_key BETWEEN %s AND %s "
        "ORDER BY recent_key DESC LIMIT %s) newest WHERE found @@ %s::tsquery ORDER BY recent_key DESC LIMIT %s",
        [low, high, NEWEST, text, size],
    )
    if len(near) == size:
        return near
    return _keys(
        "WITH hits AS MATERIALIZED (SELECT recent_key FROM cases_search WHERE found @@ %s::tsquery) "
        "SELECT recent_key FROM hits WHERE recent_key BETWEEN %s AND %s ORDER BY recent_key DESC LIMIT %s",
        [text, low, high, size],
    )


def _keys(statement: str, values: list[object]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [int(row[0]) for row in cursor.fetchall()]


def _with_phrases(brand_id: int, query: Query, keys: list[int]) -> list[int]:
    if not query.phrases:
        return keys
    texts = _texts(brand_id, keys)
    return [key for key in keys if all(contains_phrase(texts.get(key, ""), said) for said in query.phrases)]


def _texts(brand_id: int, keys: list[int]) -> dict[int, str]:
    cases = Case.objects.of(brand_id).filter(recent_key__in=keys)
    texts = {
        key: " \n".join((gist, want, product, issue))
        for key, gist, want, product, issue in cases.values_list("recent_key", "gist", "want", "product", "issue")
    }
    said = Contact.objects.of(brand_id).filter(case__recent_key__in=keys, case__brand_id=brand_id)
    for key, text in said.values_list("case__recent_key", "text"):
        texts[key] = f"{texts.get(key, '')} \n{text}"
    return texts
