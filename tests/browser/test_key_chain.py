from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook
from tests.browser.test_accessibility import THEMES, violations

NOTEBOOK = "the-key-chain.ipynb"
SECRET = "MARKEDSECRET/with+chars"


def _opened(page: Page, lab: Lab, theme: str = THEMES[0]) -> Locator:
    """Run a notebook whose only cell shows the chain."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("from sigv4_explain.widgets import KeyChain\n\nKeyChain()")],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)
    choose_theme(page, theme)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-root .sigv4-picture", timeout=60_000)
    return page.locator(".sigv4-root")


def test_a_change_reaches_down_the_chain_and_no_secret_is_on_the_page(open_page: OpenPage, jupyterlab: Lab) -> None:
    """Another service changes the keys below it; a typed secret and its keys are masked, and markup stays text."""
    page = open_page()
    root = _opened(page, jupyterlab)
    root.get_by_label("Service", exact=True).fill("<b>s3</b")
    expect(root.get_by_role("alert")).to_contain_text("service: received")
    root.get_by_label("Service", exact=True).fill("<b>s3")
    expect(root.get_by_role("status")).to_contain_text("Changed: kService, kSigning, signature.")
    expect(root.locator(".sigv4-box-changed")).to_have_count(3)
    expect(root.locator(".sigv4-picture")).to_contain_text("<b>s3")
    assert root.locator("b").count() == 0

    root.get_by_label("Secret access key").fill(SECRET)
    expect(root.get_by_role("status")).to_contain_text("Changed: AWS4 + secret")
    expect(root.locator(".sigv4-picture")).to_contain_text("••• (32 bytes)")
    assert SECRET not in page.content()


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, theme: str, tmp_path: Path) -> None:
    """In both themes and three widths, with changed boxes on screen; nothing sticks out."""
    page = open_page(height=3000)
    root = _opened(page, jupyterlab, theme)
    root.get_by_label("Change one thing").select_option(label="one letter of the Region")
    expect(root.get_by_role("status")).to_contain_text("Changed: kRegion, kService, kSigning, signature.")
    path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
    for width in (420, 800, 1400):
        page.set_viewport_size({"width": width, "height": 3000})
        page.screenshot(path=path / f"chain-{theme.rpartition(' ')[2].lower()}-{width}.png")
        assert violations(page) == []
        assert not root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
