from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook
from tests.browser.test_accessibility import THEMES

NOTEBOOK = "the-scope-clock.ipynb"
# ipywidgets gives the handle of its slider no name; the field of the server's clock sets the same, and has one.
NAMELESS_HANDLE = 'aria-input-field-name: <div class="noUi-handle'


def _opened(page: Page, lab: Lab, theme: str = THEMES[0]) -> Locator:
    """Run a notebook whose only cell shows the clock."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("from sigv4_explain.widgets import ScopeClock\n\nScopeClock()")],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)
    choose_theme(page, theme)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-root .sigv4-time", timeout=60_000)
    return page.locator(".sigv4-root")


def _violations(page: Page) -> list[str]:
    page.evaluate("() => { document.body.style.height = '100vh'; }")
    found = Axe().run(page, context=".sigv4-root").response["violations"]
    told = [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]
    return [each for each in told if not each.startswith(NAMELESS_HANDLE)]


def test_the_slider_moves_the_servers_clock_by_keyboard(open_page: OpenPage, jupyterlab: Lab) -> None:
    """Arrow keys lead over the edge of the window and back; the field shows the time, and takes an exact one."""
    root = _opened(open_page(), jupyterlab)
    handle, server_time = root.locator(".noUi-handle"), root.get_by_label("The server's clock, UTC")
    handle.focus()
    for _ in range(30):
        handle.press("ArrowRight")
    expect(server_time).to_have_value("20150830T124100Z")
    expect(root.get_by_role("status")).to_contain_text("Accepted")
    handle.press("ArrowRight")
    expect(root.get_by_role("status")).to_contain_text("Signature expired: 20150830T123600Z is now earlier than")

    server_time.fill("20150830T124100Z")
    expect(root.get_by_role("status")).to_contain_text("Accepted")
    server_time.fill("20150830T124101Z")
    expect(root.get_by_role("status")).to_contain_text("Refused")
    expect(server_time).to_have_value("20150830T124101Z")


def test_a_scope_that_is_none_is_told_and_cannot_become_markup(open_page: OpenPage, jupyterlab: Lab) -> None:
    """The problem names the field; markup stays text; a right scope heals it."""
    page = open_page()
    root = _opened(page, jupyterlab)
    scope = root.get_by_label("The client's credential scope")
    scope.fill("20150830/<img src=x onerror=\"document.title='broken in'\">/execute-api/aws4_request")
    expect(root.get_by_role("alert")).to_contain_text("scope: received")
    scope.fill("20150830/<b>x</b/execute-api/aws4_request")
    expect(root.get_by_role("alert")).to_be_visible()
    scope.fill("20150830/<b>us-east-1</execute-api/aws4_request".replace("</execute", "/execute"))
    expect(root.get_by_role("alert")).to_have_count(0)
    expect(root.get_by_role("status")).to_contain_text("Credential should be scoped to a valid region.")
    assert root.locator("img, b").count() == 0
    assert page.title() != "broken in"


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, theme: str, tmp_path: Path) -> None:
    """In both themes, wide and narrow, accepted and refused; nothing sticks out."""
    page = open_page(height=2600)
    root = _opened(page, jupyterlab, theme)
    for example, told in {
        "Signed ten seconds before midnight": "20 s old",
        "Signed for another Region": "valid region",
    }.items():
        root.get_by_label("Start from").select_option(label=example)
        expect(root.get_by_role("status")).to_contain_text(told)
        for width in (420, 800):
            page.set_viewport_size({"width": width, "height": 2600})
            path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
            page.screenshot(path=path / f"clock-{told[:4]}-{theme.rpartition(' ')[2].lower()}-{width}.png")
            assert _violations(page) == []
            assert not root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
