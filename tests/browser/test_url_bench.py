from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import THEMES, violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook

NOTEBOOK = "the-url-bench.ipynb"
UNLIT = "rgba(0, 0, 0, 0)"
URL = "https://api.example.com/pets/../a%20b:c//d?b=x+y&uploads&a=%7e&"


def _opened(page: Page, lab: Lab, theme: str = THEMES[0]) -> Locator:
    """Run a notebook whose only cell shows the bench."""
    cells = [nbformat.v4.new_code_cell(f"from sigv4_explain.widgets import UrlBench\n\nUrlBench({URL!r})")]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)
    choose_theme(page, theme)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-root .sigv4-url-lines", timeout=60_000)
    return page.locator(".sigv4-root")


def _line(root: Locator, name: str) -> Locator:
    """Find a line of the bench by its name."""
    return root.locator(".sigv4-url-lines tr", has=root.page.get_by_role("rowheader", name=name, exact=True))


def _background(piece: Locator) -> str:
    return str(piece.evaluate("piece => getComputedStyle(piece).backgroundColor"))


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page with room for the whole bench."""
    return open_page(width=800, height=2400)


def test_pointing_at_a_character_lights_its_echo_and_its_words(page: Page, jupyterlab: Lab) -> None:
    """From either side, in the path and in the query, and only while it is pointed at."""
    root = _opened(page, jupyterlab)
    words = root.locator("tr", has_text="encoded again").last
    for one, other, sent, signed in (
        ("Path, as sent", "CanonicalUri", "%20", "%2520"),
        ("Query, as sent", "CanonicalQueryString", "+", "%20"),
    ):
        mine = _line(root, one).get_by_text(sent, exact=True).last
        echo = _line(root, other).get_by_text(signed, exact=True).last
        assert _background(echo) == UNLIT
        mine.hover()
        assert _background(echo) != UNLIT
        echo.hover()
        assert _background(mine) != UNLIT
    assert _background(words) == UNLIT
    _line(root, "Path, as sent").get_by_text("%20", exact=True).last.hover()
    assert _background(words) != UNLIT


def test_the_keyboard_reaches_every_piece_and_lights_it(page: Page, jupyterlab: Lab) -> None:
    """Tab goes from the URL over the service to each piece; what it stops at is lit in the other line."""
    root = _opened(page, jupyterlab)
    root.get_by_label("URL", exact=True).focus()
    stops: list[str] = []
    while len(stops) < 60 and "added, moved by sorting" not in stops:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("() => document.activeElement.title || document.activeElement.tagName"))
        if stops[-1].startswith("encoded again"):
            assert _background(_line(root, "CanonicalUri").locator("[title^='encoded again']").first) != UNLIT
    for fate in ("kept", "a separator, kept", "encoded", "dropped with its segment", "added, moved by sorting"):
        assert fate in stops


def test_typing_and_the_service_change_both_lines(page: Page, jupyterlab: Lab) -> None:
    """The canonical lines follow each key and the choice of the service; an error is told, and goes."""
    root = _opened(page, jupyterlab)
    field = root.get_by_label("URL", exact=True)
    field.fill("https://h/a%20b//c?b&a")
    expect(_line(root, "CanonicalUri").get_by_role("cell")).to_have_text("/a%2520b/c")
    root.get_by_label("S3", exact=True).check()
    expect(_line(root, "CanonicalUri").get_by_role("cell")).to_have_text("/a%20b//c")
    expect(_line(root, "CanonicalQueryString").get_by_role("cell")).to_have_text("a=&b=")
    field.fill("h/a")
    expect(root.get_by_role("alert")).to_contain_text("url: received 'h/a'")
    field.fill("https://h/<img src=x onerror=window.attacked=1>")
    expect(root.get_by_role("alert")).to_have_count(0)
    expect(_line(root, "CanonicalUri").get_by_role("cell")).to_contain_text("%3Cimg")
    assert page.evaluate("() => window.attacked") is None


def test_axe_finds_nothing_and_nothing_sticks_out(open_page: OpenPage, jupyterlab: Lab, tmp_path: Path) -> None:
    """In both themes, wide and narrow, with a long URL and with an error."""
    page = open_page(width=800, height=2400)
    root = _opened(page, jupyterlab)
    pictures = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
    for theme, width in product(THEMES, (420, 800)):
        choose_theme(page, theme)
        page.set_viewport_size({"width": width, "height": 2400})
        expect(page.locator("#jupyterlab-splash")).to_have_count(0)
        page.screenshot(path=pictures / f"url-bench-{theme.rpartition(' ')[2].lower()}-{width}.png")
        assert violations(page) == []
        assert not root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
    field = root.get_by_label("URL", exact=True)
    field.fill(f"https://h/{'é a/%20🙂' * 400}")
    expect(root).to_contain_text("are linked")
    assert violations(page) == []
    assert not root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
    field.fill("")
    expect(root.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
