"""Builds the site once for all tests of a run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from tests.requirements import skip_or_fail
from tests.site.builder import CACHE, PROJECT

# What fails without a network, the first time: the environment, the wheels, Pyodide.
_FETCHING = re.compile(r"venv/stamp\]|'pip', 'download'|'ci', '--ignore-scripts'")


@contextmanager
def only_one() -> Iterator[None]:
    """Let one worker fill the cache while the others wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / ".busy"):
        yield


def folder_of_this_run(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run share, and no other run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def built_site(folder: Path) -> Path:
    """Build the site into a folder with the command that everybody uses, unless another worker of this run did."""
    site, whole = folder / "site", folder / "site.whole"
    with only_one():
        if not whole.exists():
            command = ["make", "site", f"SITE={site}", f"PYTHON={sys.executable}"]
            done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
            if done.returncode != 0 and _FETCHING.search(done.stderr):
                skip_or_fail("browser", f"“make site” could not fetch what it needs: {done.stderr.strip()[-500:]}")
            assert done.returncode == 0, done.stderr[-3000:]
            whole.touch()
    return site
