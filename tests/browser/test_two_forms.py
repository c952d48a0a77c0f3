from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from sigv4_explain.widgets.two_forms_form import TEMPORARY
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook
from tests.browser.test_accessibility import THEMES, violations

NOTEBOOK = "two-forms.ipynb"


def _opened(page: Page, lab: Lab, theme: str = THEMES[0]) -> Locator:
    """Run a notebook whose only cell shows the two forms."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("from sigv4_explain.widgets import TwoForms\n\nTwoForms()")],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)
    choose_theme(page, theme)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-root .sigv4-status", timeout=60_000)
    return page.locator(".sigv4-root")


def test_the_clock_runs_with_the_arrow_keys_and_markup_stays_text(open_page: OpenPage, jupyterlab: Lab) -> None:
    """One press leads to the next minute; after sixteen the header is too old. What is typed is shown as text."""
    page = open_page(height=3600)
    root = _opened(page, jupyterlab)
    clock = root.get_by_label("The server looks, seconds after signing")
    clock.focus()
    for _ in range(16):
        page.keyboard.press("ArrowUp")
    expect(root.get_by_role("status")).to_contain_text("✗ Authorization header: Refused")
    expect(root.get_by_role("status")).to_contain_text("✓ Presigned URL: Accepted")

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("60")
    expect(root.get_by_role("status")).to_contain_text("✗ Presigned URL: Refused")
    root.get_by_label("Headers, one").fill("X-A: <img src=x onerror=\"document.title='broken in'\">")
    root.get_by_label("URL: path and query included").fill("h")
    expect(root.get_by_role("alert")).to_contain_text("url: received")
    root.get_by_label("URL: path and query included").fill("https://h/?<b>=1")
    expect(root.locator("code", has_text="x-a:<img").first).to_be_visible()
    assert root.locator("img, b").count() == 0
    assert page.title() != "broken in"


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, theme: str, tmp_path: Path) -> None:
    """With a token in both forms and one form too old, in both themes, narrow and wide; nothing sticks out."""
    page = open_page(width=800, height=5600)
    root = _opened(page, jupyterlab, theme)
    root.get_by_label("Start from").select_option(label="S3: PUT a picture")
    root.get_by_label("Keys").select_option(label=TEMPORARY)
    root.get_by_label("The server looks, seconds after signing").fill("960")
    expect(root.get_by_role("status")).to_contain_text("✗ Authorization header: Refused")
    for width in (800, 420):
        page.set_viewport_size({"width": width, "height": 5600})
        path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
        page.screenshot(path=path / f"two-forms-{theme.rpartition(' ')[2].lower()}-{width}.png")
        assert violations(page) == []
        assert not root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
