"""The prose of the notebooks says what their cells show: every value in it stands in a cell or in an output.

What a reader is told to type into a URL stands in no cell; what becomes of it is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from sigv4_explain import GENERIC, S3, canonical_query_string, canonical_uri

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"`([^`\n]+)`")
_VALUE = re.compile(r"[0-9a-f]{6,}|%[0-9A-F]{2}|\d{4}|;")
"""A piece of a hash, something encoded, a date or a long number, a list of headers."""
_TAG = re.compile(r"<[^>]+>")


def quoted_in_prose(notebook: NotebookNode) -> list[str]:
    """Return what the texts of a notebook quote."""
    texts = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown" and not cell.id.startswith(("solution-", "navigation-"))
    ]
    return [quoted for text in texts for quoted in _QUOTED.findall(_FENCED.sub("", text))]


def values_in_prose(notebook: NotebookNode) -> list[str]:
    """Return those of them that are a value, not a name."""
    return [text for text in quoted_in_prose(notebook) if _VALUE.search(text)]


def shown(notebook: NotebookNode) -> str:
    """Return all that the cells hold and show."""
    texts: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            texts.append(cell.source)
            for output in cell.outputs:
                texts.append(output.get("text", ""))
                texts.extend(unescape(_TAG.sub("", text)) for text in output.get("data", {}).values())
    return "\n".join(texts)


def signed_of_typed(values: list[str]) -> Iterator[str]:
    """Return the values to type into a URL, and what is signed for them."""
    for value in values:
        if value.startswith("/"):
            yield value
            yield from (canonical_uri(value, rules.path_encoding, rules.path_normalization) for rules in (GENERIC, S3))
        elif value[0] in "?&":
            yield from (value, canonical_query_string(value[1:]))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_value_in_the_prose_is_one_that_a_cell_has_or_shows(path: Path) -> None:
    """A value that nothing computes would go stale unseen."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    values = list(values_in_prose(notebook))
    known = "\n".join([shown(notebook), *signed_of_typed(quoted_in_prose(notebook))])

    assert [value for value in values if value.rstrip("…") not in known] == []


def test_a_value_that_no_cell_shows_is_found() -> None:
    """The reader of the prose sees hashes, encoded texts, dates and lists, and lets names be."""
    text = "`e3b0c442` `%2F` `20150830` `a=1` `host;x-amz-date` `canonical_uri` `GET` and\n```\n`ffffffff`\n```"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])

    assert values_in_prose(notebook) == ["e3b0c442", "%2F", "20150830", "host;x-amz-date"]
    assert shown(notebook) == ""
