"""The lab as a page of its own, served by Voilà: live, full width, and without asking another server for anything."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import PROJECT, environment_of, free_port, stop
from tests.browser.lab_page import LabPage
from tests.browser.test_layout import LAPTOP, SMALLEST, TYPED, all_in_the_window
from tests.requirements import skip_or_fail

NOTEBOOKS = PROJECT / "notebooks"
CUT = """() => {
  const cut = [], lab = document.querySelector('.sigv4-lab').getBoundingClientRect();
  for (let box = document.querySelector('.sigv4-lab').parentElement; box; box = box.parentElement) {
    const {bottom, right} = box.getBoundingClientRect();
    const shows = box === document.documentElement || getComputedStyle(box).overflow === 'visible';
    if (lab.right > right + 1 || !shows && lab.bottom > bottom + 1) cut.push(box.id || box.className || box.tagName);
  }
  return cut;
}"""
"""What around the lab shows only a part of it."""


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


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app in a dark room, as ``make app THEME=dark`` serves it."""
    with serving(tmp_path_factory.mktemp("talk"), "dark") as address:
        yield address


def test_typing_changes_the_signature(open_page: OpenPage, talk: str) -> None:
    """What is typed is signed at once; the page is as wide as the window, axe clean, prints whole and leads nowhere."""
    page = open_page(width=1400, height=3600)
    page.goto(talk)
    lab = LabPage(page)
    lab.expect_signature_of(PRESETS[FIRST])
    lab.expect_signature_of(lab.edit(PRESETS[FIRST], "region", "eu-west-1"))

    expect(page).to_have_title("The signing lab")
    expect(page.get_by_role("link", name="Glossary")).to_have_count(0)
    assert lab.root.evaluate("root => root.getBoundingClientRect().width") > 1300
    assert violations(page) == []
    lab.root.get_by_role("button", name="Skip to the values").press("Enter")  # the page's script runs here too
    assert page.evaluate("() => document.activeElement.closest('.sigv4-form')") is None
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 400})  # as wide as paper on its side, and less high than the lab
    assert page.evaluate(CUT) == []
    page.close()  # before its server goes


def test_in_a_talk_the_whole_chain_is_seen_while_typing(open_page: OpenPage, talk: str) -> None:
    """As in JupyterLab, with no field for a key; on a large screen the type is 18 px and more."""
    page = open_page(width=LAPTOP["width"], height=LAPTOP["height"])
    page.goto(talk)
    lab = LabPage(page)
    lab.expect_signature_of(PRESETS[FIRST])
    expect(lab.field("secret_access_key")).to_be_hidden()
    all_in_the_window(page, TYPED[:6])
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert page.evaluate(SMALLEST) >= 18
    all_in_the_window(page, TYPED[:1])
    lab.root.get_by_role("button", name="›").click()
    lab.expect_signature_of(PRESETS["API Gateway: POST JSON"])
    page.close()  # before its server goes
