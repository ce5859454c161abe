"""The script that starts Amends knows which extras there are, before it makes or changes anything."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_an_extra_that_does_not_exist_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    done = subprocess.run(
        [ROOT / "amends", "--help"],
        env={**os.environ, "AMENDS_EXTRAS": "leters", "AMENDS_VENV": str(venv)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert '"leters"' in done.stderr
    assert not venv.exists()


def test_what_a_larger_set_installs_holds_what_a_smaller_one_does() -> None:
    base, letters, dev = (_pinned(name) for name in ("base", "letters", "dev"))
    assert base < letters < dev
    assert any(one.startswith("weasyprint==") for one in letters - base)


def _pinned(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    return {line.split()[0] for line in lines if "==" in line}
