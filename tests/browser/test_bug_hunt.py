from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import THEMES, violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook

NOTEBOOK = "the-bug-hunt.ipynb"
WHERE = "Where does it go wrong?"


def _opened(page: Page, lab: Lab, number: int) -> Locator:
    """Run a notebook whose only cell shows the hunt."""
    code = f"from sigv4_explain.widgets import BugHunt\n\nBugHunt({number})"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code)],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-hunt .sigv4-status", timeout=60_000)
    return page.locator(".sigv4-hunt")


def test_a_fault_is_hunted_by_keys_alone(open_page: OpenPage, jupyterlab: Lab) -> None:
    """From the menu of steps, by arrows, tabs and blanks, past one wrong cause to the doctor's proof."""
    page = open_page(height=3000)
    root = _opened(page, jupyterlab, 5)
    status = root.get_by_role("status").first

    root.get_by_label(WHERE).focus()
    for key in ("Space", *["ArrowDown"] * 5, "Enter"):  # in a closed menu these keys are JupyterLab's own
        page.keyboard.press(key)
    expect(status).to_contain_text("✓ Right. Yes, there")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(status).to_contain_text("✗ Not yet. How that comes about")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(root.locator(".sigv4-findings")).to_contain_text("empty-body-hash")
    expect(root.locator("summary", has_text="Score:")).to_contain_text("1 of 12 found")


def test_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, tmp_path: Path) -> None:
    """In both themes, wide and narrow, with a wrong guess, hints and the proof of two faults; nothing sticks out."""
    page = open_page(width=800, height=3600)
    root = _opened(page, jupyterlab, 12)
    root.get_by_label(WHERE).select_option(label="Hashed payload: the body")
    root.get_by_label("UNSIGNED-PAYLOAD was signed").check()
    root.get_by_role("button", name="A hint").click()
    expect(root.locator(".sigv4-hints li")).to_have_count(1)
    root.get_by_role("button", name="Give up").click()
    expect(root.locator(".sigv4-findings > li")).to_have_count(2)
    root.locator("summary", has_text="Score:").click()
    root.get_by_label("UNSIGNED-PAYLOAD was signed").check()
    for theme, width in product(THEMES, (420, 800)):
        choose_theme(page, theme)
        page.set_viewport_size({"width": width, "height": 3600})
        assert violations(page) == []
        assert not root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
        path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
        page.screenshot(path=path / f"hunt-{theme.rpartition(' ')[2].lower()}-{width}.png")
