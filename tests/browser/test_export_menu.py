from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sigv4_explain.exporting import CLIENTS, export
from sigv4_explain.widgets.export_section import menu_entry
from sigv4_explain.widgets.lab_input import LabInput, request_of
from sigv4_explain.widgets.presets import FIRST, PRESETS
from tests.browser.axe import THEMES, violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook, run_all_cells
from tests.browser.lab_page import LabPage

POST = "API Gateway: POST with a session token"
ENTRIES = {client.name: menu_entry(client) for client in CLIENTS}


def section(lab: LabPage) -> Locator:
    """Find the section with the code."""
    return lab.section("export")


def code_on_screen(lab: LabPage) -> str:
    """Return the code exactly as the page has it."""
    return section(lab).locator("pre").last.text_content() or ""


def expect_code_of(lab: LabPage, form: LabInput, client: str) -> None:
    """The section shows what export writes."""
    written = export(request_of(form), client, region=form.region, service=form.service)
    expect(section(lab).locator("pre").last).to_have_text(written)
    assert code_on_screen(lab) == written


def choose(lab: LabPage, client: str) -> None:
    """Choose a client from the menu."""
    section(lab).get_by_label("Client").select_option(label=ENTRIES[client])


def test_each_client_of_the_menu_shows_its_code(live: Page) -> None:
    """Choosing a client shows what export writes for it, of the request in the form."""
    lab = LabPage(live)
    lab.field("Start from").select_option(label=POST)
    for client in reversed(ENTRIES):
        choose(lab, client)
        expect_code_of(lab, PRESETS[POST], client)


def test_the_code_follows_the_form(live: Page) -> None:
    """What is typed is in the code, markup as text; the menu keeps its choice."""
    lab = LabPage(live)
    choose(lab, "smithy-ky")
    form = lab.edit(PRESETS[FIRST], "region", "eu-west-1")
    form = lab.edit(form, "headers", "X-Note: <img src=x onerror=window.attacked=1>'`${1}")
    expect_code_of(lab, form, "smithy-ky")
    assert live.evaluate("() => window.attacked") is None


@pytest.mark.parametrize("client", ["openssl", "requests", "smithy-ky"])
def test_one_click_selects_the_whole_code(live: Page, client: str) -> None:
    """What a click selects is the code, each line and each blank of it, and the copying keys take it."""
    lab = LabPage(live)
    choose(lab, client)
    expect_code_of(lab, PRESETS[FIRST], client)
    section(lab).locator("pre").last.click(position={"x": 40, "y": 40})
    assert live.evaluate("() => getSelection().toString()").rstrip("\n") == code_on_screen(lab).rstrip("\n")
    live.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.keyboard.press("ControlOrMeta+c")
    copied = live.evaluate("() => navigator.clipboard.readText()")
    assert copied.rstrip("\n") == code_on_screen(lab).rstrip("\n")


def test_the_keyboard_alone_chooses_a_client_and_saves_its_code(live: Page) -> None:
    """Space opens the menu, the arrow keys choose, Tab goes on to the link, and Enter saves the very code as a file."""
    lab = LabPage(live)
    section(lab).get_by_label("Client").focus()
    for key in ("Space", "ArrowDown", "Enter"):  # the arrow keys of a closed menu are JupyterLab's: the next cell
        live.keyboard.press(key)
    expect_code_of(lab, PRESETS[FIRST], "python-stdlib")
    live.keyboard.press("Tab")
    with live.expect_download() as saving:
        live.keyboard.press("Enter")
    assert saving.value.suggested_filename == "signed-request.py"
    assert Path(saving.value.path()).read_text(encoding="utf-8") == code_on_screen(lab)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [420, 1400])
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: OpenPage, jupyterlab: Lab, tmp_path: Path, theme: str, width: int
) -> None:
    """A client with a warning, an install line and long lines fits, in both themes, wide and narrow."""
    page = open_page(width=width, height=7200)
    open_notebook(page, jupyterlab)
    choose_theme(page, theme)
    run_all_cells(page)
    lab = LabPage(page)
    choose(lab, "request")
    expect(section(lab)).to_contain_text("Deprecated.")
    path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
    section(lab).screenshot(path=path / f"export-{theme.rpartition(' ')[2].lower()}-{width}.png")
    assert violations(page) == []
    beyond = section(lab).evaluate(
        """section => [...section.querySelectorAll('*')].filter(e => e.getClientRects().length
             && (e.getBoundingClientRect().right > section.getBoundingClientRect().right + 2
                 || e.scrollWidth > e.clientWidth + 2 && e.clientWidth)).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert beyond == []
