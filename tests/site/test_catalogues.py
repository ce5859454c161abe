"""Catalogues are compiled when they changed, and what is missing in them is named."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from amends.site import catalogues
from amends.site.catalogues import catalogue_faults, compile_stale

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def write(folder: Path, entries: str, language: str = "sv") -> Path:
    """Writes a catalogue and answers where it lies."""
    path = folder / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + entries, encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path: Path) -> None:
    path = write(tmp_path, 'msgid "Today"\nmsgstr "I dag"\n')
    assert compile_stale(tmp_path) == 1
    assert compile_stale(tmp_path) == 0
    os.utime(path, ns=(2**62, 2**62))
    assert compile_stale(tmp_path) == 1
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Today") == "I dag"


def test_two_programs_that_compile_at_once_are_not_in_each_others_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, 'msgid "Today"\nmsgstr "I dag"\n')
    whole, others = catalogues.write_mo, iter([True])

    def met(*said: object, **more: object) -> None:
        if next(others, False):
            # While this one writes, the other begins and ends.
            monkeypatch.setattr(os, "getpid", lambda: 4711)
            compile_stale(tmp_path)
            monkeypatch.undo()
        whole(*said, **more)

    monkeypatch.setattr(catalogues, "write_mo", met)
    assert compile_stale(tmp_path) == 1
    assert [one.name for one in path.parent.iterdir() if one.suffix != ".po"] == ["django.mo"]


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ('msgid "Today"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Today"\nmsgstr "I dag"\n', "fuzzy"),
        ('msgid "Hello %(name)s"\nmsgstr "Hej %(namn)s"\n', "placeholders differ"),
        ('msgid "Hello {name}"\nmsgstr "Hej"\n', "placeholders differ"),
        (
            'msgid "%(n)s case"\nmsgid_plural "%(n)s cases"\nmsgstr[0] "ett"\nmsgstr[1] "%(m)s fall"\n',
            "placeholders",
        ),
        ('msgid "%(n)s case"\nmsgid_plural "%(n)s cases"\nmsgstr[0] "ett"\nmsgstr[1] ""\n', "not translated"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, entries: str, fault: str) -> None:
    write(tmp_path, entries)
    assert [fault in said for said in catalogue_faults(tmp_path)] == [True]


def test_a_plural_form_may_leave_the_number_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        'msgid "%(n)s case"\nmsgid_plural "%(n)s cases"\nmsgstr[0] "ett fall"\nmsgstr[1] "%(n)s fall"\n',
    )
    assert list(catalogue_faults(tmp_path)) == []


def test_a_message_that_one_language_lacks_is_named(tmp_path: Path) -> None:
    write(tmp_path, 'msgid "Today"\nmsgstr "I dag"\n')
    write(tmp_path, 'msgid "Tomorrow"\nmsgstr "Утре"\n', language="bg")
    assert len(list(catalogue_faults(tmp_path))) == 2
