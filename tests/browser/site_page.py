"""The static site as its reader meets it: a page in a browser that can reach nobody but its host."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, Response

from tests.site.builder import PROJECT

MINUTES = 180_000
"""Milliseconds for what takes seconds on a quiet machine."""
# It draws the toolbar of a cell a moment late, when the notebook may be closed already.
_LATE = "Cannot read properties of null (reading 'insertWidget')"
READY = """path => {
  const shown = window.jupyterapp?.shell.currentWidget, session = shown?.sessionContext;
  return (!path || shown?.context?.path === path) && session?.isReady && session.session?.kernel;
}"""
LAB_READY = "() => window.jupyterapp?.commands.hasCommand('docmanager:open')"
OPEN_IN_LAB = """path => {
  window.jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook', kernel: {name: 'python'}});
}"""
CLOSE_IN_LAB = """async () => {
  const shown = window.jupyterapp.shell.currentWidget;
  await shown.sessionContext.shutdown();
  shown.dispose();
}"""
CLEARED = "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
RUN = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
# A notebook is saved with the numbers of its last run; a run begins with the first cell's being taken away.
ENDED = """() => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells].filter(cell => cell.type === 'code');
  const failed = cells.some(cell => cell.outputs.toJSON().some(output => output.output_type === 'error'));
  return failed || cells.every(cell => cell.executionState === 'idle' && cell.executionCount > 0);
}"""
MODEL = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON()"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site, and what went wrong in it."""

    page: Page
    site: str
    """The site's address, with a slash at its end."""
    requests: list[str] = field(default_factory=list)
    """Every address that was asked for."""
    troubles: list[str] = field(default_factory=list)
    """Errors of scripts, answers with an error, violations of the host's policy."""

    def open(self, notebook: str) -> None:
        """Show a notebook and wait until its kernel can be given work."""
        self.page.goto(f"{self.site}notebooks/index.html?path={notebook}")
        self.wait_until_ready()

    def open_lab(self) -> None:
        """Show JupyterLab, in which notebooks are opened side by side: it need not be loaded for each."""
        self.page.goto(f"{self.site}lab/index.html")
        self.page.wait_for_function(LAB_READY, timeout=MINUTES)

    @contextmanager
    def opened_in_lab(self, notebook: str) -> Iterator[None]:
        """Have a notebook open in JupyterLab, with a kernel of its own that ends with the block."""
        self.page.evaluate(OPEN_IN_LAB, notebook)
        self.wait_until_ready(notebook)
        try:
            yield
        finally:
            self.page.evaluate(CLOSE_IN_LAB)

    def wait_until_ready(self, notebook: str = "") -> None:
        """Wait until the notebook on the page, which may be named, has its kernel."""
        self.page.wait_for_function(READY, arg=notebook, timeout=MINUTES)

    def run_all(self) -> list[dict[str, Any]]:
        """Run the notebook to its end, or to its first error; return its cells."""
        self.page.evaluate(CLEARED)
        self.page.evaluate(RUN)
        self.page.wait_for_function(ENDED, timeout=MINUTES)
        cells: list[dict[str, Any]] = self.page.evaluate(MODEL)["cells"]
        return cells

    def outside(self) -> list[str]:
        """Return the addresses that are not of this site."""
        return [address for address in self.requests if not address.startswith((self.site, "data:", "blob:"))]


@contextmanager
def site_page(chromium: Browser, site: str) -> Iterator[SitePage]:
    """Open a page of a new profile, and remember what it asks for.

    To refuse here what is asked of others would switch the browser's cache off: its flags let it reach this host only.
    """
    context = chromium.new_context(viewport={"width": 1400, "height": 2600}, reduced_motion="reduce")
    opened = SitePage(context.new_page(), site)

    def answered(response: Response) -> None:
        if response.status >= 400:
            opened.troubles.append(f"{response.status} for {response.url}")

    context.on("request", lambda request: opened.requests.append(request.url))
    context.on("response", answered)
    opened.page.on("pageerror", lambda error: opened.troubles.extend({str(error)} - {_LATE}))
    opened.page.on("console", lambda message: opened.troubles.extend(_refusals(message.text)))
    try:
        yield opened
    finally:
        context.close()


def saved_texts(notebook: str) -> list[tuple[str, list[str]]]:
    """Return the texts that a notebook of the course was saved with, of each cell that always gives the same."""
    return texts(json.loads((PROJECT / "notebooks" / notebook).read_text(encoding="utf-8"))["cells"])


def texts(cells: Iterable[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return the id of each cell of code that always gives the same, and what it printed and showed, as text."""
    return [
        (cell["id"], _texts(cell["outputs"]))
        for cell in cells
        if cell["cell_type"] == "code" and "nbval-ignore-output" not in cell["metadata"].get("tags", [])
    ]


def _texts(outputs: list[dict[str, Any]]) -> list[str]:
    printed = ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]
    errors = [output["evalue"] for output in outputs if output["output_type"] == "error"]
    shown = ["".join(output["data"].get("text/plain", "")) for output in outputs if "data" in output]
    return ["".join(printed), *errors, *shown]


def _refusals(text: str) -> list[str]:
    return [text] if "Content Security Policy" in text else []
