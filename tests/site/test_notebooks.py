from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sigv4_explain.course.glossary import GLOSSARY
from tests.site.builder import PROJECT, as_notebook, as_served, write_contents

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_text_is_one_text(path: Path) -> None:
    """Nothing is left as a list of lines, which a page would show with commas, and no character is lost."""
    before, after = path.read_text(encoding="utf-8"), as_served(path.read_text(encoding="utf-8"))

    assert _lists_of_texts(json.loads(after)) == []
    before = before.replace("teaching.md)", "teaching.ipynb)").replace("README.md)", "README.ipynb)")
    for term in GLOSSARY.values():
        before = before.replace(f"({term.link})", f"(glossary.ipynb#{term.anchor})")
    assert _joined(_without_metadata(json.loads(after))) == _joined(_without_metadata(json.loads(before)))


def test_the_site_trusts_its_own_notebooks() -> None:
    """Each cell of code says so, as a Jupyter server says it of a notebook that was run here."""
    cells = json.loads(as_served(NOTEBOOKS[0].read_text(encoding="utf-8")))["cells"]

    assert {cell["metadata"].get("trusted") for cell in cells if cell["cell_type"] == "code"} == {True}


def test_every_link_leads_to_a_page_that_is_there(tmp_path: Path) -> None:
    """From each page of the site, its Markdown pages too, to what lies beside it."""
    write_contents(PROJECT / "notebooks", tmp_path)

    links = [(page, link) for page in tmp_path.rglob("*.ipynb") for link in _links(page)]
    assert len(links) > 100
    assert [(page.name, link) for page, link in links if not (page.parent / link).is_file()] == []
    assert {page.relative_to(tmp_path).as_posix() for page in tmp_path.rglob("*.ipynb")} >= {
        "teaching.ipynb",
        "aws/README.ipynb",
    }


def test_a_word_leads_to_its_heading() -> None:
    """A page of the site has no cells to go to, as JupyterLab has."""
    text = "".join(as_served(path.read_text(encoding="utf-8")) for path in NOTEBOOKS)
    leads_to = set(re.findall(r"\]\(glossary\.ipynb#([^)]+)\)", text))

    assert leads_to == {term.anchor for term in GLOSSARY.values()}


def test_a_page_of_markdown_is_a_notebook_of_one_cell() -> None:
    """Its links to pages of the site lead on; those to other hosts stay as they are."""
    (cell,) = json.loads(as_notebook("[a](b/c.md#d) [e](https://h.example/f.md) [g](h.ipynb)"))["cells"]

    assert cell["source"] == "[a](b/c.ipynb#d) [e](https://h.example/f.md) [g](h.ipynb)"
    assert cell["cell_type"] == "markdown"


def _links(page: Path) -> list[str]:
    cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
    texts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
    return [link for text in texts for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text)]


def _without_metadata(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in cell.items() if name != "metadata"} for cell in notebook["cells"]]


def _joined(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _joined(inner) for name, inner in value.items()}
    if isinstance(value, list):
        joined = [_joined(inner) for inner in value]
        return "".join(joined) if joined and all(isinstance(inner, str) for inner in joined) else joined or ""
    return value


def _lists_of_texts(value: Any) -> list[list[str]]:
    if isinstance(value, dict):
        return [found for name, inner in value.items() if name != "tags" for found in _lists_of_texts(inner)]
    if isinstance(value, list):
        own = [value] if value and all(isinstance(inner, str) for inner in value) else []
        return own + [found for inner in value for found in _lists_of_texts(inner)]
    return []
