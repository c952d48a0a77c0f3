from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from sigv4_explain.diagnosis.gallery import GALLERY
from sigv4_explain.diagnosis.gallery.solutions import SOLUTIONS
from tests.browser.axe import THEMES, violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook

NOTEBOOK = "the-doctor.ipynb"
COMPARED = next(broken for broken in GALLERY if broken.evidence().client_canonical_request)
PROVEN = next(broken for broken in GALLERY if broken.evidence().credentials)


def _opened(page: Page, lab: Lab, theme: str = THEMES[0]) -> Locator:
    """Run a notebook whose only cell shows the doctor."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("from sigv4_explain.widgets import Doctor\n\nDoctor()")],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)
    choose_theme(page, theme)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-root .sigv4-status", timeout=60_000)
    return page.locator(".sigv4-root")


def _box(root: Locator, name: str) -> Locator:
    return root.get_by_label(name)


def test_pasting_leads_to_the_cause(open_page: OpenPage, jupyterlab: Lab) -> None:
    """The request alone is not enough; with the answer and the client's text the cause is shown, with both sides."""
    root = _opened(open_page(height=3000), jupyterlab)
    given = COMPARED.evidence()
    expect(root.get_by_role("status")).to_contain_text("not enough evidence")

    _box(root, "The request as it was sent").fill(given.request)
    _box(root, "AWS's answer").fill(given.answer)
    _box(root, "What the client signed").fill(given.client_canonical_request or "")

    expect(root.get_by_role("status")).to_contain_text(SOLUTIONS[COMPARED.name][0])
    expect(root.locator(".sigv4-both .sigv4-unequal").first).to_be_visible()
    expect(root.locator(".sigv4-certainty").first).to_contain_text("shown")


@pytest.mark.parametrize("broken", GALLERY, ids=lambda broken: broken.name)
def test_the_gallery_is_looked_at_from_the_menu(open_page: OpenPage, jupyterlab: Lab, broken: object) -> None:
    """Each request of the gallery leads to its causes; no secret of it is on the page."""
    row = next(each for each in GALLERY if each is broken)
    page = open_page(height=3000)
    root = _opened(page, jupyterlab)
    root.get_by_label("Look at").select_option(label=row.name)

    for cause in SOLUTIONS[row.name]:
        expect(root.locator(".sigv4-finding", has_text=cause).first).to_be_visible()
    if credentials := row.evidence().credentials:
        assert credentials.secret_access_key.strip() not in page.content()


def test_nothing_pasted_can_become_markup(open_page: OpenPage, jupyterlab: Lab) -> None:
    """HTML, scripts and style sheets in a paste are shown as text."""
    page = open_page(height=3000)
    root = _opened(page, jupyterlab)
    hostile = "<img src=x onerror=\"document.title='broken in'\"></style><b>bold</b>"
    _box(root, "The request as it was sent").fill(f"GET /{hostile} HTTP/1.1\nHost: a\nX-A: {hostile}")
    _box(root, "AWS's answer").fill(f"<Error><Code>{hostile}</Code><Message>{hostile}</Message></Error>")
    _box(root, "What the client signed").fill(f"/{hostile}\nhost:{hostile}")

    expect(root.get_by_role("status")).to_contain_text("Looked at")
    assert root.locator("img, b").count() == 0
    assert page.title() != "broken in"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [420, 1400])
def test_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, theme: str, width: int, tmp_path: Path) -> None:
    """With a proof of two faults on screen, in both themes, wide and narrow; nothing sticks out."""
    page = open_page(width=width, height=4200)
    root = _opened(page, jupyterlab, theme)
    for broken in (COMPARED, PROVEN):
        root.get_by_label("Look at").select_option(label=broken.name)
        expect(root.get_by_role("status")).to_contain_text(SOLUTIONS[broken.name][0])
        path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
        page.screenshot(path=path / f"doctor-{broken.name}-{theme.rpartition(' ')[2].lower()}-{width}.png")
        assert violations(page) == []
        wider = root.evaluate("root => root.scrollWidth > root.clientWidth + 1")
        assert not wider
