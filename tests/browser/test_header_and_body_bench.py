from __future__ import annotations

import os
import re
from itertools import product
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import THEMES, violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook

HOSTILE = "<img src=x onerror=\"document.title='broken in'\"></style><b>bold</b>"
RIGHT_TO_LEFT = "שלום \u202e 🐕"


def _opened(page: Page, lab: Lab, bench: str, theme: str = THEMES[0]) -> Locator:
    """Run a notebook whose only cell shows a bench."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(f"from sigv4_explain.widgets import {bench}\n\n{bench}()")],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    name = f"the-{bench.lower()}.ipynb"
    (lab.folder / name).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, name)
    choose_theme(page, theme)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-root .sigv4-status", timeout=60_000)
    return page.locator(".sigv4-root")


def test_a_header_line_finds_its_place_and_lights_up(open_page: OpenPage, jupyterlab: Lab) -> None:
    """What is typed is a canonical line at once; the keyboard reaches it, and all its places light up."""
    page = open_page(height=2000)
    root = _opened(page, jupyterlab, "HeaderBench")
    root.get_by_label("Headers as sent").fill(f"X-B:   1\t2 \nHost: h\nX-A: {HOSTILE} {RIGHT_TO_LEFT}")
    lines = root.locator(".sigv4-canonical-side li")

    expect(lines).to_have_count(3)
    expect(lines.nth(2)).to_contain_text("x-b:1·2")
    assert root.locator("img, b").count() == 0
    assert page.title() != "broken in"
    root.get_by_label("Headers as sent").focus()
    page.keyboard.press("Tab")
    lit = root.locator(".sigv4-p-header-host")
    outlines = [lit.nth(number).evaluate("piece => getComputedStyle(piece).outlineStyle") for number in range(3)]
    assert outlines == ["solid"] * 3


def test_two_bodies_part_where_the_bench_says(open_page: OpenPage, jupyterlab: Lab) -> None:
    """Body and spelling are chosen by keyboard alone; the first byte that differs is named and marked."""
    page = open_page(height=1600)
    root = _opened(page, jupyterlab, "BodyBench")
    root.get_by_label("Body").fill(f'{{"a": "{RIGHT_TO_LEFT}<b>"}}')
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("with a line")

    expect(root.get_by_role("status")).to_contain_text("nothing was hashed, 0a (a line feed) was sent")
    expect(root.locator("mark").first).to_be_visible()
    assert root.locator("b").count() == 0


@pytest.mark.parametrize(
    ("bench", "field", "choice", "said"),
    [
        ("HeaderBench", "Sign", "every header that is sent", "user-agent is signed"),
        ("BodyBench", "It is sent", "the JSON with \\u escapes", "byte 13"),
    ],
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: OpenPage, jupyterlab: Lab, tmp_path: Path, bench: str, field: str, choice: str, said: str
) -> None:
    """In both themes, wide and narrow, and with an error; each field has a label that can be read."""
    page = open_page(width=800, height=3400)
    root = _opened(page, jupyterlab, bench)
    root.get_by_label(field, exact=True).select_option(label=choice)
    expect(root.get_by_role("status")).to_contain_text(said)
    labels = root.locator(".widget-label", has_text=re.compile(r"\w"))
    assert labels.count() == root.locator("textarea, select").count()
    for theme, width in product(THEMES, (420, 800)):
        choose_theme(page, theme)
        page.set_viewport_size({"width": width, "height": 3400})
        expect(page.locator("#jupyterlab-splash")).to_have_count(0)
        path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
        root.screenshot(path=path / f"{bench}-{theme.rpartition(' ')[2].lower()}-{width}.png")
        assert violations(page) == []
        assert not root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
        assert all(label.is_visible() for label in labels.all())
    root.locator("textarea").fill("no header and no JSON")
    expect(root.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
