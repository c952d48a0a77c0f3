from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from sigv4_explain.clients.export import CLIENTS, export
from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, LabInput, request_of
from tests.browser.axe import THEMES
from tests.browser.desk import Desk
from tests.browser.harness import choose_theme
from tests.browser.lab_page import LabPage

POST = "API Gateway: POST with a session token"


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


@pytest.fixture
def lab(desk: Desk) -> LabPage:
    """The lab alone, in a wide window."""
    return LabPage.shown(desk, height=5200)


@pytest.fixture
def clipboard(desk: Desk) -> Iterator[None]:
    """The page may read and write the clipboard."""
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield
    desk.page.context.clear_permissions()


def test_each_client_of_the_menu_shows_its_code(lab: LabPage) -> None:
    """Choosing a client shows what export writes for it, of the request in the form."""
    lab.field("Start from").select_option(label=POST)
    for client in reversed([each.name for each in CLIENTS]):
        lab.choose_client(client)
        expect_code_of(lab, PRESETS[POST], client)


def test_the_code_follows_the_form(lab: LabPage) -> None:
    """What is typed is in the code, markup as text; the menu keeps its choice."""
    lab.choose_client("smithy-ky")
    form = lab.edit(PRESETS[FIRST], "region", "eu-west-1")
    form = lab.edit(form, "headers", "X-Note: <img src=x onerror=window.attacked=1>'`${1}")
    expect_code_of(lab, form, "smithy-ky")
    assert lab.page.evaluate("() => window.attacked") is None


@pytest.mark.usefixtures("clipboard")
@pytest.mark.parametrize("client", ["openssl", "requests", "smithy-ky"])
def test_one_click_selects_the_whole_code(lab: LabPage, client: str) -> None:
    """What a click selects is the code, each line and each blank of it, and the copying keys take it."""
    lab.choose_client(client)
    expect_code_of(lab, PRESETS[FIRST], client)
    section(lab).locator("pre").last.click(position={"x": 40, "y": 40})
    assert lab.page.evaluate("() => getSelection().toString()").rstrip("\n") == code_on_screen(lab).rstrip("\n")
    lab.page.keyboard.press("ControlOrMeta+c")
    copied = lab.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.rstrip("\n") == code_on_screen(lab).rstrip("\n")


def test_the_keyboard_alone_chooses_a_client_and_saves_its_code(lab: LabPage) -> None:
    """Space opens the menu, the arrow keys choose, Tab goes on to the link, and Enter saves the very code as a file."""
    section(lab).get_by_label("Client").focus()
    for key in ("Space", "ArrowDown", "Enter"):  # the arrow keys of a closed menu are JupyterLab's: the next cell
        lab.page.keyboard.press(key)
    expect_code_of(lab, PRESETS[FIRST], "python-stdlib")
    lab.page.keyboard.press("Tab")
    with lab.page.expect_download() as saving:
        lab.page.keyboard.press("Enter")
    assert saving.value.suggested_filename == "signed-request.py"
    assert Path(saving.value.path()).read_text(encoding="utf-8") == code_on_screen(lab)


def test_nothing_sticks_out(lab: LabPage, tmp_path: Path) -> None:
    """A client with a warning, an install line and long lines fits, in both themes, wide and narrow."""
    lab.choose_client("request")
    expect(section(lab)).to_contain_text("Deprecated.")
    folder = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
    for theme, width in product(THEMES, (420, 1400)):
        choose_theme(lab.page, theme)
        lab.page.set_viewport_size({"width": width, "height": 7200})
        section(lab).screenshot(path=folder / f"export-{theme.rpartition(' ')[2].lower()}-{width}.png")
        beyond = section(lab).evaluate(
            """section => [...section.querySelectorAll('*')].filter(e => e.getClientRects().length
                 && (e.getBoundingClientRect().right > section.getBoundingClientRect().right + 2
                     || e.scrollWidth > e.clientWidth + 2 && e.clientWidth)).map(e => e.outerHTML.slice(0, 100))"""
        )
        assert beyond == [], f"{theme}, {width} wide"
