"""The pages as plain HTML: a page that is only read needs no Python; one that runs is read while Python starts."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from string import Template
from typing import Any

from nbconvert.filters import markdown2html

from notebooks.site.runtime import HERE

READ_ONLY = ("cheat-sheet",)
"""Its cell of code shows what was recorded, and nobody edits it here; pages without code are the same."""
FRONT = "contents"
"""The page at the site's root."""
_TEMPLATE = HERE / "assets" / "page.html"
_COMES_ALIVE = re.compile(r"widgets import (?:SigningLab|Doctor)\b")
_OWN_ADDRESS = re.compile(r'\b(href|src)="(?!#|\w+:)([^"#]*)(#[^"]*)?"')
_HEADING = re.compile(r"^# +(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A notebook as it is served, and where: ``aws/README`` for ``aws/README.ipynb``."""

    name: str
    cells: tuple[dict[str, Any], ...]
    file_title: str = ""
    """What the notebook's own metadata says, where no heading does."""

    @property
    def runs(self) -> bool:
        """Whether somebody would run it."""
        return self.name not in READ_ONLY and any(cell["cell_type"] == "code" for cell in self.cells)

    @property
    def comes_alive(self) -> bool:
        """Whether its first cell of code is an app, which the site runs unasked."""
        codes = [cell["source"] for cell in self.cells if cell["cell_type"] == "code"]
        return self.runs and bool(codes) and _COMES_ALIVE.search(codes[0]) is not None

    @property
    def title(self) -> str:
        """Return its first heading, and whose page it is."""
        headings = (_HEADING.search(cell["source"]) for cell in self.cells if cell["cell_type"] == "markdown")
        first = next((found[1] for found in headings if found), self.file_title or self.name)
        return f"{first} · SigV4, explained".replace("`", "").replace("*", "")

    @property
    def file(self) -> str:
        """Return its place in the site.

        >>> Page("contents", ()).file, Page("glossary", ()).file
        ('index.html', 'pages/glossary.html')
        """
        return "index.html" if self.name == FRONT else f"pages/{self.name}.html"


def write_plain_pages(notebooks: Path, site: Path) -> None:
    """Write a page for each served notebook of a folder, and what they need, into the site."""
    pages = [_read(path, notebooks) for path in sorted(notebooks.rglob("*.ipynb"))]
    read_only = frozenset(page.name for page in pages if not page.runs)
    for page in pages:
        target = site / page.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html_of(page, read_only), encoding="utf-8", newline="\n")
    for path in (HERE / "assets").iterdir():
        if path != _TEMPLATE:
            (site / "pages" / path.name).write_bytes(path.read_bytes())


def html_of(page: Page, read_only: Iterable[str]) -> str:
    """Return the whole page; the names of those that are only read decide where a link leads."""
    up = "../" * (len(PurePosixPath(page.file).parts) - 1)
    cells = "\n".join(f"<section>{drawn}</section>" for drawn in _drawn(page))
    main = _with_addresses(cells, PurePosixPath(page.name).parent, up, frozenset(read_only))
    kind = "alive" if page.comes_alive else "runs" if page.runs else "read"
    words = {"title": escape(page.title), "up": up, "root": up or ".", "kind": kind, "main": main}
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(words, read=" ".join(sorted(read_only)))


def _read(path: Path, folder: Path) -> Page:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    name = path.relative_to(folder).with_suffix("").as_posix()
    return Page(name, tuple(notebook["cells"]), notebook["metadata"].get("title", ""))


def _drawn(page: Page) -> Iterator[str]:
    """Draw the cells; of a page that is only read without code."""
    for cell in page.cells:
        if cell["cell_type"] == "markdown":
            yield markdown2html(cell["source"])
            continue
        if page.runs:
            yield f"<pre><code>{escape(cell['source'])}</code></pre>"
        yield from (f"<div>{_output(output)}</div>" for output in cell["outputs"])


def _output(output: dict[str, Any]) -> str:
    """Draw an output as it was saved: the kit's own HTML, or its text."""
    data = output.get("data", {})
    if "text/html" in data:
        return str(data["text/html"])
    text = data.get("text/plain", output.get("text", output.get("evalue", "")))
    return f"<pre>{escape(text)}</pre>"


def _with_addresses(html: str, folder: PurePosixPath, up: str, read_only: frozenset[str]) -> str:
    """Let links that are relative to the notebook's folder lead to the same page in the site."""

    def address(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder.as_posix(), found[2]))
        return f'{found[1]}="{up}{_place(target, read_only)}{found[3] or ""}"'

    return _OWN_ADDRESS.sub(address, html)


def _place(target: str, read_only: frozenset[str]) -> str:
    name = target.removesuffix(".ipynb")
    if name == target:
        return f"files/{target}"
    return Page(name, ()).file if name in read_only else f"notebooks/index.html?path={target}"
