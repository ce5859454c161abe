from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from amends.channels.files import understand
from amends.channels.files.sources import open_source
from amends.errors import ChannelError

Write = Callable[..., Path]
RUSSIAN = (
    "Номер жалобы,Текст жалобы\n1,Здравствуйте! Связи нет третий день\n2,Верните деньги за февраль\n" * 4
)
BULGARIAN = (
    "Номер,Описание\n1,Таксуваха ме два пъти за една и съща поръчка\n2,Никой не ми отговаря на телефона\n" * 4
)
HEBREW = "מספר תלונה,תיאור\n1,חויבתי פעמיים על אותה הזמנה ואף אחד לא עונה\n2,הטכנאי לא הגיע\n" * 4
SWEDISH = (
    "Ärendenummer,Beskrivning\n1,Jag har fått två räkningar för samma månad\n2,Ingen ringer upp på kvällen\n"
    * 4
)
CHINESE = "投诉编号,投诉内容\n1,我的订单还没有收到，客服一直不回复\n2,退款还没有到账，我很不满意\n" * 4
TRADITIONAL = (
    "投訴編號,投訴內容\n1,我的訂單還沒有收到，客服一直沒有回覆\n2,我要求退款，你們的服務很不好\n" * 4
)
ENGLISH = "Complaint ID,Text\n1,They’ve charged me twice — “sorry” is all I get\n2,It’s still broken\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (BULGARIAN, "cp1251"),
        (HEBREW, "cp1255"),
        (HEBREW, "iso-8859-8"),
        (SWEDISH, "cp1252"),
        (SWEDISH, "iso-8859-1"),
        (ENGLISH, "cp1252"),
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        *[(text, "utf-8") for text in (RUSSIAN, HEBREW, SWEDISH, CHINESE, ENGLISH)],
        *[(text, "utf-8-sig") for text in (RUSSIAN, TRADITIONAL)],
        *[(text, "utf-16") for text in (RUSSIAN, HEBREW, CHINESE)],
        *[(text, "utf-16-le") for text in (RUSSIAN, SWEDISH, CHINESE)],
        *[(text, "utf-16-be") for text in (HEBREW, ENGLISH)],
    ],
)
def test_the_letters_of_a_file_tell_its_encoding(write: Write, text: str, encoding: str) -> None:
    source = open_source(write(text, encoding=encoding))
    with source.open_text() as opened:
        assert opened.read() == text


def reason_of(path: Path) -> str:
    with pytest.raises(ChannelError) as caught:
        understand(path)
    assert caught.value.permanent
    return caught.value.code


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    assert reason_of(tmp_path / "nowhere.csv") == "missing_file"


def test_a_directory_says_so(tmp_path: Path) -> None:
    assert reason_of(tmp_path) == "is_directory"


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\x00\x00"])
def test_an_empty_file_says_so(write: Write, content: bytes) -> None:
    assert reason_of(write(content)) == "empty_file"


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert reason_of(tmp_path / "pipe") == "not_a_file"


def test_a_file_that_may_not_be_read_says_so(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write("a,b\n1,2\n")
    monkeypatch.setattr(Path, "open", refuse)
    assert reason_of(path) == "unreadable_file"


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"%PDF-1.7", b"\x1f\x8b\x08", bytes(range(256)) * 40])
def test_a_spreadsheet_or_a_program_is_no_register(write: Write, start: bytes) -> None:
    assert reason_of(write(start + b"\x00\x01,\n" * 50)) == "binary_file"


def test_a_hostile_path_is_an_error_and_no_crash() -> None:
    assert reason_of(Path("a\x00b.csv")) == "unreadable_file"


def test_a_text_that_tells_of_no_complaint_says_so(write: Write) -> None:
    assert reason_of(write("height,width\n1,2\n3,4\n")) == "no_complaint_columns"


def test_an_array_of_json_is_told_to_be_lines(write: Write) -> None:
    assert reason_of(write('[{"text": "a"}]', "a.json")) == "json_not_lines"
