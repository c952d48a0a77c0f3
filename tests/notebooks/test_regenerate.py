"""Regenerating a notebook gives the same bytes each time, so that a diff shows what changed and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat import v4

from tests.notebooks.regenerate import WIDGET_VIEW, regenerated


def _saved(path: Path, *cells: str) -> Path:
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
    nbformat.write(notebook, path)
    return path


def test_a_widget_leaves_its_text_and_no_trace_of_the_run(tmp_path: Path) -> None:
    """Run twice, a notebook with a widget is the same text: without state, model ids, times or versions."""
    path = _saved(tmp_path / "a.ipynb", "import ipywidgets", "ipywidgets.HTML('hello')", "print(1)\nprint(2)")

    first = regenerated(path)
    path.write_text(first, encoding="utf-8")

    assert regenerated(path) == first
    notebook: dict[str, Any] = json.loads(first)
    assert WIDGET_VIEW not in first
    assert "widgets" not in notebook["metadata"]
    assert "version" not in notebook["metadata"]["language_info"]
    assert [cell["execution_count"] for cell in notebook["cells"]] == [1, 2, 3]
    assert notebook["cells"][1]["outputs"][0]["data"] == {"text/plain": ["HTML(value='hello')"]}


def test_a_notebook_runs_in_its_own_folder(tmp_path: Path) -> None:
    """A cell finds the files that lie beside its notebook."""
    (tmp_path / "beside.txt").write_text("found")
    path = _saved(tmp_path / "a.ipynb", "open('beside.txt').read()")

    assert "'found'" in regenerated(path)


def test_a_failing_cell_is_not_saved_as_an_output(tmp_path: Path) -> None:
    """A notebook whose cell raises cannot become the reference that tests compare with."""
    with pytest.raises(CellExecutionError):
        regenerated(_saved(tmp_path / "a.ipynb", "1 / 0"))
