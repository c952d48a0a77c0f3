"""Chapters of the static site, run to their end in a real browser: those that need more of it than to compute.

One page of JupyterLab runs them, each with a kernel of its own: to load JupyterLab for each took twice the time.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from sigv4_explain.course import EXERCISES
from tests.browser.site_page import SitePage, saved_texts, site_page, texts

CAPSTONE = "capstone-your-own-signer-and-server.ipynb"
NOTEBOOKS = (
    "00-sign-a-request.ipynb",
    "07-call-an-iam-protected-api.ipynb",
    "08-temporary-credentials.ipynb",
    "10-debug-a-failing-signature.ipynb",
    "11-the-same-request-from-other-clients.ipynb",
    CAPSTONE,
)
"""The lab, calls by requests and boto3, the doctor, other clients, a signer of one's own."""
_WRITE = """([stub, code]) => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
  cells.find(cell => cell.sharedModel.getSource() === stub).sharedModel.setSource(code);
}"""


@pytest.fixture(scope="module")
def lab(chromium: Browser, site: str) -> Iterator[SitePage]:
    """JupyterLab, as the site has it."""
    with site_page(chromium, site) as opened:
        opened.open_lab()
        yield opened


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_shows_in_the_browser_what_it_was_saved_with(lab: SitePage, notebook: str) -> None:
    """Run to its end, without a cell that installs anything: each text is the one that CPython gave."""
    lab.troubles.clear()
    with lab.opened_in_lab(notebook):
        ran = lab.run_all()

    assert texts(ran) == saved_texts(notebook)
    assert lab.outside() == []
    assert lab.troubles == []


def test_what_is_kept_in_one_notebook_is_there_in_another(lab: SitePage) -> None:
    """The file of the reader's own functions is in the browser, though each notebook has a Python of its own."""
    query = EXERCISES["query"]
    with lab.opened_in_lab("02-method-path-and-query.ipynb"):
        lab.page.evaluate(_WRITE, [query.stub_text.strip(), query.solution_text.strip()])
        kept = dict(texts(lab.run_all()))["keep"]
    with lab.opened_in_lab(CAPSTONE):
        found = dict(texts(lab.run_all()))["code-functions"]

    assert "my_query             ✓ kept" in kept[1]
    assert [line for line in found[1].split("\n") if "in your file" in line] == ["02 my_query          ✓ in your file"]
