"""An index once made is kept beside the books, as Python keeps its own modules: taking a book apart costs a second.

What is kept holds only for the same text, the same code and the same Python; anything else is made anew.
"""

from __future__ import annotations

import gc
import hashlib
import marshal
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).parent
_KEPT: Final = _HERE / "__pycache__"
_CODE: Final = (
    *("aligned.py", "book.py", "indexing.py", "kinds.py", "labels.py", "lines.py"),
    *("matching.py", "packed.py", "scripts.py", "signs/__init__.py"),
)


def kept(name: str, source: bytes, make: Callable[[str], Any]) -> Any:
    """Answers what `make` makes of a text, from where it was kept; plain things only, as `marshal` takes them."""
    path = _KEPT / f"{name}.{sys.implementation.cache_tag}.index"
    mark = _mark(source)
    try:
        whole = path.read_bytes()
        if whole[: len(mark)] == mark:
            return _unpacked(whole[len(mark) :])
    except (OSError, ValueError, EOFError, TypeError):
        pass
    made = make(source.decode())
    if not sys.dont_write_bytecode:
        _keep(path, mark + marshal.dumps(made))
    return made


def _unpacked(kept: bytes) -> Any:
    """Answers what was kept. Nothing of it is garbage, and looking for some meanwhile takes as long again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return marshal.loads(kept)
    finally:
        if was_on:
            gc.enable()


@cache
def _mark(source: bytes) -> bytes:
    """Answers what changes with a text, or with the code that takes it apart."""
    return hashlib.blake2b(_code() + source, digest_size=32).digest()


@cache
def _code() -> bytes:
    return b"".join((_HERE / name).read_bytes() for name in _CODE)


def _keep(path: Path, whole: bytes) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(whole)
        Path(file.name).replace(path)
    except OSError:
        # A folder that nobody may write to: the next process makes it anew.
        return
