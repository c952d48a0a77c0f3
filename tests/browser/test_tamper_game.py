from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from sigv4_explain.course.tamper import Attack, Protection
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook
from tests.browser.test_accessibility import THEMES, violations

NOTEBOOK = "the-tamper-game.ipynb"


def _opened(page: Page, lab: Lab, theme: str = THEMES[0]) -> Locator:
    """Run a notebook whose only cell shows the game."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("from sigv4_explain.widgets import TamperGame\n\nTamperGame()")],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)
    choose_theme(page, theme)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-root .sigv4-status", timeout=60_000)
    return page.locator(".sigv4-root")


def test_the_game_is_played_with_the_keyboard_alone(open_page: OpenPage, jupyterlab: Lab) -> None:
    """Tab leads from field to field in their order, Space and arrows choose, and what is typed is shown as text."""
    page = open_page()
    root = _opened(page, jupyterlab)
    root.get_by_label("Alice adds to her order").focus()
    choose_third = ("Space", "ArrowDown", "ArrowDown", "Enter")  # the arrows of a closed menu are JupyterLab's
    for key in (*choose_third, "Tab", *choose_third):
        page.keyboard.press(key)
    expect(root.get_by_role("status")).to_contain_text("“change the order” is stopped")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("<img src=x onerror=\"document.title='broken in'\">")
    expect(root.locator(".sigv4-travelled mark")).to_contain_text("<img")
    assert root.locator("img").count() == 0
    assert page.title() != "broken in"


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, theme: str, tmp_path: Path) -> None:
    """With an attack that works and one that is stopped, in both themes, narrow and wide; nothing sticks out."""
    page = open_page(width=800, height=2400)
    root = _opened(page, jupyterlab, theme)
    root.get_by_label("The attacker tries to").select_option(label=Attack.CHANGE_AND_RECOMPUTE.title)
    for protection, word in ((Protection.HASH, "works"), (Protection.DATED_HMAC, "is stopped")):
        root.get_by_label("Alice adds to her order").select_option(label=protection.title)
        expect(root.get_by_role("status")).to_contain_text(f"“{Attack.CHANGE_AND_RECOMPUTE.title}” {word}")
    for width in (800, 420):
        page.set_viewport_size({"width": width, "height": 2400})
        path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
        page.screenshot(path=path / f"tamper-{theme.rpartition(' ')[2].lower()}-{width}.png")
        assert violations(page) == []
        assert not root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
