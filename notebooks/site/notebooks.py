"""The course's pages, as a browser reads them without a server in between."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat
from nbformat import v4

_BESIDE = ("images", "aws")
_LINK_TO_MARKDOWN = re.compile(r"\]\((?!https?:)([^)#]+)\.md(?=[)#])")
_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def write_contents(notebooks: Path, folder: Path) -> None:
    """Write the notebooks, the Markdown pages that they link to, and what lies beside them, into a folder."""
    for name in _BESIDE:
        shutil.copytree(notebooks / name, folder / name)
    for picture in folder.glob("images/*.svg"):
        _write(picture, in_ascii(picture.read_text(encoding="utf-8")))
    for path in sorted(notebooks.glob("*.ipynb")):
        _write(folder / path.name, as_served(path.read_text(encoding="utf-8")))
    for page in (notebooks / "teaching.md", *notebooks.glob("aws/*.md")):
        _write(
            folder / page.relative_to(notebooks).with_suffix(".ipynb"), as_notebook(page.read_text(encoding="utf-8"))
        )


def as_served(text: str) -> str:
    """Return a notebook's file as a Jupyter server would hand it to the page, with links that lead on in the site.

    A file may hold a text as a list of lines: a server joins them, and JupyterLite does not, so that each line would be
    shown with a comma before it. A server also says whom it trusts; these notebooks come from the site itself.
    """
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.trusted = True
        else:
            cell.source = _linked(cell.source)
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def as_notebook(markdown: str) -> str:
    """Return a page of Markdown as a notebook of one cell: JupyterLite draws it there, and shows others as source."""
    cell = v4.new_markdown_cell(_linked(markdown), id="page")
    return json.dumps(v4.new_notebook(cells=[cell], metadata=_KERNEL), ensure_ascii=False, indent=1)


def in_ascii(picture: str) -> str:
    """Return an SVG with references for all that is not ASCII: JupyterLite shows no other beside a notebook.

    >>> in_ascii("<text>“sigv4” …</text>")
    '<text>&#8220;sigv4&#8221; &#8230;</text>'
    """
    return picture.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _linked(markdown: str) -> str:
    return _LINK_TO_MARKDOWN.sub(r"](\1.ipynb", markdown)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
