from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sigv4_explain.widgets.presets import FIRST, PRESETS
from tests.browser.axe import THEMES, violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook, run_all_cells
from tests.browser.lab_page import LabPage


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [420, 1400])
def test_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, theme: str, width: int) -> None:
    """In both themes, wide and narrow, with an edit marked, axe-core finds no fault in the app."""
    page = open_page(width=width, height=5200)
    open_notebook(page, jupyterlab)
    choose_theme(page, theme)
    run_all_cells(page)
    lab = LabPage(page)
    lab.expect_signature_of(lab.edit(PRESETS[FIRST], "body", "x"))
    assert violations(page) == []


def test_axe_finds_nothing_in_an_error(open_page: OpenPage, jupyterlab: Lab) -> None:
    """The form with a mistake in it has no fault either."""
    page = open_page(height=5200)
    open_notebook(page, jupyterlab)
    run_all_cells(page)
    lab = LabPage(page)
    lab.edit(PRESETS[FIRST], "at", "yesterday")
    expect(lab.root.get_by_role("alert")).to_be_visible()
    assert violations(page) == []


def test_axe_can_find_something(open_page: OpenPage, jupyterlab: Lab) -> None:
    """A fault made on purpose is found: the checks above can fail."""
    page = open_page(height=5200)
    open_notebook(page, jupyterlab)
    run_all_cells(page)
    page.add_style_tag(content=".sigv4-root p { color: #aaa !important; background: #fff; }")
    assert any(found.startswith("color-contrast") for found in violations(page))
