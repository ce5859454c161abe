"""A check whose part is missing says so, and with CI=true that is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_not_run_fails_in_ci_and_is_told_elsewhere(tmp_path: Path, ci: str, code: int) -> None:
    check = tmp_path / "test_missing_part.py"
    check.write_text("import pytest\n\ndef test_part():\n    pytest.skip('not run: the part is missing')\n")
    conftest = (ROOT / "tests" / "conftest.py").read_text()
    (tmp_path / "conftest.py").write_text(conftest)
    env = {**os.environ, "CI": ci, "PYTHONPATH": f"{ROOT / 'src'}", "AMENDS_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), str(check)]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout
