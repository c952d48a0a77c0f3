"""The plans of the teacher's page, and how long each part takes: what is read, asked, run and tried, in minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

from sigv4_explain.course import CHAPTERS

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PAGE = (NOTEBOOKS / "teaching.md").read_text(encoding="utf-8")
PLANS = {"45 minutes": 45, "90 minutes": 90, "Half a day": 240}
WORDS_A_MINUTE = 180
CELL, QUESTION, TRY, HUNT, BENCH, EXERCISE = 0.35, 0.6, 1.3, 3.0, 4.0, 4.5
"""Minutes: to run a cell, to answer, to try something in the lab; for a broken request, a bench, a function."""
WHOLE = "all of it"
OPENING = 0.5
"""Minutes for a room to find and open a notebook."""
_ROW = re.compile(
    r"^\| (\d):(\d\d) \| (\d+) \| ([^|]+) \| (?:\[[^]]+\]\(([^)]+)\))? ?\| ?([^|]*)\| ?([^|]*)\|$", re.MULTILINE
)
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)


class Part(NamedTuple):
    """A line of a plan."""

    at: int
    minutes: int
    say: str
    file: str
    cells: tuple[str, ...]
    """What is done: a section such as §1, a question or an exercise by name, a hunt, a try in the lab."""


def plan(heading: str) -> list[Part]:
    """Read the plan under a heading."""
    text = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [
        Part(
            int(hours) * 60 + int(past), int(minutes), say, file, tuple(filter(None, map(str.strip, cells.split(","))))
        )
        for hours, past, minutes, say, file, cells, _ in _ROW.findall(text)
    ]


def needed(part: Part) -> float:
    """Return how many minutes a part takes by what it names; a cell that is not there raises LookupError."""
    if not any(part.cells):
        return 0
    cells = nbformat.read(NOTEBOOKS / part.file, as_version=4).cells
    whole = sum(chapter.minutes for chapter in CHAPTERS.values() if chapter.file == part.file and WHOLE in part.cells)
    return max(OPENING, whole) + sum(_minutes(name, cells) for name in part.cells if name != WHOLE)


def _minutes(name: str, cells: list[NotebookNode]) -> float:
    kind = name.partition(" ")[0]
    if kind == "keep":
        _found(cells, "keep(")
        return CELL
    if kind in ("hunt", "try"):
        return HUNT if kind == "hunt" else TRY
    if kind == "exercise":
        _found(cells, f'check("{name.split()[1].strip("`")}"')
        return EXERCISE
    if name.startswith("§"):
        section = list(_section(cells, f"## {name[1:]}. "))
        return sum(_reading(cell) for cell in section)
    asked = name.strip("`")
    _found(cells, "Quiz(warm_up(" if asked == "warm-up" else f'Quiz("{asked}")')
    return QUESTION + CELL


def _section(cells: list[NotebookNode], heading: str) -> Iterator[NotebookNode]:
    """Yield the texts and the cells of code below a heading, up to the first question or exercise."""
    start = next((number for number, cell in enumerate(cells) if heading in f"{cell.source}\n"), None)
    if start is None:
        raise LookupError(heading)
    yield cells[start]
    for cell in cells[start + 1 :]:
        if "\n## " in f"\n{cell.source}" or re.search(r"Quiz\(|your code", cell.source):
            return
        yield cell


def _reading(cell: NotebookNode) -> float:
    return CELL if cell.cell_type == "code" else len(_FOLDED.sub("", cell.source).split()) / WORDS_A_MINUTE


def _found(cells: list[NotebookNode], text: str) -> None:
    if not any(text in cell.source for cell in cells if cell.cell_type == "code"):
        raise LookupError(text)


def measured(file: str) -> tuple[float, float]:
    """Return how many minutes a notebook takes: to read, run, answer and try; and its exercises on top of that."""
    cells = nbformat.read(NOTEBOOKS / file, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    written = sum("check(" in cell.source for cell in code)
    questions = sum("Quiz(" in cell.source for cell in code)
    benches = sum("Run this cell and it comes alive" in str(cell.outputs) for cell in code)
    read = sum(_reading(cell) for cell in cells if not cell.id.startswith(("navigation-", "solution-")))
    return read - 2 * written * CELL + questions * QUESTION + benches * BENCH, written * EXERCISE
