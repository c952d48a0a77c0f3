"""Notebook 11 is the same with Node and, as ``make test`` compares it, without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.clients import node
from tests.clients.record import NOTEBOOK, PROJECT
from tests.site.builder import find_node


def test_its_programs_run_with_node() -> None:
    """Each cell's output is the saved one, but for the one that tells which of the two it was."""
    node.install()
    found = find_node()
    assert found is not None
    path = os.pathsep.join([str(Path(found.node[0]).parent), os.environ["PATH"]])
    own = {"PYTHONPATH": str(PROJECT), "PATH": path, "NODE_PATH": str(node.HERE / "node_modules")}
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-q"]
    command += ["--override-ini=addopts=", "--rootdir", str(PROJECT), str(NOTEBOOK)]

    result = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False, timeout=200)

    assert result.returncode == 0, result.stdout
