"""Finding cases by words, newest first, with the same answer from SQLite and PostgreSQL.

The index keeps our own tokens, so no database extension is needed. Its key is the case's `recent_key`: one
brand is one range, and walking it backwards is "newest first".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from amends.cases.bulk import Insert, run_many
from amends.cases.models import Case, Fact
from amends.language.tokens import Query, contains_phrase, fts5_match, index_tokens, parse_query, tsquery_text
from amends.people.prepared import prepared
from amends.people.scope import require_in_scope
from amends.rules.ordering import recent_range

MOST_TOKENS = 4_000
NEWEST = 1_000
"""What is common is found by looking through so many of the newest cases, before the whole index is asked."""
SCAN = 5_000
"""A filter beside the words stops after so many hits and says so."""
PHRASE_SCAN = 300
"""Words side by side are looked for in the texts of so many cases that hold the words."""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of the cases found, newest first, and whether the search stopped before the end."""

    keys: list[int]
    is_cut: bool = False


def document(*words: str) -> str:
    """Answers the index text of a case: its tokens, each once, capped."""
    tokens = dict.fromkeys(index_tokens(" \n".join(word for word in words if word)))
    return " ".join(islice(tokens, MOST_TOKENS))


_INTO_SQLITE = Insert("cases_search(rowid, tokens)", ("%s", "%s"), ("bigint", "text"))
_INTO_POSTGRES = Insert(
    "cases_search(recent_key, found)",
    ("%s", "array_to_tsvector(string_to_array(%s, ' '))"),
    ("bigint", "text"),
)


def insert_documents(rows: Sequence[tuple[int, str]]) -> None:
    """Writes index rows (recent_key, tokens)."""
    if not rows:
        return
    if connection.vendor == "sqlite":
        run_many(_INTO_SQLITE, rows, len(rows))
    else:
        run_many(
            _INTO_POSTGRES, ((key, f"{tokens} {months(key)}".lstrip()) for key, tokens in rows), len(rows)
        )


def months(recent_key: int) -> str:
    """Answers the token of a brand's six weeks or so, which PostgreSQL finds beside the words; nobody can type it."""
    return _month(recent_key >> _MONTHS)


def _month(number: int) -> str:
    return f"__{number}"


_MONTHS = 42
_MOST_WINDOWS = 8
"""So many times two of them are looked through; what seems to need more is looked for in all at once."""
_MOST_MONTHS = 400
"""More than anybody keeps cases; beyond that they are not named one by one."""


def add_words(case: Case, *words: str) -> None:
    """Adds words to a case's index row."""
    more = document(*words)
    if not more:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tokens FROM cases_search WHERE rowid = %s", [case.recent_key])
            row = cursor.fetchone()
            both = " ".join(dict.fromkeys(f"{row[0]} {more}".split())) if row else more
            cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [case.recent_key])
            cursor.execute("INSERT INTO cases_search(rowid, tokens) VALUES (%s, %s)", [case.recent_key, both])
        else:
            cursor.execute(
                "UPDATE cases_search SET found = found || array_to_tsvector(string_to_array(%s, ' ')) "
                "WHERE recent_key = %s",
                [more, case.recent_key],
            )


def replace_words(case: Case, *words: str) -> None:
    """Lets a case be found by these words and no others."""
    left = document(*words)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM cases_search WHERE rowid = %s", [case.recent_key])
            cursor.execute("INSERT INTO cases_search(rowid, tokens) VALUES (%s, %s)", [case.recent_key, left])
        else:
            cursor.execute(
                "UPDATE cases_search SET found = array_to_tsvector(string_to_array(%s, ' ')) WHERE recent_key = %s",
                [f"{left} {months(case.recent_key)}".lstrip(), case.recent_key],
            )


