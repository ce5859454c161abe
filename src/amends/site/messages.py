"""The sentences of the interface, gathered from code and templates into the catalogues; needs no gettext tools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from amends.site.catalogues import FOLDER

PACKAGE = Path(__file__).resolve().parent.parent
_SINCE = datetime(2026, 11, 22, tzinfo=UTC)
LOCALES = ("bg", "he", "sv", "ru", "zh_Hans", "zh_Hant")
_KEYWORDS = {
    "_": None,
    "lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_WHERE = (("python", "*.py"), ("jinja2.ext:babel_extract", "templates/**/*.html"))

Sentence = tuple[str | None, str | tuple[str, str]]


def sentences() -> Iterator[tuple[Path, Sentence]]:
    """Answers every sentence with the file it stands in: (context, text or (singular, plural))."""
    for kind, pattern in _WHERE:
        for path in sorted(PACKAGE.rglob(pattern)):
            for _line, said, _comments, context in extract_from_file(kind, path, keywords=_KEYWORDS):
                yield path, (context, said if isinstance(said, str) else (said[0], said[1]))


def gathered(locale: str | None = None) -> Catalog:
    """Answers a fresh catalogue of all sentences."""
    catalogue = _empty(locale)
    for path, (context, said) in sentences():
        place = (str(path.relative_to(PACKAGE)), 0)
        catalogue.add(said, locations=[place], context=context, flags=_flags(said))
    return catalogue


def _flags(said: str | tuple[str, str]) -> set[str]:
    text = said if isinstance(said, str) else said[1]
    return {"python-format"} if "%(" in text else {"python-brace-format"} if "{" in text else set()


def update_catalogues(folder: Path = FOLDER) -> dict[str, int]:
    """Brings every catalogue up to the sentences there are, and answers how many are untranslated in each."""
    missing = {}
    for locale in LOCALES:
        path = folder / locale / "LC_MESSAGES" / "django.po"
        catalogue = _existing(path, locale)
        catalogue.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file,
                catalogue,
                width=110,
                no_location=False,
                include_lineno=False,
                omit_header=False,
                sort_output=True,
            )
        missing[locale] = sum(1 for message in catalogue if message.id and not _is_said(message.string))
    return missing


def _existing(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return _empty(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _empty(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        project="Amends",
        version="0.1",
        header_comment="# The interface of Amends in one language.",
        msgid_bugs_address="",
        last_translator="Amends",
        language_team="Amends",
        creation_date=_SINCE,
        revision_date=_SINCE,
        charset="utf-8",
        fuzzy=False,
    )


def _is_said(said: object) -> bool:
    return all(said) and bool(said) if isinstance(said, str | tuple | list) else False


def unknown_sentences(folder: Path = FOLDER) -> list[str]:
    """Answers sentences of the interface that a catalogue does not know; empty when all are gathered."""
    wanted = {(message.context, message.id) for message in gathered() if message.id}
    lacking = set()
    for locale in LOCALES:
        known = {
            (message.context, message.id)
            for message in _existing(folder / locale / "LC_MESSAGES" / "django.po", locale)
        }
        lacking |= wanted - known
    return sorted(str(identity[1]) for identity in lacking)
