"""`./amends language redact`: one answer for each line, in order, whatever the line is."""

import io
import json

from typer.testing import CliRunner

from amends.site.command.language import app, redacted, write_answers


def answered(*lines: bytes) -> list[dict[str, object]]:
    out = io.BytesIO()
    write_answers(lines, out, redacted)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_text_is_answered_masked_with_the_places_of_what_was_there() -> None:
    asked = json.dumps({"text": "password: Summer2026! iban DE89370400440532013000", "lang": "en"})
    said = CliRunner().invoke(app, ["language", "redact"], input=asked + "\n")
    assert said.exit_code == 0
    assert json.loads(said.stdout) == {
        "text": "password: •••• iban [iban •••• 3000]",
        "findings": [{"id": "password", "start": 10, "end": 21}, {"id": "iban", "start": 27, "end": 49}],
    }


def test_a_line_that_is_not_json_is_told_and_the_others_go_on() -> None:
    fine = {"text": "ok", "findings": []}
    assert answered(b'{"text": "ok"}\n', b"{\n", b"\xff\n", b"\n", b'{"text": "ok"}') == [
        fine,
        *({"error": "not_json", "line": number} for number in (2, 3, 4)),
        fine,
    ]


def test_what_is_json_and_no_text_is_told_too() -> None:
    lines = (b"[]", b"7", b'{"text": 7}', b"{}", b"[" * 100_000)
    said = answered(*lines)
    assert [one["error"] for one in said] == ["no_text"] * 4 + ["not_json"]


def test_half_a_pair_of_surrogates_is_answered_as_it_came() -> None:
    assert answered(b'{"text": "a\\ud800 cvv 123"}')[0]["text"] == "a\ud800 cvv ••••"


def test_each_line_is_answered_before_the_next_is_read() -> None:
    out = io.BytesIO()
    seen = []

    def lines() -> object:
        for _ in range(3):
            seen.append(out.getvalue().count(b"\n"))
            yield b'{"text": "ok"}'

    write_answers(lines(), out, redacted)  # type: ignore[arg-type]
    assert seen == [0, 1, 2]
