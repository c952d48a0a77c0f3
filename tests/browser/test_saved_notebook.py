from __future__ import annotations

import re

from playwright.sync_api import expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.conftest import OpenPage
from tests.browser.desk import NOTEBOOK, Desk
from tests.browser.harness import PROJECT, Lab, open_notebook
from tests.browser.lab_page import LabPage
from tests.browser.oracle import botocore_signature

CONTENTS = PROJECT / "notebooks" / "contents.ipynb"
_IS_CHANGED = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
SAVE_WIDGETS = "@jupyter-widgets/jupyterlab-manager:saveWidgetState"
"""Turns “Save Widget State Automatically” on, and off again."""


def test_an_untrusted_notebook_shows_the_picture(open_page: OpenPage, jupyterlab: Lab) -> None:
    """A freshly cloned notebook, never run here, shows every step of the saved signature."""
    page = open_page()
    open_notebook(page, jupyterlab)
    output = page.locator(".jp-OutputArea-output").first
    expect(output).to_contain_text("Run this cell and it comes alive")
    expect(output).to_contain_text(botocore_signature(PRESETS[FIRST]))
    # As it stands, a blank for a blank: the lines have numbers and names, without a style sheet.
    assert " 2  path            /default\n" in output.locator("pre").first.evaluate("pre => pre.innerText")


def test_an_answer_is_out_of_sight_until_its_question_is_answered(open_page: OpenPage, jupyterlab: Lab) -> None:
    """In the saved notebook, and after Run All; a choice unfolds what the next cell shows, and nothing else."""
    page = open_page()
    open_notebook(page, jupyterlab, "04-string-to-sign-and-scope.ipynb")
    seen = page.locator("details pre", has_text=re.compile("^Credential should be scoped to a valid region"))
    expect(seen).to_have_count(1)
    expect(seen).to_be_hidden()

    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    choice = page.get_by_label("The signature does not match.", exact=True)
    expect(choice).to_be_visible()
    expect(seen).to_be_hidden()
    choice.check()
    expect(seen).to_be_visible()
    expect(page.locator(".sigv4-next-output[open]")).to_have_count(1)


def test_opening_a_notebook_asks_nothing_and_changes_nothing(open_page: OpenPage, jupyterlab: Lab) -> None:
    """JupyterLab has no question about news, and nothing to save: closing asks nothing either, and git stays clean."""
    page = open_page()
    open_notebook(page, jupyterlab, "contents.ipynb")
    saved = (jupyterlab.folder / "contents.ipynb").read_bytes()

    assert page.evaluate(_IS_CHANGED) is False
    assert page.locator(".jp-Dialog").count() == 0
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    assert (jupyterlab.folder / "contents.ipynb").read_bytes() == saved == CONTENTS.read_bytes()


def test_saving_writes_no_secret_of_ones_own(desk: Desk) -> None:
    """Saving after typing a secret writes neither the secret nor the token, also with the state of the widgets."""
    lab = LabPage.shown(desk)
    form = lab.edit(PRESETS[FIRST], "secret_access_key", "marker-of-the-secret")
    form = lab.edit(form, "session_token", "marker-of-the-token")
    lab.expect_signature_of(form)
    lab.expect_signature_of(lab.edit(form, "secret_access_key", "marker-of-the-secret"))  # the same once more
    expect(lab.field("secret_access_key")).not_to_have_value(re.compile("marker-of-the"))  # the kernel sends a mask
    lab.field("session_token").press("End")
    lab.field("session_token").press_sequentially("marker-of-the-token, not left yet")
    for command in (SAVE_WIDGETS, "docmanager:save", SAVE_WIDGETS):
        desk.page.evaluate("command => window.jupyterapp.commands.execute(command)", command)
    saved = (desk.folder / NOTEBOOK).read_text(encoding="utf-8")
    assert "application/vnd.jupyter.widget-state+json" in saved
    assert "marker-of-the" not in saved
