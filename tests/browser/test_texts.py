"""A notebook as it is committed, before anything runs: axe looks at its texts and saved results, in both themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import THEMES, violations
from tests.browser.harness import Lab, choose_theme

NOTEBOOKS = ("00-sign-a-request.ipynb",)
DRAWN = 120_000
"""Milliseconds until every cell is drawn: JupyterLab draws them one by one, when it has nothing else to do."""
OURS = ".jp-NotebookPanel:not(.lm-mod-hidden) :is(.jp-RenderedMarkdown, .jp-OutputArea-output)"
STARTED = "() => window.jupyterapp?.commands.hasCommand('docmanager:open')"
OPEN = """async path => {
  const widget = await window.jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'});
  await widget.context.ready;
  return widget.content.model.cells.length;
}"""
CLOSE = """async path => {
  const shown = [...window.jupyterapp.shell.widgets('main')].find(widget => widget.context?.path === path);
  await shown.sessionContext.ready;
  await shown.sessionContext.shutdown();
  shown.dispose();
}"""


@pytest.fixture(scope="module")
def reader(chromium: Browser, jupyterlab: Lab) -> Iterator[Page]:
    """One page for all notebooks, so tall that JupyterLab draws every cell."""
    with chromium.new_context(viewport={"width": 1366, "height": 20_000}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{jupyterlab.url}/lab?token={jupyterlab.token}&reset")
        page.wait_for_function(STARTED)
        yield page


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_committed_notebook_can_be_read_by_all(reader: Page, notebook: str) -> None:
    """Nobody has run it: contrast, the order of headings, names, and links that more than a colour tells."""
    cells = reader.evaluate(OPEN, notebook)
    try:
        expect(reader.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")).to_have_count(cells, timeout=DRAWN)
        expect(reader.locator(OURS).last).to_be_visible()
        for theme in THEMES:
            choose_theme(reader, theme)
            found = violations(reader, OURS)
            assert found == [], f"{theme}: {found}"
    finally:
        reader.evaluate(CLOSE, notebook)
