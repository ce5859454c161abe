"""The interface's catalogues: compiled when they changed, and checked for what is missing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent / "locale"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|\{\w*\}|%[sd]")


def catalogue_files(folder: Path = FOLDER) -> list[Path]:
    """Answers the catalogues there are."""
    return sorted(folder.glob("*/LC_MESSAGES/*.po"))


def compile_stale(folder: Path = FOLDER) -> int:
    """Compiles every catalogue that is newer than its compiled form and answers how many."""
    stale = [path for path in catalogue_files(folder) if _is_stale(path)]
    for path in stale:
        # Two programs that start at once compile the same.
        fresh = path.with_suffix(f".{os.getpid()}.new")
        with fresh.open("wb") as file:
            write_mo(file, _read(path), use_fuzzy=False)
        fresh.replace(path.with_suffix(".mo"))
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def catalogue_faults(folder: Path = FOLDER) -> Iterator[str]:
    """Answers what is wrong: an entry untranslated or fuzzy, a placeholder lost, a message one language lacks."""
    known: dict[str, set[object]] = {}
    for path in catalogue_files(folder):
        catalogue = _read(path)
        known[f"{path.parent.parent.name}/{path.name}"] = {
            _identity(message) for message in catalogue if message.id
        }
        for message in catalogue:
            if message.id:
                yield from (
                    f"{path.parent.parent.name}: {fault}" for fault in _faults(message, catalogue.num_plurals)
                )
    everything = set().union(*known.values())
    for name, there in known.items():
        yield from (f"{name}: lacks {identity!r}" for identity in sorted(everything - there, key=str))


def _identity(message: Message) -> object:
    return message.context, _texts(message.id)[0]


def _texts(said: str | Sequence[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def _faults(message: Message, plural_forms: int) -> Iterator[str]:
    sources, targets = _texts(message.id), _texts(message.string)
    name = sources[0][:60]
    if message.fuzzy:
        yield f"fuzzy: {name!r}"
    if not targets or not all(targets):
        yield f"not translated: {name!r}"
        return
    if len(sources) > 1 and len(targets) != plural_forms:
        yield f"{len(targets)} plural forms instead of {plural_forms}: {name!r}"
    for target in targets:
        if not _fits(sources, target):
            yield f"placeholders differ: {name!r}"


def _fits(sources: Sequence[str], target: str) -> bool:
    wanted = [set(_PLACEHOLDER.findall(source)) for source in sources]
    found = set(_PLACEHOLDER.findall(target))
    # A plural form may leave the number out where the language says "one" in words; it never adds anything.
    return found == wanted[0] if len(sources) == 1 else found <= set().union(*wanted)
