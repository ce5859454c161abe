"""Opens a file that came from outside: what it is, how it is encoded, what is broken in it."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TextIO

from amends.channels.files.encodings import guess_legacy
from amends.channels.files.evidence import Evidence, because
from amends.errors import ChannelError

_CHUNK = 1 << 20
_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN = (
    (b"PK\x03\x04", "zip"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"\x89PNG", "png"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x7fELF", "program"),
)
_WRITTEN = bytes(byte for byte in range(256) if byte > 31 or byte in b"\t\n\v\f\r\x1b")
"""Bytes that stand in texts; the others are signs to machines."""
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_KEEPS_BYTES = ("utf-8", "cp1252", "cp1251", "koi8-r", "cp866", "cp1255", "iso-8859-8", "iso-8859-1")


@dataclass(frozen=True, slots=True)
class Source:
    """A readable text file: its encoding and why, and what in it is not text."""

    path: str
    size: int
    encoding: str
    mark_length: int
    evidence: tuple[Evidence, ...]
    broken_bytes: bool
    nul_bytes: int
    fingerprint: str

    def open_text(self) -> TextIO:
        """Answers the text from its beginning; newlines stay as they are, broken bytes stay recognisable."""
        raw = _open_bytes(Path(self.path))
        raw.seek(self.mark_length)
        errors = "surrogateescape" if self.encoding in _KEEPS_BYTES else "replace"
        return io.TextIOWrapper(raw, encoding=self.encoding, errors=errors, newline="")

    @property
    def broken_sign(self) -> re.Pattern[str]:
        """Answers what a byte that could not be decoded looks like in the text."""
        return _LOST_BYTE if self.encoding in _KEEPS_BYTES else _LOST_SIGN


_LOST_BYTE = re.compile("[\udc80-\udcff]")
_LOST_SIGN = re.compile("\ufffd")


def open_source(path: str | Path, encoding: str = "") -> Source:
    """Answers what kind of text a path holds; the whole file is read once.

    Raises: ChannelError (permanent) with missing_file, is_directory, not_a_file, empty_file, unreadable_file,
    binary_file or unknown_encoding.
    """
    place = Path(path)
    size = _size_of(place)
    survey = _survey(place)
    if survey.blank:
        raise ChannelError("empty_file", True, path=str(path))
    found = _named(encoding, survey, place) if encoding else _detected(survey, place)
    return replace(found, size=size)


def _size_of(place: Path) -> int:
    try:
        facts = place.stat()
    except FileNotFoundError:
        raise ChannelError("missing_file", True, path=str(place)) from None
    except (OSError, ValueError) as error:
        raise _unreadable(place, error) from error
    if stat.S_ISDIR(facts.st_mode):
        raise ChannelError("is_directory", True, path=str(place))
    if not stat.S_ISREG(facts.st_mode):
        raise ChannelError("not_a_file", True, path=str(place))
    return facts.st_size


def _unreadable(place: Path, error: Exception) -> ChannelError:
    detail = getattr(error, "strerror", None) or type(error).__name__
    return ChannelError("unreadable_file", True, path=str(place), detail=detail)


def _open_bytes(place: Path) -> BinaryIO:
    try:
        return place.open("rb")
    except OSError as error:
        raise _unreadable(place, error) from error


@dataclass(slots=True)
class _Survey:
    """What one pass over the bytes found."""

    head: bytes = b""
    nuls: int = 0
    utf8_ok: bool = True
    blank: bool = True
    sample: bytes = b""
    fingerprint: str = ""


def _chunks(place: Path) -> Iterator[bytes]:
    with _open_bytes(place) as raw:
        try:
            while chunk := raw.read(_CHUNK):
                yield chunk
        except OSError as error:
            raise _unreadable(place, error) from error


def _survey(place: Path) -> _Survey:
    found, digest, sample = _Survey(), hashlib.blake2b(digest_size=16), bytearray()
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in _chunks(place):
        found.head = found.head or chunk[:_SAMPLE]
        found.nuls += chunk.count(0)
        found.blank = found.blank and not chunk.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe")
        digest.update(chunk)
        found.utf8_ok = found.utf8_ok and _decodes(decoder, chunk)
        if len(sample) < _SAMPLE and not chunk.isascii():
            sample += _beyond_ascii(chunk)
    found.utf8_ok = found.utf8_ok and _decodes(decoder, b"", final=True)
    found.sample, found.fingerprint = bytes(sample[:_SAMPLE]), digest.hexdigest()
    return found


def _beyond_ascii(chunk: bytes) -> bytes:
    """Answers what stands around the first byte beyond ASCII of each line, whole words from the start."""
    pieces = []
    for line in chunk.split(b"\n")[:20_000]:
        if match := _HIGH_BYTE.search(line):
            pieces.append(line[max(0, match.start() - 100) : match.start() + 1000])
    return b"\n".join(pieces)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _named(encoding: str, survey: _Survey, place: Path) -> Source:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, ValueError):
        raise ChannelError("unknown_encoding", True, path=str(place), encoding=encoding) from None
    mark = next((mark for mark, _ in _MARKS if survey.head.startswith(mark)), b"")
    name = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(name, name)
    return _source(survey, place, name, len(mark), because("encoding_given", encoding=encoding))


def _detected(survey: _Survey, place: Path) -> Source:
    for mark, name in _MARKS:
        if survey.head.startswith(mark):
            return _source(survey, place, name, len(mark), because("encoding_mark", encoding=name))
    for start, kind in _FOREIGN:
        if survey.head.startswith(start):
            raise ChannelError("binary_file", True, path=str(place), kind=kind)
    if survey.nuls:
        wide = _wide(survey.head)
        if wide:
            return _source(survey, place, wide, 0, because("encoding_pattern", encoding=wide))
    if len(survey.head.translate(None, _WRITTEN)) * 50 > len(survey.head):
        raise ChannelError("binary_file", True, path=str(place), kind="unknown")
    return _bytewise(survey, place)


def _bytewise(survey: _Survey, place: Path) -> Source:
    if survey.utf8_ok:
        code = "encoding_valid" if survey.sample else "encoding_ascii"
        return _source(survey, place, "utf-8", 0, because(code, encoding="utf-8"))
    if _mostly_utf8(survey.sample):
        return _source(survey, place, "utf-8", 0, because("encoding_mostly_valid", encoding="utf-8"))
    guess = guess_legacy(survey.sample)
    why = because("encoding_letters", encoding=guess.encoding, share=round(guess.share, 2))
    return _source(survey, place, guess.encoding, 0, why)


def _source(survey: _Survey, place: Path, name: str, mark: int, why: Evidence) -> Source:
    wide = name.startswith(("utf-16", "utf-32"))
    nuls = 0 if wide else survey.nuls
    broken = not survey.utf8_ok if name == "utf-8" else True
    return Source(str(place), 0, name, mark, (why,), broken, nuls, survey.fingerprint)


def _wide(head: bytes) -> str:
    """Answers which UTF-16 a file without a mark is: in most scripts one of each two bytes repeats."""
    pairs = max(1, len(head) // 2)
    for name, zeros in (("utf-16-le", head[1::2].count(0)), ("utf-16-be", head[0::2].count(0))):
        if zeros * 10 > pairs and _reads(head[: pairs * 2], name):
            return name
    return ""


def _reads(head: bytes, name: str) -> bool:
    text = head.decode(name, errors="replace")
    return text.count("\ufffd") * 100 < len(text) and text.count("\x00") * 100 < len(text)


def _mostly_utf8(sample: bytes) -> bool:
    """Answers whether this is UTF-8 with a few broken characters, not another encoding."""
    text = sample.decode("utf-8", errors="surrogateescape")
    lost = len(_LOST_BYTE.findall(text))
    whole = sum(1 for char in text if ord(char) > 127) - lost
    return whole > 0 and lost * 10 <= whole
