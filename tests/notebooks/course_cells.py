"""What the package fills into the notebooks of the course: the way to the others, folded solutions, folded words."""

from __future__ import annotations

import re

from nbformat import NotebookNode, v4

from sigv4_explain.course import CHAPTERS, EXERCISES, Chapter
from sigv4_explain.course.chapters import EDITION
from sigv4_explain.course.glossary import GLOSSARY
from sigv4_explain.course.kept import FILE, NAMES
from sigv4_explain.course.mixed import ROUNDS
from sigv4_explain.widgets.signing_lab.tasks import TASKS
from tests.notebooks import side_pages

_FIRST, _LAST = "navigation-first", "navigation-last"
_SOLUTION = "solution-"
_KEEP = "keep"
_TASKS = "tasks"
"""The cell above the lab."""
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_WORDS = re.compile(r"<details>\n<summary>Words: (.+)</summary>.*?</details>", re.DOTALL)
"""Below a text, its words by their names in the glossary; the rest is filled in."""
CAPSTONE = CHAPTERS["Capstone"]
_WORDS_OF_THE_LAB = "access key id, secret access key, Region, service, presigned URL"
_SEEN = "“Seen” means: AWS does not document it, but its answers show it."
EXERCISE = "exercise"
"""The tag of a cell in which the learner writes a function."""


def fill_in(notebook: NotebookNode, file: str) -> None:
    """Write the navigation, the goals and each solution into their cells; other pages get their own."""
    chapter = next((chapter for chapter in CHAPTERS.values() if chapter.file == file), None)
    if chapter is None:
        side_pages.fill_in(notebook, file)
        return
    kept = [name for name, exercise in NAMES.items() if exercise.chapter == chapter.number]
    if kept and chapter is not CAPSTONE:
        _keep(notebook, kept)
    cells = [cell for cell in notebook.cells if cell.id not in (_FIRST, _LAST)]
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = _WORDS.sub(lambda found: folded_words(found[1]), cell.source)
        if cell.id == _TASKS:
            cell.source = _things_to_try()
        if cell.id.startswith(_SOLUTION):
            cell.source = folded_solution(cell.id.removeprefix(_SOLUTION))
    title, *others = cells
    title.source = _title(chapter, others)
    bar = navigation(chapter)
    again = f"{_again(chapter.number)}\n\n" if chapter.number in ROUNDS else ""
    notebook.cells = [title, _markdown(_FIRST, bar), *others, _markdown(_LAST, again + bar)]


def _keep(notebook: NotebookNode, names: list[str]) -> None:
    """Let the reader keep the functions of a chapter, below the last of them; the cell of code stays as it was run."""
    ran = next((cell for cell in notebook.cells if cell.id == _KEEP), v4.new_code_cell(id=_KEEP))
    ran.source = f"from sigv4_explain.course import keep\n\nkeep({', '.join(names)})"
    others = [cell for cell in notebook.cells if not cell.id.startswith(_KEEP)]
    last = max(
        number for number, cell in enumerate(others) if cell.id in {_SOLUTION + NAMES[name].name for name in names}
    )
    told = f"What `check` calls solved goes into a file of your own, `{FILE}`: {_link(CAPSTONE)} makes a signer of it."
    words = f"### Keep it\n\n{told}"
    notebook.cells = [*others[: last + 1], _markdown(f"{_KEEP}-words", words), ran, *others[last + 1 :]]


def _again(number: str) -> str:
    where = f"mixed-quiz.ipynb#cell-id=after-{number}"
    own = f" And when you like: {_link(CAPSTONE)}." if number in CAPSTONE.after else ""
    return f"**Tomorrow, not today:** [ten questions about all so far]({where}), with other values each time.{own}"


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


def folded_words(names: str) -> str:
    """Return what words mean, folded, each with the way to the glossary; names as they are written, with commas."""
    terms = [GLOSSARY[name] for name in names.split(", ")]
    told = "\n".join(f"- **{term.name}**: {term.meaning} [In the glossary]({term.link})" for term in terms)
    return f"<details>\n<summary>Words: {names}</summary>\n\n{told}\n\n</details>"


def _things_to_try() -> str:
    tasks = "\n".join(f"{number}. {task.text}" for number, task in enumerate(TASKS.values(), 1))
    return f"## Six things to try\n\n{tasks}\n\n{folded_words(_WORDS_OF_THE_LAB)}"


def _title(chapter: Chapter, others: list[NotebookNode]) -> str:
    """Return what a notebook begins with: its title, its purpose, its sections, its date and source."""
    builds_on = f" It builds on {' and '.join(_link(CHAPTERS[number]) for number in chapter.after)}."
    goals = "\n".join(f"- {goal}{';' if goal != chapter.goals[-1] else '.'}" for goal in chapter.goals)
    exercises = [exercise for exercise in EXERCISES.values() if exercise.chapter == chapter.number]
    more = f", and {chapter.exercise_minutes} for the exercise{'s' * (len(exercises) > 1)}" if exercises else ""
    purpose = (
        f"About {chapter.minutes} minutes{more}.{builds_on if chapter.after else ''} You will be able to\n\n{goals}"
    )
    source = f"{EDITION}. The rules are from [AWS's page]({chapter.source}), unless another page is named. {_SEEN}"
    return f"# {chapter.title}\n\n{purpose}\n\nIn this notebook: {_sections(others)}.\n\n{source}"


def _sections(cells: list[NotebookNode]) -> str:
    texts = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return " · ".join(f"[{name}](#{name.replace(' ', '-')})" for name in _SECTION.findall(texts))


def _link(chapter: Chapter) -> str:
    return f"[{chapter.number} {chapter.title}]({chapter.file})"


def _markdown(cell_id: str, source: str) -> NotebookNode:
    cell: NotebookNode = v4.new_markdown_cell(source, id=cell_id)
    return cell
