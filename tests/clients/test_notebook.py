"""Notebook 11 is the same with Node and without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients import node
from tests.clients.record import NOTEBOOK, PROJECT
from tests.site.builder import find_node


def compared(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run strict nbval on the notebook."""
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-q"]
    command += ["--override-ini=addopts=", "--rootdir", str(PROJECT), str(NOTEBOOK)]
    whole = os.environ | {"PYTHONPATH": str(PROJECT)} | environment
    return subprocess.run(command, env=whole, capture_output=True, text=True, check=False, timeout=200)


def test_its_programs_run_with_node() -> None:
    """Each cell's output is the saved one, but for the one that tells which of the two it was."""
    node.install()
    found = find_node()
    assert found is not None
    path = os.pathsep.join([str(Path(found.node[0]).parent), os.environ["PATH"]])

    result = compared({"PATH": path, "NODE_PATH": str(node.HERE / "node_modules")})

    assert result.returncode == 0, result.stdout


def test_it_needs_no_node(tmp_path: Path) -> None:
    """With nothing on the path, each cell's output is the saved one."""
    result = compared({"PATH": str(tmp_path), "NODE_PATH": ""})

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("word", ["run", "dialects"])
def test_it_uses_what_it_is_about(word: str) -> None:
    """Else the two comparisons would compare nothing."""
    assert f"import {word}" in NOTEBOOK.read_text(encoding="utf-8")
