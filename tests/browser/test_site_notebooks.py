"""Every chapter of the static site, run to its end in a real browser.

One page of JupyterLab runs them all, each with a kernel of its own: to load JupyterLab for each took twice the time.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.site_page import SitePage, saved_texts, site_page, texts
from tests.site.builder import PROJECT

NOTEBOOKS = sorted(path.name for path in (PROJECT / "notebooks").glob("[0-9]*.ipynb"))
"""The other pages run nothing, or the lab alone."""


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
