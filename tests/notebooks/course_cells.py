"""What the package fills into the notebooks of the course: the way to the others, and the folded solutions."""

from __future__ import annotations

from nbformat import NotebookNode, v4

from sigv4_explain.course import CHAPTERS, EXERCISES, Chapter
from tests.notebooks import side_pages

_FIRST, _LAST = "navigation-first", "navigation-last"
_SOLUTION = "solution-"
EXERCISE = "exercise"
"""The tag of a cell in which the learner writes a function."""


def fill_in(notebook: NotebookNode, file: str) -> None:
    """Write the navigation, the goals and each solution into their cells; other pages get their own."""
    chapter = next((chapter for chapter in CHAPTERS.values() if chapter.file == file), None)
    if chapter is None:
        side_pages.fill_in(notebook, file)
        return
    cells = [cell for cell in notebook.cells if cell.id not in (_FIRST, _LAST)]
    for cell in cells:
        if cell.id.startswith(_SOLUTION):
            cell.source = folded_solution(cell.id.removeprefix(_SOLUTION))
    title, *others = cells
    title.source = _title(chapter)
    bar = navigation(chapter)
    notebook.cells = [_markdown(_FIRST, bar), title, *others, _markdown(_LAST, bar)]


def navigation(chapter: Chapter) -> str:
    """Return the links to the notebook before, the contents and the notebook after."""
    numbers = list(CHAPTERS)
    place = numbers.index(chapter.number)
    links = ["[Contents](contents.ipynb)"]
    if place > 0:
        links.insert(0, f"← {_link(CHAPTERS[numbers[place - 1]])}")
    if place + 1 < len(numbers):
        links.append(f"{_link(CHAPTERS[numbers[place + 1]])} →")
    return " · ".join(links)


def folded_solution(name: str) -> str:
    """Return the solution of an exercise, folded."""
    code = EXERCISES[name].solution_text.rstrip()
    return f"<details>\n<summary>A solution</summary>\n\n```python\n{code}\n```\n\n</details>"


def _title(chapter: Chapter) -> str:
    after = (
        f" It builds on {' and '.join(_link(CHAPTERS[number]) for number in chapter.after)}." if chapter.after else ""
    )
    goals = "\n".join(f"- {goal}{';' if goal != chapter.goals[-1] else '.'}" for goal in chapter.goals)
    exercises = [exercise for exercise in EXERCISES.values() if exercise.chapter == chapter.number]
    more = f", and {chapter.exercise_minutes} for the exercise{'s' * (len(exercises) > 1)}" if exercises else ""
    return f"# {chapter.title}\n\nAbout {chapter.minutes} minutes{more}.{after} You will be able to\n\n{goals}"


def _link(chapter: Chapter) -> str:
    return f"[{chapter.number} {chapter.title}]({chapter.file})"


def _markdown(cell_id: str, source: str) -> NotebookNode:
    cell: NotebookNode = v4.new_markdown_cell(source, id=cell_id)
    return cell
