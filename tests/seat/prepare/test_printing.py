"""The letter on paper holds the customer's words as words, in seven languages, and is set without fetching anything."""

from __future__ import annotations

import ctypes
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, replace

import pypdfium2
import pytest
from django.conf import settings
from django.utils import translation
from PIL import Image, ImageFile
from pypdfium2 import raw

from amends.cases.pictures import preview_of
from amends.rules.preparing.draft import Draft, Number, Person, Point, Told
from amends.seat.prepare import printing
from amends.seat.prepare.papers import Direction, letter_of
from amends.seat.prepare.printing import letter_html, pdf_of, print_with
from amends.site import extras
from amends.site.printing import LetterPrinter
from tests.seat.prepare.drafts import TODAY, WHOLE

pytestmark = pytest.mark.skipif(
    extras._weasyprint() is None, reason="not run: WeasyPrint or Pango is missing"
)


def test_pictures_that_were_cut_short_stay_refused_beside_what_prints_letters() -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    whole = out.getvalue()
    assert extras._weasyprint() is not None
    assert preview_of(whole) is not None
    assert preview_of(whole[:60]) is None
    # The negative control: what the library itself wants would take it for whole.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        assert preview_of(whole[:60]) is not None


SAID = {
    "en": "The corner of the screen is broken",
    "bg": "Ъгълът на екрана е счупен",
    "he": "פינת המסך שבורה",
    "sv": "Hörnet på skärmen är trasigt",
    "ru": "Угол экрана разбит",
    "zh-hans": "新手机屏幕的一角碎了",
    "zh-hant": "新手機螢幕的一角碎了",
}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def direction(language: str) -> Direction:
    return "rtl" if language == "he" else "ltr"


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


def squeezed(text: str) -> str:
    """Answers a text without spaces and without signs that only steer its direction."""
    return re.sub(r"[\s\u2066-\u2069\u200e\u200f\ufffe\u00ad-]+", "", text)


def printed(draft: Draft, language: str = "en") -> bytes:
    with translation.override(language):
        letter = letter_of(draft, TODAY)
    pdf = pdf_of(letter, language, direction(language))
    assert pdf is not None
    return pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_holds_the_words_in_every_language(language: str) -> None:
    draft = replace(WHOLE, points=(Point(SAID[language]),), words=SAID[language])
    pdf = printed(draft, language)
    said = squeezed("".join(pages(pdf)))
    wanted = squeezed(SAID[language])
    # A reader of PDFs gives Hebrew as it lies on the paper or as it is read.
    assert wanted in said or wanted[::-1] in said
    assert squeezed("petar@example.org") in said
    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_its_language_its_title_and_that_everybody_can_read_it(language: str) -> None:
    pdf = printed(WHOLE, language)
    document = pypdfium2.PdfDocument(pdf)
    assert "screen is broken" in document.get_metadata_value("Title")
    assert document.get_metadata_value("Author") == "Petar Ivanov"
    assert raw.FPDFCatalog_IsTagged(document.raw)
    assert _language(document) == language
    document.close()


def _language(document: pypdfium2.PdfDocument) -> str:
    room = ctypes.create_string_buffer(64)
    size = raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), 64)
    return room.raw[: size - 2].decode("utf-16-le")


def test_what_nobody_has_a_font_for_in_one_script_is_found_in_another() -> None:
    said = squeezed("".join(pages(printed(replace(WHOLE, words=" ".join(SAID.values())), "en"))))
    assert squeezed(SAID["bg"]) in said
    assert squeezed(SAID["zh-hans"]) in said


def test_a_number_lies_on_hebrew_paper_in_its_order() -> None:
    """It was turned round: WeasyPrint knows no <bdi>, and Pango no second isolate of one direction in a line."""
    he = replace(WHOLE, points=(Point(SAID["he"]),), numbers={Number.ORDER: "48 213"})
    document = pypdfium2.PdfDocument(printed(he, "he"))
    page = document[0].get_textpage()
    seen = 0
    for one in ("48 213", "+359 88 123 4567"):
        first, *_rest = one.split()
        last = one.split()[-1]
        for left, right in zip(_places(page, first), _places(page, last), strict=True):
            assert left < right, one
            seen += 1
    document.close()
    assert seen >= 3


def _places(page: pypdfium2.PdfTextPage, text: str) -> list[float]:
    search = page.search(text)
    found = []
    while at := search.get_next():
        found.append(page.get_charbox(at[0])[0])
    return found


def test_a_long_letter_goes_over_pages_that_count_themselves() -> None:
    said = pages(printed(replace(WHOLE, words="It happened again. " * 200, company="W" * 80)))
    assert len(said) >= 2
    assert f"1 / {len(said)}" in said[0]
    assert f"{len(said)} / {len(said)}" in said[-1]


