"""Fill in, execute and save every notebook, byte for byte the same when nothing changed: tests compare with that.

Run it with ``python -m tests.notebooks.regenerate``, or name the notebooks to do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from sigv4_explain.command.reset import originals
from sigv4_explain.course.cheat_sheet import cheat_sheet
from sigv4_explain.course.printed import answer_key, worksheet
from tests.notebooks.course_cells import fill_in

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PRINTED: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "cheat-sheet.html": lambda: cheat_sheet().page,
        "worksheet.html": worksheet,
        "answer-key.html": answer_key,
    }
)
"""Pages to print, by their files."""
ORIGINALS = NOTEBOOKS.parent / "sigv4_explain" / "command" / "notebooks.zip"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
"""The output that shows a live widget; it holds a random id and is empty without its kernel."""


def regenerated(path: Path) -> str:
    """Execute a notebook in its own folder and return the text to save; a cell that fails raises CellExecutionError."""
    notebook = nbformat.read(path, as_version=4)
    fill_in(notebook, path.name)
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
    ).execute()
    drop_what_changes(notebook)
    text: str = nbformat.writes(notebook)
    return text + "\n"


def drop_what_changes(notebook: NotebookNode) -> None:
    """Remove what another run or another machine would write differently."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)


def keep_originals() -> None:
    """Write the notebooks into the package, for its command ``reset``; when they are there already, nothing changes."""
    notebooks = {path.name: path.read_bytes() for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    if ORIGINALS.exists() and originals() == notebooks:
        return
    with ZipFile(ORIGINALS, "w") as archive:
        for name, content in notebooks.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED, 9)


def main() -> None:
    """Regenerate the notebooks named on the command line, or all of them, and what the package keeps of them."""
    for name, draw in PRINTED.items():
        (NOTEBOOKS / name).write_text(draw(), encoding="utf-8", newline="\n")
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(NOTEBOOKS.glob("*.ipynb")):
        text = regenerated(path)
        state = "unchanged" if text == path.read_text(encoding="utf-8") else "changed"
        path.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.name}: {state}\n")
    keep_originals()


if __name__ == "__main__":
    main()
