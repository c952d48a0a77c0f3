"""The cheat sheet on paper and on screen: one page, and nothing cut."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import THEMES
from tests.browser.conftest import watched
from tests.browser.harness import Lab, choose_theme
from tests.notebooks.regenerate import NOTEBOOKS

WIDER = """panel => [...panel.querySelectorAll('.jp-Notebook table, .jp-Notebook img')]
  .filter(shown => shown.getBoundingClientRect().right > shown.closest('.jp-Notebook').getBoundingClientRect().right)
  .map(shown => shown.textContent.slice(0, 50))"""
TO_TAB = "async path => { await window.jupyterapp.commands.execute('docmanager:open', {path}); }"
SIZES = "() => ['code', 'td', 'h3'].map(name => getComputedStyle(document.querySelector(name)).fontSize)"
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
CUT = """() => [...document.querySelectorAll('td')]
  .filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"""


@pytest.fixture
def printed(chromium: Browser) -> Iterator[Page]:
    """The committed page, opened as a file."""
    page = chromium.new_page()
    page.goto((NOTEBOOKS / "cheat-sheet.html").as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_on_one_page(printed: Page, paper: str) -> None:
    """With the margins that a browser leaves, on both usual papers."""
    paged = printed.pdf(format=paper, margin={"top": "1cm", "right": "1cm", "bottom": "1cm", "left": "1cm"})

    assert len(re.findall(rb"/Type\s*/Page\b", paged)) == 1


def test_it_is_read_on_a_screen_without_glare(printed: Page) -> None:
    """Its type is large there, and its paper dark where the reader's system is; on paper it is white all the same."""
    printed.emulate_media(color_scheme="dark")
    assert printed.evaluate(SIZES) == ["14px", "16px", "18px"]
    expect(printed.locator("body")).to_have_css("background-color", "rgb(17, 17, 17)")

    printed.emulate_media(media="print", color_scheme="dark")
    expect(printed.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_no_text_leaves_its_column(printed: Page) -> None:
    """What is too long for its column is broken there."""
    printed.emulate_media(media="print")

    assert printed.evaluate(CUT) == []


@pytest.fixture(scope="module")
def shelf(chromium: Browser, jupyterlab: Lab) -> Iterator[Page]:
    """A JupyterLab in which the cheat sheet is open. Nothing is run: no need to wait for its kernel."""
    with chromium.new_context(viewport={"width": 1000, "height": 2200}, reduced_motion="reduce") as context:
        troubles: list[str] = []
        page = watched(context.new_page(), troubles)
        page.goto(jupyterlab.page_of("cheat-sheet.ipynb"))
        expect(page.locator(f"{SHOWN} .jp-Notebook-cell").first).to_be_visible()
        yield page
        assert troubles == []


@pytest.mark.parametrize("notebook", ["cheat-sheet", "contents", "glossary"])
def test_pages_are_read_in_both_themes(shelf: Page, notebook: str, tmp_path: Path) -> None:
    """Each opens with its heading, no picture is missing, and nothing is wider than the page."""
    shelf.evaluate(TO_TAB, f"{notebook}.ipynb")
    opened = shelf.locator(SHOWN)
    expect(opened.get_by_role("heading", level=1)).to_have_count(1)
    shelf.wait_for_function("() => [...document.images].every(image => image.complete)")
    for theme in THEMES:
        choose_theme(shelf, theme)
        folder = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
        shelf.screenshot(path=folder / f"{notebook}-{theme[11:].lower()}.png")

    missing = "panel => [...panel.querySelectorAll('img')].filter(each => !each.naturalWidth).map(each => each.src)"
    assert opened.evaluate(missing) == []
    assert opened.evaluate(WIDER) == []


def test_a_word_leads_to_its_place_in_the_glossary(shelf: Page) -> None:
    """At the first click, though the glossary was not open, and at the second."""
    shelf.set_viewport_size({"width": 1400, "height": 900})
    shelf.evaluate("() => { window.jupyterapp.commands.execute('application:close-all'); }")
    for word in ("replay", "HMAC"):
        shelf.evaluate(TO_TAB, "cheat-sheet.ipynb")
        shelf.locator(SHOWN).get_by_role("link", name=word, exact=True).click()
        expect(shelf.locator(SHOWN).get_by_role("heading", name=word)).to_be_in_viewport()
