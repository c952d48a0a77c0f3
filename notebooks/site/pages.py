"""The pages of the course as a browser reads them without a server in between, and everybody's licences."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from email.parser import Parser
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import nbformat
from nbformat import v4

from notebooks.site.runtime import HERE
from sigv4_explain.course.glossary import GLOSSARY

_BESIDE = ("images", "aws", "hub")
_LINK_TO_MARKDOWN = re.compile(r"\]\((?!https?:)([^)#]+)\.md(?=[)#])")
_ANCHORS = {term.link: f"glossary.ipynb#{term.anchor}" for term in GLOSSARY.values()}
"""JupyterLab goes to a cell, a page of the site to a heading."""
_LINK_TO_WORD = re.compile("|".join(map(re.escape, sorted(_ANCHORS, reverse=True))))
_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def write_contents(notebooks: Path, folder: Path) -> None:
    """Write the notebooks, the Markdown pages that they link to, and what lies beside them, into a folder."""
    for name in _BESIDE:
        shutil.copytree(notebooks / name, folder / name)
    for page in notebooks.glob("*.html"):
        shutil.copy(page, folder)
    for path in sorted(notebooks.glob("*.ipynb")):
        _write(folder / path.name, as_served(path.read_text(encoding="utf-8")))
    for page in (*notebooks.glob("*.md"), *notebooks.glob("*/*.md")):
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


def _linked(markdown: str) -> str:
    markdown = _LINK_TO_WORD.sub(lambda found: _ANCHORS[found[0]], markdown)
    return _LINK_TO_MARKDOWN.sub(r"](\1.ipynb", markdown)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


_PAGE_PARTS = ("jupyterlite-core", "jupyterlite-pyodide-kernel", "jupyterlab-widgets", "jupyterlab-pygments")
"""What the pages are made of; what these are made of is told in the files third-party-licenses.json beside them."""
_RUNTIME = """\
Pyodide {version} is under the Mozilla Public License 2.0; its source is at
https://github.com/pyodide/pyodide/tree/{version}
The standard library of Python in it is under the Python Software Foundation License 2, and was compiled.
"""
_WORDS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS", "CHANGED")


class Licence(NamedTuple):
    """What is shipped, the licence that it names, and the texts that came with it by their file names."""

    name: str
    version: str
    expression: str
    texts: dict[str, str]


def write_licences(folder: Path, wheels: Iterable[Path], pyodide: str) -> None:
    """Write a folder for each part, and a list of all. Raises FileNotFoundError for a part that is not installed."""
    parts = sorted([*map(of_wheel, wheels), *map(_of_page_part, _PAGE_PARTS), _of_runtime(pyodide)])
    for part in parts:
        own = folder / part.name
        own.mkdir(parents=True)
        for name, text in part.texts.items():
            (own / name).write_text(text, encoding="utf-8", newline="\n")
    lines = "".join(f"{part.name} {part.version}: {part.expression}\n" for part in parts)
    (folder / "list.txt").write_text(lines, encoding="utf-8", newline="\n")


def of_wheel(wheel: Path) -> Licence:
    """Read what a wheel says of its licence; where it brings no text, what it says of itself stands for it."""
    with ZipFile(wheel) as archive:
        about = [name for name in archive.namelist() if ".dist-info/" in name]
        metadata = archive.read(next(name for name in about if name.endswith("/METADATA"))).decode()
        texts = {_file_name(name): archive.read(name).decode() for name in about if is_licence(name)}
    return _licence(metadata, texts)


def is_licence(name: str) -> bool:
    """Tell the files that speak of a licence, by their names.

    >>> [is_licence(f"six-1.dist-info/{name}") for name in ("licenses/LICENSE.txt", "METADATA")]
    [True, False]
    """
    return name.rpartition("/")[2].upper().startswith(_WORDS)


def _of_page_part(name: str) -> Licence:
    found = distribution(name)
    files = [file for file in found.files or () if ".dist-info/" in file.as_posix() and is_licence(file.as_posix())]
    texts = {_file_name(file.as_posix()): file.read_text(encoding="utf-8") for file in files}
    return _licence(found.read_text("METADATA") or "", texts)


def _of_runtime(version: str) -> Licence:
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((HERE / "texts").glob("*.txt"))}
    return Licence("pyodide", version, "MPL-2.0 AND PSF-2.0", {"README.txt": _RUNTIME.format(version=version), **texts})


def _licence(metadata: str, texts: dict[str, str]) -> Licence:
    read = Parser().parsestr(metadata)
    expression = read["License-Expression"] or ", ".join(_told(read.get_all("Classifier") or [])) or read["License"]
    return Licence(read["Name"], read["Version"], expression or "see its texts", texts or {"METADATA.txt": metadata})


def _told(classifiers: list[str]) -> Iterator[str]:
    return (each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::"))


def _file_name(path: str) -> str:
    """Flatten the folders that some wheels keep their licences in."""
    return path.partition(".dist-info/")[2].removeprefix("licenses/").replace("/", "-")
