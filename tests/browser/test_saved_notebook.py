from __future__ import annotations

from playwright.sync_api import Page, expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.conftest import OpenPage
from tests.browser.harness import NOTEBOOK, READY, Lab, open_notebook, run_all_cells
from tests.browser.lab_page import LabPage
from tests.browser.oracle import botocore_signature

SAVE_WIDGETS = "@jupyter-widgets/jupyterlab-manager:saveWidgetState"
"""Turns “Save Widget State Automatically” on, and off again."""


def test_an_untrusted_notebook_shows_the_picture(open_page: OpenPage, jupyterlab: Lab) -> None:
    """A freshly cloned notebook, never run here, shows every step of the saved signature."""
    page = open_page()
    open_notebook(page, jupyterlab)
    output = page.locator(".jp-OutputArea-output").first
    expect(output).to_contain_text("Run this cell and it comes alive")
    expect(output).to_contain_text(botocore_signature(PRESETS[FIRST]))
    expect(output.locator("td").first).to_have_css("text-align", "left")


def test_saving_writes_no_secret_of_ones_own(live: Page, jupyterlab: Lab) -> None:
    """Saving after typing a secret writes neither the secret nor the token, also with the state of the widgets."""
    lab = LabPage(live)
    form = lab.edit(PRESETS[FIRST], "secret_access_key", "marker-of-the-secret")
    form = lab.edit(form, "session_token", "marker-of-the-token")
    lab.expect_signature_of(form)
    lab.expect_signature_of(lab.edit(form, "secret_access_key", "marker-of-the-secret"))  # the same once more
    assert "marker-of-the" not in lab.field("secret_access_key").input_value()
    lab.field("Session token (empty for long-term keys)").press("End")
    lab.field("Session token (empty for long-term keys)").press_sequentially("marker-of-the-token, not left yet")
    for command in (SAVE_WIDGETS, "docmanager:save", SAVE_WIDGETS):
        live.evaluate("command => window.jupyterapp.commands.execute(command)", command)
    saved = (jupyterlab.folder / NOTEBOOK).read_text()
    assert "application/vnd.jupyter.widget-state+json" in saved
    assert "marker-of-the" not in saved


def test_running_again_starts_afresh(live: Page) -> None:
    """Running the cells once more draws a fresh lab that follows the keys."""
    lab = LabPage(live)
    lab.edit(PRESETS[FIRST], "region", "eu-west-1")
    questions = live.locator(".sigv4-quiz")
    expect(questions).to_have_count(2)  # a view that is still being drawn would miss the model of the first run
    live.wait_for_function(READY)
    run_all_cells(live)
    expect(lab.root).to_have_count(1)
    lab.expect_signature_of(PRESETS[FIRST])
    expect(questions).to_have_count(2)
