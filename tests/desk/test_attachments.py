"""Files with hostile names and insides: only random ids on disk, only downloads, only pixels shown."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpResponse
from PIL import Image

from amends.cases.actions import evidence
from amends.cases.actions.evidence import safe_name
from amends.cases.models import Attachment
from amends.cases.pictures import preview_of
from amends.people.scope import every_brand
from tests.conftest import signed_in
from tests.desk.world import World, body, picture

NAMES = {
    "zero width before a dot": "\u200b.htaccess",
    "joiner inside": ".hta\u200dccess",
    "byte order mark": "\ufeff.user.ini",
    "up and away": "../../../../etc/passwd",
    "up and away on Windows": "..\\..\\..\\windows\\win.ini",
    "absolute": "/etc/cron.d/amends",
    "a drive": "C:\\boot.ini",
    "turned around": "invoice\u202egpj.exe",
    "isolates": "\u2066page\u2069.html",
    "a NUL": "page.php\x00.png",
    "a line end": "page.txt\r\nSet-Cookie: a=b",
    "a quote": 'a";filename="evil.html',
    "a device": "CON",
    "a device with an ending": "NUL.txt",
    "a stream": "page.txt::$DATA",
    "dots only": "...",
    "dot": ".",
    "nothing": "",
    "spaces and dots behind": "page.html. . .",
    "very long": "a" * 4_000 + ".png",
    "very long in Chinese": "投" * 4_000,
    "a template": "{{ 7*7 }}{% load x %}.txt",
    "an element": "<img src=x onerror=alert(1)>.txt",
    "a formula": "=cmd|' /C calc'!A0.csv",
    "encoded": "..%2f..%2fetc%2fpasswd",
    "turned encoded": "=?utf-8?q?=2e=2e/x?=",
}
_ON_DISK = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}(\.webp)?")


def _gif_and_html() -> bytes:
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "GIF", comment=b"<script>alert(1)</script>")
    return out.getvalue() + b"<html><script>alert(document.domain)</script></html>"


def _jpeg_with_place() -> bytes:
    out, about = io.BytesIO(), Image.Exif()
    about[0x010E] = "CANARY of a place"
    about[0x0112] = 6
    Image.new("RGB", (60, 30), (200, 10, 10)).save(out, "JPEG", exif=about, comment=b"CANARY of a comment")
    return out.getvalue()


def _png(width: int, height: int, rows: bytes) -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(rows, 9))
        + part(b"IEND", b"")
    )


CONTENTS: dict[str, bytes] = {
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
    "gif and html": _gif_and_html(),
    "claims 60,000 x 60,000": _png(60_000, 60_000, b"\x00" * 1_000),
    "8,000 x 8,000 in 60 KB": _png(8_000, 8_000, b"\x00" * (8_001 * 8_000)),
    "cut short": picture()[:60],
    "rubbish after the head": b"\x89PNG\r\n\x1a\n" + b"\xff" * 400,
    "a huge text chunk": _png(2, 2, b"\x00" * 6)[:-12] + b"\x7f\xff\xff\xfftEXt" + b"a" * 200,
    "xml bomb": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
    "a program": b"MZ\x90\x00" + b"\x00" * 100,
    "one byte": b"x",
}
SHOWN = {"gif and html"}


def send(world: World, raw_name: bytes, content: bytes, said: str = "image/png") -> HttpResponse:
    """Answers what happens to a file whose name stands in the request byte for byte."""
    mark = "mark1"
    data = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="'.encode()
        + raw_name
        + f'"\r\nContent-Type: {said}\r\n\r\n'.encode()
        + content
        + f"\r\n--{mark}--\r\n".encode()
    )
    client = signed_in(world.cast.rep)
    address = f"/cases/{world.own.case.uuid}/add_evidence/"
    return client.post(address, data, content_type=f"multipart/form-data; boundary={mark}")  # type: ignore[return-value]


def newest() -> Attachment:
    """Answers the file that came last."""
    with every_brand():
        return Attachment.objects.order_by("-pk")[0]


def check_disk(root: Path) -> None:
    """Checks that below the folder of files there is nothing but random ids."""
    for path in root.rglob("*"):
        if path.is_file():
            assert _ON_DISK.fullmatch(str(path.relative_to(root))), path.name
            assert UUID(path.stem)


def check_download(response: HttpResponse) -> None:
    """Checks the headers under which a file leaves."""
    held = response.headers
    assert held["Content-Type"] == "application/octet-stream"
    assert held["Content-Disposition"].startswith("attachment")
    assert held["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in held["Content-Security-Policy"]
    assert "default-src 'none'" in held["Content-Security-Policy"]
    assert "no-store" in held["Cache-Control"]
    assert all("\r" not in value and "\n" not in value for value in held.values())


@pytest.mark.parametrize("what", NAMES)
def test_a_hostile_name_is_data_and_never_a_path(world: World, what: str, tmp_path: Path) -> None:
    raw = NAMES[what].replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22").encode()
    done = send(world, raw, b"words")
    if done.status_code == 302:
        row = newest()
        check_download(signed_in(world.cast.rep).get(f"/files/{row.uuid}/"))  # type: ignore[arg-type]
        check_name(row.name)
    else:
        assert done.status_code in (400, 422)
    check_disk(settings.ATTACHMENTS)
    assert {path.name for path in tmp_path.iterdir()} == {"attachments"}


def check_name(name: str) -> None:
    """Checks a name as it is kept: one part of a path, printable, not hidden, not too long."""
    assert name and len(name) <= 255
    assert name.isprintable()
    assert "/" not in name and "\\" not in name
    assert not name.startswith(".") and not name.endswith((".", " "))


@pytest.mark.parametrize("what", NAMES)
def test_a_name_from_any_channel_is_made_harmless(what: str) -> None:
    check_name(safe_name(NAMES[what]))


def test_the_negative_control_a_name_kept_as_it_came_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "safe_name", lambda name: name)
    send(world, "\u200b.htaccess".encode(), b"words")
    with pytest.raises(AssertionError):
        check_name(newest().name)


def test_the_negative_control_a_file_stored_by_its_name_is_caught(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / ".htaccess").write_text("x")
    with pytest.raises(AssertionError):
        check_disk(tmp_path)


@pytest.mark.parametrize("what", CONTENTS)
def test_hostile_content_is_a_download_and_only_pixels_are_shown(world: World, what: str) -> None:
    assert send(world, b"picture.png", CONTENTS[what]).status_code == 302
    row, client = newest(), signed_in(world.cast.rep)
    check_download(client.get(f"/files/{row.uuid}/"))  # type: ignore[arg-type]
    assert row.has_preview is (what in SHOWN)
    shown = client.get(f"/files/{row.uuid}/?preview")
    if row.has_preview:
        check_picture(shown)  # type: ignore[arg-type]
    else:
        check_download(shown)  # type: ignore[arg-type]


def check_picture(response: Any) -> None:
    """Checks a picture that is shown: a WebP of pixels and nothing else, in a sandbox."""
    content = b"".join(response.streaming_content)
    assert response.headers["Content-Type"] == "image/webp"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"script" not in content and b"CANARY" not in content
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.format == "WEBP"
        assert not shown.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & shown.info.keys()


def test_a_photograph_is_shown_upright_and_without_its_place(world: World) -> None:
    send(world, b"photo.jpg", _jpeg_with_place(), "image/jpeg")
    response = signed_in(world.cast.rep).get(f"/files/{newest().uuid}/?preview")
    check_picture(response)
    preview = preview_of(_jpeg_with_place())
    assert preview is not None
    with Image.open(io.BytesIO(preview)) as shown:
        assert shown.size == (30, 60)


def test_the_negative_control_a_preview_that_is_the_file_itself_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "preview_of", lambda content: content)
    send(world, b"photo.jpg", _jpeg_with_place(), "image/jpeg")
    with pytest.raises(AssertionError):
        check_picture(signed_in(world.cast.rep).get(f"/files/{newest().uuid}/?preview"))


def test_what_comes_back_is_byte_for_byte_what_was_sent(world: World) -> None:
    send(world, "плёнка.gif".encode(), CONTENTS["gif and html"])
    response = signed_in(world.cast.rep).get(f"/files/{newest().uuid}/")
    assert b"".join(response.streaming_content) == CONTENTS["gif and html"]
    assert unquote(response.headers["Content-Disposition"]).endswith("плёнка.gif")


def test_no_file_of_another_brand_and_none_of_a_hidden_case_is_served(world: World) -> None:
    mine, theirs = signed_in(world.cast.rep), signed_in(world.cast.stranger)
    for whole, yes, no in ((world.own, mine, theirs), (world.foreign, theirs, mine)):
        for end in ("", "?preview"):
            assert yes.get(f"/files/{whole.file}/{end}").status_code == 200
            refused = no.get(f"/files/{whole.file}/{end}")
            assert refused.status_code == 404
            assert whole.word not in body(refused)  # type: ignore[arg-type]


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ATTACHMENT_MOST_BYTES = 1_000
    before = newest().pk
    done = send(world, b"a.txt", b"x" * 1_001)
    assert done.status_code == 422
    assert "20 MB" in done.content.decode()
    assert newest().pk == before
    assert send(world, b"a.txt", b"x" * 1_000).status_code == 302


def test_several_files_are_kept_all_or_none(world: World, settings: Any) -> None:
    settings.ATTACHMENT_MOST_BYTES = 1_000
    before = newest().pk
    address = f"/cases/{world.own.case.uuid}/add_evidence/"
    files = [io.BytesIO(b"fine"), io.BytesIO(b"")]
    done = signed_in(world.cast.rep).post(address, {"file": files})
    assert done.status_code == 422
    assert newest().pk == before


def test_a_file_whose_words_were_erased_is_gone(world: World) -> None:
    with every_brand():
        Attachment.objects.filter(uuid=world.own.file).update(erased_at="2026-05-12T12:00Z")
    assert signed_in(world.cast.rep).get(f"/files/{world.own.file}/").status_code == 404


def test_the_folder_is_readable_by_the_desk_only(world: World) -> None:
    folders = [path for path in Path(settings.ATTACHMENTS).rglob("*") if path.is_dir()]
    assert folders
    assert all(path.stat().st_mode & 0o077 == 0 for path in folders)
