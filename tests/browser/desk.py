"""One page of JupyterLab with one notebook, on which views are looked at one after the other: a page takes seconds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import THEMES, violations
from tests.browser.harness import Lab, choose_theme, open_notebook

NOTEBOOK = "the-desk.ipynb"
_RUN = """async code => {
  const { commands, shell } = window.jupyterapp;
  const { cells } = shell.currentWidget.content.model;
  await commands.execute('notebook:clear-all-cell-outputs');
  cells.get(0).sharedModel.setSource(code);
  await commands.execute('notebook:run-all-cells');
}"""
_CLEAR = """() => {
  const { model } = window.jupyterapp.shell.currentWidget.content;
  const count = model.cells.length;
  model.sharedModel.deleteCellRange(1, count);
  return count;
}"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A page with an open notebook that has one cell."""

    page: Page

    @classmethod
    def made(cls, page: Page, lab: Lab) -> Desk:
        """Open an empty notebook, and wait for its kernel."""
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        cells = [nbformat.v4.new_code_cell("")]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
        open_notebook(page, lab, NOTEBOOK)
        return cls(page)

    def show(self, code: str, *, width: int = 800, height: int = 2600) -> Locator:
        """Show a view alone, in the light theme, as the code's last expression makes it; return its root."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate("() => { document.body.style.height = ''; document.title = 'desk'; }")
        choose_theme(self.page, THEMES[0])
        self.page.evaluate(_RUN, f"from sigv4_explain.widgets import *\n\n{code}")
        root = self.page.locator(".sigv4-root")
        expect(root).to_have_count(1)
        expect(root).to_be_visible()
        return root

    def clear(self) -> None:
        """Leave the desk as it was found. A key of the view that JupyterLab took, such as a or b, has made a cell."""
        assert self.page.evaluate(_CLEAR) == 1, "a key that was meant for the view made a cell"


def expect_no_markup(root: Locator, *names: str) -> None:
    """Nothing that was typed became an element, and no script ran."""
    assert root.locator(", ".join(names)).count() == 0
    assert root.page.title() != "broken in"


def expect_all_can_read(
    root: Locator, picture: Path, widths: tuple[int, ...] = (420, 800), *, excused: str = "nothing"
) -> None:
    """In both themes and each width axe finds nothing and nothing sticks out; what begins as excused is left out.

    SIGV4_SCREENSHOTS names a folder to keep the pictures in, else they go where ``picture`` is.
    """
    page, size = root.page, root.page.viewport_size
    assert size is not None
    folder = Path(os.environ.get("SIGV4_SCREENSHOTS", picture.parent))
    for theme, width in product(THEMES, widths):
        choose_theme(page, theme)
        page.set_viewport_size({"width": width, "height": size["height"]})
        page.screenshot(path=folder / f"{picture.name}-{theme.rpartition(' ')[2].lower()}-{width}.png")
        found = [each for each in violations(page) if not each.startswith(excused)]
        assert found == [], f"{theme}, {width} wide: {found}"
        assert not sticks_out(root), f"{theme}, {width} wide: something sticks out"


def sticks_out(root: Locator) -> bool:
    """Whether something is wider than the view."""
    return bool(root.evaluate("root => root.scrollWidth > root.clientWidth + 1"))
