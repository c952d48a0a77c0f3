from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import FloatRect, expect

from tests.browser.axe import THEMES
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook, run_all_cells
from tests.browser.lab_page import LabPage
from tests.browser.site_page import ENDED


def test_the_readmes_pictures_are_of_the_real_lab(open_page: OpenPage, jupyterlab: Lab, tmp_path: Path) -> None:
    """The picture shows the lab in JupyterLab with the Region lit; SIGV4_SCREENSHOTS names a folder to keep it in."""
    page = open_page(width=1280, height=10_000)  # so that nothing has to scroll
    open_notebook(page, jupyterlab)
    run_all_cells(page)
    page.wait_for_function(ENDED)  # until then cells grow, and what is pointed at moves away
    lab = LabPage(page)
    for theme in THEMES:
        choose_theme(page, theme)
        piece = lab.pieces("region", "string_to_sign").last
        piece.hover()
        expect(piece).to_have_css("outline-style", "solid")
        name = f"signing-lab-{theme.rpartition(' ')[2].lower()}.png"
        path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path)) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, clip=_down_to_the_key_chain(lab))
        assert path.stat().st_size > 50_000


def _down_to_the_key_chain(lab: LabPage) -> FloatRect:
    """The lab without its last sections, which are long."""
    root, chain = lab.root.bounding_box(), lab.section("key_chain").bounding_box()
    assert root is not None
    assert chain is not None
    margin = 4
    return {
        "x": root["x"] - margin,
        "y": root["y"] - margin,
        "width": root["width"] + 2 * margin,
        "height": chain["y"] + chain["height"] - root["y"] + margin,
    }
