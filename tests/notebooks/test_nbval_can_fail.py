"""The notebooks' strict comparison is worth something only if it fails when a rule of the package is broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
NOTEBOOK = PROJECT / "notebooks" / "00-sign-a-request.ipynb"
"""One is enough: it shows every step of a signature."""
BROKEN_RULE = ("canonical.py", "for name in sorted(values)", "for name in values")
"""A file, what stands there, and what leaves the headers unsorted."""


def compare_notebook(package: Path) -> subprocess.CompletedProcess[str]:
    """Run strict nbval on a notebook with the package that lies in a folder."""
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-q", "-x"]
    command += ["--override-ini=addopts=", "--rootdir", str(package), str(NOTEBOOK)]
    environment = os.environ | {"PYTHONPATH": str(package)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=200)


def test_a_notebook_fails_when_a_rule_is_broken(tmp_path: Path) -> None:
    """A copy of the package with one rule broken on purpose does not pass."""
    shutil.copytree(PROJECT / "sigv4_explain", tmp_path / "sigv4_explain")
    file, right, wrong = BROKEN_RULE
    module = tmp_path / "sigv4_explain" / file
    source = module.read_text()
    assert right in source  # unbroken, the package passes: whoever runs the tests compares every notebook with it
    module.write_text(source.replace(right, wrong))

    result = compare_notebook(tmp_path)

    assert result.returncode == 1, result.stdout
    assert "::Cell 0" in result.stdout
