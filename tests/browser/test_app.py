"""The lab as a page of its own, served by Voilà: live, full width, and without asking another server for anything."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import PROJECT, environment_of, free_port, stop
from tests.browser.lab_page import LabPage
from tests.requirements import skip_or_fail

NOTEBOOKS = PROJECT / "notebooks"


@contextmanager
def serving(folder: Path, theme: str) -> Iterator[str]:
    """Serve the app as ``make app`` does; return its address."""
    if find_spec("voila") is None:
        skip_or_fail("browser", "no Voilà: pip install 'sigv4_explain[app]'")
    port = free_port()
    command = [sys.executable, "-m", "voila", "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    command += ["--template=talk", f"--theme={theme}", str(NOTEBOOKS / "app.ipynb")]
    environment = {**environment_of(folder), "JUPYTER_PATH": str(NOTEBOOKS)}
    log = (folder / "voila.log").open("w")
    with log, subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True) as server:
        try:
            _wait_for(port, folder / "voila.log")
            yield f"http://127.0.0.1:{port}/"
        finally:
            stop(server)


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Voilà did not answer:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="module", params=["light", "dark"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Serve the app in a theme; the theme and the address."""
    with serving(tmp_path_factory.mktemp("app"), request.param) as address:
        yield request.param, address


def opened(page: Page, address: str) -> LabPage:
    """Open the app and wait until it is live."""
    page.goto(address)
    lab = LabPage(page)
    lab.expect_signature_of(PRESETS[FIRST])
    return lab


def test_typing_changes_the_signature(open_page: OpenPage, served: tuple[str, str], tmp_path: Path) -> None:
    """What is typed is signed at once; the page is as wide as the window, axe clean, and has no way out of the talk."""
    theme, address = served
    page = open_page(width=1400, height=3600)
    lab = opened(page, address)
    lab.expect_signature_of(lab.edit(PRESETS[FIRST], "region", "eu-west-1"))

    expect(page).to_have_title("The signing lab")
    expect(page.get_by_role("link", name="Glossary")).to_have_count(0)
    assert lab.root.evaluate("root => root.getBoundingClientRect().width") > 1300
    page.screenshot(path=Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path)) / f"app-{theme}.png")
    assert violations(page) == []


@pytest.mark.parametrize("served", ["light"], indirect=True)
def test_two_listeners_have_a_lab_each(open_page: OpenPage, served: tuple[str, str]) -> None:
    """What one types is not seen by the other: each page has a kernel of its own."""
    _, address = served
    mine, theirs = opened(open_page(), address), opened(open_page(), address)
    mine.expect_signature_of(mine.edit(PRESETS[FIRST], "region", "eu-west-1"))

    theirs.expect_signature_of(PRESETS[FIRST])
