from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook, run_all_cells
from tests.browser.lab_page import LabPage


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_readmes_pictures_are_of_the_real_lab(
    open_page: OpenPage, jupyterlab: Lab, tmp_path: Path, theme: str
) -> None:
    """The picture shows the lab in JupyterLab with the Region lit; SIGV4_SCREENSHOTS names a folder to keep it in."""
    page = open_page(width=1280, height=2150)
    open_notebook(page, jupyterlab)
    choose_theme(page, f"JupyterLab {theme}")
    run_all_cells(page)
    lab = LabPage(page)
    lab.pieces("region", "request").last.hover()
    expect(lab.pieces("region", "string_to_sign").first).to_be_visible()
    path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path)) / f"signing-lab-{theme.lower()}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    lab.root.screenshot(path=path)
    assert path.stat().st_size > 50_000
