"""Predict, then run: what shows the answer to a question is folded until the question has an answer."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from sigv4_explain.course import QUESTIONS

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))
ASKED = ("from sigv4_explain.widgets import Quiz", 'quiz = Quiz("no-query")\nquiz')
FOLDED = "<details><summary>What the cell shows: answer the question above first, or unfold it here</summary>"
ANSWERED_BY_A_PAGE = {"replayed-at-once", "all-is-equal", "what-the-hmac-needs"}
"""What shows the answer to these is a live page, or nothing at all."""


def ran(*cells: str) -> list[list[NotebookNode]]:
    """Run cells in a kernel of their own, and return what each has shown."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    return [cell.outputs for cell in notebook.cells]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_answer_to_each_question_is_saved_in_a_fold(path: Path) -> None:
    """The first output after a question, so that nobody reads it beside the question, on GitHub either."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    asked = [
        (place, name) for place, cell in enumerate(cells) for name in QUESTIONS if f'Quiz("{name}")' in cell.source
    ]
    after = {name: next(cell for cell in cells[place + 1 :] if cell.outputs) for place, name in asked}
    folded = {
        name for name, cell in after.items() if cell.outputs[0].get("data", {}).get("text/html", "")[:8] == "<details"
    }

    assert set(after) - folded <= ANSWERED_BY_A_PAGE


def test_an_output_is_folded_while_its_question_is_open() -> None:
    """What is printed and what is returned, escaped, with its text for a comparison; and run again, it is plain."""
    *_, first, again = ran(*ASKED, "import re", "print('<b>')\n'a'", "_ + 'b'")

    (output,) = first
    assert output.data["text/html"] == f"{FOLDED}<pre>&lt;b&gt;</pre><pre>&#x27;a&#x27;</pre></details>"
    assert output.data["text/plain"] == "<b>\n'a'"
    assert again[0].data == {"text/plain": "'ab'"}


def test_an_answer_unfolds_the_output() -> None:
    """Also when the cell was run before, as by Run All; and after an answer nothing is folded."""
    opened = "quiz._next_output._fold.value"
    *_, late = ran(*ASKED, "'seen'", f"quiz.choices.value = quiz.question.right\n{opened}")
    *_, early = ran(*ASKED[:1], f"{ASKED[1]}\nquiz.choices.value = quiz.question.right\nquiz", "'seen'")

    assert 'class="sigv4-next-output" open=' in late[0].data["text/plain"]
    assert early[0].data == {"text/plain": "'seen'"}


def test_an_error_and_a_live_page_are_not_folded() -> None:
    """What was printed is there as well; a page that answers stays alive, and the question after it folds."""
    *_, failed = ran(*ASKED, "print('before')\n1 / 0")
    *_, page, after = ran(*ASKED, 'Quiz("dots")', "1")

    assert {output.output_type for output in failed} == {"stream", "error"}
    assert "application/vnd.jupyter.widget-view+json" in page[0].data
    assert after[0].data["text/html"].startswith(FOLDED)


@pytest.mark.parametrize(
    "path", [path for path in NOTEBOOKS if "LocalAws" in path.read_text()], ids=lambda path: path.stem
)
def test_every_cell_can_be_run_again_after_run_all(path: Path) -> None:
    """The fronts are still open: Run All twice ends without an error, and so does each cell that calls, once more."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    again = [nbformat.v4.new_code_cell(cell.source) for cell in cells for _ in range(2) if "http." in cell.source]
    notebook.cells = [*cells, *(nbformat.v4.new_code_cell(cell.source) for cell in cells), *again]

    NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
