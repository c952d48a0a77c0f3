from __future__ import annotations

import os
from pathlib import Path

from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab
from tests.browser.pictures import HEIGHT, WIDTH, open_lab, take_stills


def test_the_readmes_pictures_are_of_the_real_lab(open_page: OpenPage, jupyterlab: Lab, tmp_path: Path) -> None:
    """They show the lab in JupyterLab after an edit, in both themes; SIGV4_SCREENSHOTS names a folder to keep them."""
    lab = open_lab(open_page(width=WIDTH, height=HEIGHT), jupyterlab)
    for path in take_stills(lab, Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))):
        assert path.stat().st_size > 50_000
