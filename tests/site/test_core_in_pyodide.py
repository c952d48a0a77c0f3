"""The core's own tests, in the Python of the browser, under Node."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from pathlib import Path

from tests.requirements import skip_or_fail
from tests.site.builder import CACHE, PROJECT, find_node, installed_runtime
from tests.site.building import only_one

HERE = Path(__file__).parent
OPTIONS = ("--quiet", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir=/project", "--import-mode=importlib")
DOCTESTED = ("json_text", "encoding", "url", "canonical", "signature", "authorization", "signing")


FAILS = "tests/test_architecture.py::test_importing_the_package_imports_hardly_anything"
"""What only a machine can do: it shows that a failure in there would be seen."""


def test_the_core_passes_its_tests_in_pyodide() -> None:
    """Every example of the core's tests, and the doctests of the steps, hold in the browser's Python too."""
    doctests = [f"sigv4_explain/{name}.py" for name in DOCTESTED]

    done = _run_in_pyodide([*OPTIONS, "-W", "error", "--doctest-modules", "tests/core", *doctests, FAILS])

    told = re.search(r"1 failed, (\d+) passed, \d+ skipped", done.stdout)
    assert (done.returncode, f"FAILED {FAILS}" in done.stdout) == (1, True), done.stdout[-3000:] + done.stderr[-3000:]
    assert told is not None, done.stdout[-500:]
    assert int(told[1]) > 400


def _run_in_pyodide(args: list[str]) -> subprocess.CompletedProcess[str]:
    if (node := find_node()) is None:
        skip_or_fail("clients", "Node is not installed: pip install 'sigv4_explain[test]'")
    with only_one():
        try:
            runtime = installed_runtime(CACHE)
        except subprocess.CalledProcessError as error:
            skip_or_fail("clients", f"npm could not fetch Pyodide: status {error.returncode}")
    found = importlib.util.find_spec("pytest")
    assert found is not None
    assert found.origin is not None
    packages = Path(found.origin).parents[1]
    order = {"runtime": str(runtime), "project": str(PROJECT), "packages": str(packages), "args": args}
    command = [*node.node, str(HERE / "run_in_pyodide.mjs")]
    return subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, timeout=240, check=False)