def test_a_word_that_never_ends_stays_on_the_paper() -> None:
    document = pypdfium2.PdfDocument(printed(replace(WHOLE, words="9" * 600)))
    width = document[0].get_width()
    page = document[0].get_textpage()
    assert all(page.get_charbox(at)[2] < width for at in range(page.count_chars()))
    document.close()


HOSTILE = (
    '<img src="https://thief.example/a.png"><link rel=stylesheet href="file:///etc/passwd"><b>bold</b>'
    "<style>@import url(https://thief.example/b.css);</style><a href='file:///etc/hosts' rel=attachment>x</a>"
    "{{ 7 * 7 }}{% raw %}&lt;&amp;"
)


def hostile() -> Draft:
    return replace(
        WHOLE,
        company=HOSTILE,
        points=(Point(HOSTILE, proof=HOSTILE), Point(HOSTILE)),
        numbers={Number.ORDER: HOSTILE},
        me=Person(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        attempts=(replace(WHOLE.attempts[0], said=HOSTILE, who=HOSTILE),),
        wish=HOSTILE,
        why=HOSTILE,
        words=HOSTILE,
        told=(Told(HOSTILE, HOSTILE),),
        news=HOSTILE,
    )


def test_the_hostile_draft_is_hostile_everywhere() -> None:
    codes = {"brand", "thing", "result", "first_result", "rung", "medium", "country"}
    facts = {"has_not_tried", "asked_on", "refused_on", "asked_times", "is_line_busy"}
    for one in fields(Draft):
        if one.name not in codes | facts:
            assert "thief" in str(getattr(hostile(), one.name)), one.name


@pytest.mark.parametrize("is_page", [True, False])
def test_html_in_any_field_is_shown_as_words(is_page: bool) -> None:
    html = letter_html(letter_of(hostile(), TODAY), "en", "ltr", is_page=is_page)
    for tag in ("<img", "<b>", "<style", "<a ", 'href="file', "<link rel=stylesheet"):
        assert tag not in html
    assert html.count("&lt;img") >= 16
    assert html.count("{{ 7 * 7 }}") >= 16


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a letter wanted to fetch."""
    wanted: list[str] = []

    def count(url: str) -> None:
        wanted.append(url)
        raise PermissionError(url)

    monkeypatch.setattr(extras, "refuse_fetch", count)
    yield wanted


def test_a_letter_fetches_nothing_though_its_words_ask_for_it(asked_for: list[str]) -> None:
    said = squeezed("".join(pages(printed(hostile()))))
    assert asked_for == []
    assert "<imgsrc=" in said
    # The negative control: the same words unescaped ask for four things and get none.
    assert extras.weasyprint_pdf(f"<html lang=en><title>x</title><p>{HOSTILE}", "") is not None
    assert len(asked_for) == 4


def test_a_style_that_asks_for_a_picture_gets_none(asked_for: list[str]) -> None:
    css = "p { background: url(https://thief.example/x.png) }"
    assert extras.weasyprint_pdf("<html lang=en><title>x</title><p>words", css) is not None
    assert asked_for == ["https://thief.example/x.png"]


def test_what_fetches_for_a_letter_refuses_everything() -> None:
    for url in ("https://thief.example/", "file:///etc/passwd", "data:text/plain,x"):
        with pytest.raises(PermissionError):
            extras.refuse_fetch(url)


@pytest.mark.parametrize("error", [ImportError, OSError])
def test_without_the_extra_there_is_no_pdf_and_no_error(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    class Broken:
        def find_spec(self, name: str, *_more: object) -> None:
            if name == "weasyprint":
                raise error(name)

    extras._weasyprint.cache_clear()
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    try:
        assert pdf_of(letter_of(WHOLE, TODAY), "en", "ltr") is None
    finally:
        extras._weasyprint.cache_clear()


def test_without_anything_that_prints_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_printers", [])
    assert pdf_of(letter_of(WHOLE, TODAY), "en", "ltr") is None


def test_the_last_one_that_registers_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    class Mute:
        def pdf(self, html: str) -> bytes | None:
            return b"mute"

    monkeypatch.setattr(printing, "_printers", [LetterPrinter()])
    print_with(Mute())
    assert pdf_of(letter_of(WHOLE, TODAY), "en", "ltr") == b"mute"


def test_the_page_to_print_has_no_style_of_its_own_and_keeps_each_direction() -> None:
    with translation.override("he"):
        html = letter_html(letter_of(WHOLE, TODAY), "he", "rtl", is_page=True)
    assert "<style" not in html
    assert "style=" not in html
    assert re.search(r'<link rel="stylesheet" href="[^"]*amends/css/letter[^"]*css">', html)
    assert '<html lang="he" dir="rtl">' in html
    assert "<bdi>+359 88 123 4567</bdi>" in html
    assert "\u2066" not in html
    assert '<span class="own" dir="ltr">' in html
