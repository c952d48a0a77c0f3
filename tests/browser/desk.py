"""One page of JupyterLab with one notebook, on which views are looked at one after the other: a page takes seconds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import OF_COLOURS, THEMES, violations
from tests.browser.harness import Lab, choose_theme, open_notebook

NOTEBOOK = "the-desk.ipynb"
SCREENS = ((1366, 768), (1920, 1080), (700, 900))
_RUN = """async code => {
  const { commands, shell } = window.jupyterapp;
  const { cells } = shell.currentWidget.content.model;
  await commands.execute('notebook:clear-all-cell-outputs');
  cells.get(0).sharedModel.setSource(code);
  await commands.execute('notebook:run-all-cells');
}"""
_STICKS_OUT = """root => {
  const end = root.getBoundingClientRect().right + 2;
  const beyond = [...root.querySelectorAll('label, label *, button, input, select, textarea')]
    .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > end).map(e => e.outerHTML);
  return root.scrollWidth > root.clientWidth + 1 ? [...beyond, 'something is wider than the view'] : beyond;
}"""
_BROKEN = """root => [...root.querySelectorAll('.sigv4-hex, .sigv4-name')]
  .filter(each => each.getClientRects().length > 1).map(e => e.outerHTML)"""
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
    folder: Path

    @classmethod
    def made(cls, page: Page, lab: Lab) -> Desk:
        """Open an empty notebook, and wait for its kernel."""
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        cells = [nbformat.v4.new_code_cell("")]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
        open_notebook(page, lab, NOTEBOOK)
        return cls(page, lab.folder)

    def show(self, code: str, *, width: int = 800, height: int = 1000, views: int = 1) -> Locator:
        """Show a view alone, in the light theme, as the code's last expression makes it; return its root.

        A code that shows more than one view says how many: the roots of all of them are returned.
        """
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate("() => { document.body.style.height = ''; document.title = 'desk'; }")
        self.page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        self.page.mouse.move(0, 0)  # the test before has left it on what is now a piece of another view
        choose_theme(self.page, THEMES[0])
        self.page.evaluate(_RUN, f"from sigv4_explain.widgets import *\n\n{code}")
        root = self.page.locator(".sigv4-root")
        expect(root).to_have_count(views)
        expect(root.last).to_be_visible()
        return root

    def file(self) -> Path:
        """Save the notebook, and return where it is."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        return self.folder / NOTEBOOK

    def clear(self) -> None:
        """Leave the desk as it was found. A key of the view that JupyterLab took, such as a or b, has made a cell."""
        assert self.page.evaluate(_CLEAR) == 1, "a key that was meant for the view made a cell"


def expect_no_markup(root: Locator) -> None:
    """Nothing that was typed became an element, and no script ran."""
    assert root.locator("img, b, script").count() == 0
    assert root.page.title() != "broken in"


def expect_all_can_read(root: Locator) -> None:
    """Narrow and light, wide and dark: axe finds nothing, and nothing sticks out."""
    page, size = root.page, root.page.viewport_size
    assert size is not None
    for theme, width in zip(THEMES, (420, 1400), strict=True):
        choose_theme(page, theme)
        page.set_viewport_size({"width": width, "height": size["height"]})
        found = [*violations(page, rules=OF_COLOURS if theme == THEMES[1] else ()), *root.evaluate(_STICKS_OUT)]
        assert found == [], f"{theme}, {width} wide: {found}"


def photograph(root: Locator, folder: Path, name: str) -> list[Path]:
    """Take the view as it stands: on a laptop beside the file browser, on a large screen and narrow, in both themes."""
    pictures = []
    for theme in reversed(THEMES):  # the dark one is on, and to change it takes a while
        choose_theme(root.page, theme)
        for width, height in SCREENS:
            lay_out(root, width, height)
            pictures.append(folder / f"{name}-{width}-{theme.rpartition(' ')[2].lower()}.png")
            root.page.screenshot(path=pictures[-1])
    return pictures


def lay_out(root: Locator, width: int, height: int) -> None:
    """Show the view in a window of this size, a laptop's beside the file browser: no hash and no name breaks there."""
    root.page.set_viewport_size({"width": width, "height": height})
    browser = "expandLeft" if width == SCREENS[0][0] else "collapseLeft"
    root.page.evaluate(f"() => window.jupyterapp.shell.{browser}()")
    root.evaluate("root => root.scrollIntoView({block: 'start'})")
    assert root.evaluate(_BROKEN) == []