def find(
    brand_id: int, words: str, wanted: int, before: int | None = None, *, among: int = 1, **only: object
) -> Found:
    """Answers the newest cases of a brand that hold the words and fit `only` (equalities on the case row).

    `among` says how many brands are searched together: they share what is read of texts for a phrase.

    Raises: ScopeMissing when the brand is not in scope.
    """
    require_in_scope(brand_id)
    query, chosen = parse_query(words), _checked(only)
    if query.is_empty:
        return Found([])
    if not only and not query.phrases:
        low, high = _range(brand_id, before)
        return Found(_hits(query, low, high, wanted))
    keys: list[int] = []
    seen = 0
    most = -(-PHRASE_SCAN // among) if query.phrases else SCAN
    for hits in _chunks(brand_id, query, wanted * 4, most, before):
        seen += len(hits)
        keys += _fitting(brand_id, query, chosen, hits)
        if len(keys) >= wanted:
            return Found(keys[:wanted])
        if seen >= most:
            return Found(keys, is_cut=True)
    return Found(keys)


_ONLY = frozenset({"is_open", "stage", "owner_id", "language", "situation"})
_Only = tuple[tuple[str, object], ...]


def _checked(only: dict[str, object]) -> _Only:
    if not only.keys() <= _ONLY:
        raise KeyError(f"not a search filter: {sorted(only.keys() - _ONLY)}")
    return tuple(sorted(only.items()))


def _range(brand_id: int, before: int | None) -> tuple[int, int]:
    low, high = recent_range(brand_id)
    return low, high if before is None else before - 1


def _chunks(brand_id: int, query: Query, size: int, most: int, before: int | None) -> Iterator[list[int]]:
    """Answers hits newest first, in portions that grow: few are wanted mostly, and many rounds cost more than rows."""
    low, high = _range(brand_id, before)
    while most:
        size = min(size, most)
        hits = _hits(query, low, high, size)
        if hits:
            yield hits
        if len(hits) < size:
            return
        high, most, size = hits[-1] - 1, most - size, size * 4


def _fitting(brand_id: int, query: Query, only: _Only, hits: list[int]) -> list[int]:
    if query.phrases:
        return _with_phrases(brand_id, query, only, hits)
    fitting = set(_fit(only, brand=brand_id, keys=_padded(hits)))
    return [key for key in hits if key in fitting]


@prepared
def _fit(only: _Only, *, brand: int, keys: tuple[int, ...]) -> QuerySet[Case, int]:
    return (
        Case.objects.of(brand).filter(**dict(only), recent_key__in=keys).values_list("recent_key", flat=True)
    )


def _padded(keys: Sequence[int]) -> tuple[int, ...]:
    """Answers the keys, the last one again and again up to a power of two: each length is a statement of its own."""
    return (*keys, *[keys[-1]] * ((1 << (len(keys) - 1).bit_length()) - len(keys)))


def _hits(query: Query, low: int, high: int, size: int) -> list[int]:
    if connection.vendor != "sqlite":
        return _postgres_hits(query, low, high, size)
    if query.prefixes:
        return _sqlite_prefix_hits(query, low, high, size)
    return _sqlite_hits(query, low, high, size)


def _sqlite_hits(query: Query, low: int, high: int, size: int) -> list[int]:
    return _keys(
        "SELECT rowid FROM cases_search WHERE cases_search MATCH %s AND rowid BETWEEN %s AND %s "
        "ORDER BY rowid DESC LIMIT %s",
        [fts5_match(query), low, high, size],
    )


def _sqlite_prefix_hits(query: Query, low: int, high: int, size: int) -> list[int]:
    """Answers the same as FTS5 alone, which first gathers every case with a common beginning: half a second."""
    rest = replace(query, prefixes=())
    match = "" if rest.is_empty else "cases_search MATCH %s AND "
    values: list[Any] = [] if rest.is_empty else [fts5_match(rest)]
    most = max(NEWEST, size * 8)
    newest = f"FROM cases_search WHERE {match}rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s"
    begins = " AND ".join("instr(' ' || tokens, %s) > 0" for _ in query.prefixes)
    near = _keys(
        f"SELECT key FROM (SELECT rowid AS key, tokens {newest}) WHERE {begins} LIMIT %s",
        [*values, low, high, most, *(f" {prefix}" for prefix in query.prefixes), size],
    )
    if len(near) == size or len(_keys(f"SELECT rowid {newest}", [*values, low, high, most])) < most:
        return near
    return _sqlite_hits(query, low, high, size)


def _postgres_hits(query: Query, low: int, high: int, size: int) -> list[int]:
    """Answers hits in two steps, because the index can't give them in order and reads every row it finds.

    What is common is among the newest; the rest is looked for month by month.
    """
    text = tsquery_text(query)
    near = _keys(
        "SELECT recent_key FROM (SELECT recent_key, found FROM cases_search WHERE recent_key BETWEEN %s AND %s "
        "ORDER BY recent_key DESC LIMIT %s) newest WHERE found @@ %s::tsquery LIMIT %s",
        [low, high, max(NEWEST, size * 8), text, size],
    )
    return near if len(near) == size else _by_months(text, low, high, size)


def _by_months(text: str, low: int, high: int, size: int) -> list[int]:
    """Answers hits of the newest months that hold anything, two at a time; what then seems rare is read whole.

    The months of one brand stand in every question: a word that only another brand's cases hold is read of none.
    """
    recent: list[int] = []
    top = newest = _newest(low, high)
    for windows in range(_MOST_WINDOWS):
        if top is None:
            return recent
        month = top >> _MONTHS
        recent += _indexed(_within(text, month - 1, month), low, high, size - len(recent))
        if len(recent) == size:
            return recent
        if not recent or (windows >= 3 and size > len(recent) * _MOST_WINDOWS // windows):
            break
        top = _newest(low, ((month - 1) << _MONTHS) - 1)
    oldest = _keys("SELECT min(recent_key) FROM cases_search WHERE recent_key BETWEEN %s AND %s", [low, high])
    first, last = (oldest or [low])[0] >> _MONTHS, (newest or high) >> _MONTHS
    return _indexed(_within(text, first, last), low, high, size)


def _within(text: str, first: int, last: int) -> str:
    months_said = " | ".join(f"'{_month(number)}'" for number in range(first, last + 1))
    return f"({text}) & ({months_said})" if last - first < _MOST_MONTHS else text


def _newest(low: int, high: int) -> int | None:
    found = _keys("SELECT max(recent_key) FROM cases_search WHERE recent_key BETWEEN %s AND %s", [low, high])
    return found[0] if found else None


def _indexed(text: str, low: int, high: int, size: int) -> list[int]:
    return _keys(
        "WITH hits AS MATERIALIZED (SELECT recent_key FROM cases_search WHERE found @@ %s::tsquery) "
        "SELECT recent_key FROM hits WHERE recent_key BETWEEN %s AND %s ORDER BY recent_key DESC LIMIT %s",
        [text, low, high, size],
    )


def _keys(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [int(row[0]) for row in cursor.fetchall() if row[0] is not None]


def _with_phrases(brand_id: int, query: Query, only: _Only, hits: list[int]) -> list[int]:
    """Answers which cases hold the phrases in any words the index was made of. Queries: 2."""
    texts: dict[int, list[str]] = {}
    keys = _padded(hits)
    for key, contact, *said in _texts(only, brand=brand_id, keys=keys):
        texts.setdefault(key, [word or "" for word in said]).append(contact or "")
    for key, value in _values(only, brand=brand_id, keys=keys):
        # Between the two reads a case may have come to fit that did not.
        if key in texts:
            texts[key].append(value)
    return [
        key
        for key in hits
        if key in texts and all(contains_phrase(" \n".join(texts[key]), phrase) for phrase in query.phrases)
    ]


@prepared
def _texts(only: _Only, *, brand: int, keys: tuple[int, ...]) -> QuerySet[Case, Any]:
    rows = Case.objects.of(brand).filter(**dict(only), recent_key__in=keys)
    return rows.order_by("-recent_key").values_list("recent_key", "contacts__text", *_SAID_IN_CASE)


@prepared
def _values(only: _Only, *, brand: int, keys: tuple[int, ...]) -> QuerySet[Fact, tuple[int, str]]:
    of_case = {f"case__{name}": value for name, value in only}
    rows = Fact.objects.of(brand).filter(**of_case, case__recent_key__in=keys)
    return rows.values_list("case__recent_key", "value")


_SAID_IN_CASE = ("gist", "want", "product", "issue", "reference", "external_reference", "customer__name")
