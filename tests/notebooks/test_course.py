"""The notebooks of the course: short cells, short texts, ways to go on, and every exercise with its solution."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path
from statistics import median

import nbformat
import pytest
from nbformat import NotebookNode

from sigv4_explain.course import CHAPTERS, EXERCISES, QUESTIONS, Chapter
from sigv4_explain.course.chapters import EDITION
from tests.notebooks.course_cells import CAPSTONE, EXERCISE, fill_in
from tests.notebooks.plans import measured

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
README = (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
MOST_WORDS, MOST_LINES, USUAL_LINES, MOST_BYTES = 120, 8, 3, 300_000
_FILLED_IN = ("solution-", "navigation-", "text-00")
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
_REFUSED = re.compile(r"\b403\b|SignatureDoesNotMatch")
_HEADS = re.compile(r"^\|(.+)\|\n\|[-: |]+\|$", re.MULTILINE)
_CALLED = re.compile(r"""\b(check|Quiz)\("([^"]+)\"""")
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+\.ipynb)(?:#([^)]+))?\)")


def read(file: str) -> NotebookNode:
    """Read a notebook of the course as it is saved."""
    notebook: NotebookNode = nbformat.read(NOTEBOOKS / file, as_version=4)
    return notebook


def sources(notebook: NotebookNode, kind: str) -> list[str]:
    """Return the texts of all cells of a kind, in their order."""
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def is_exercise(cell: NotebookNode) -> bool:
    """Tell the cells in which a learner writes a function."""
    return EXERCISE in cell.metadata.get("tags", [])


def anchors(notebook: NotebookNode) -> set[str]:
    """Return the anchors that JupyterLab gives a notebook's headings and its cells."""
    headings = re.findall(r"^#+ (.+)$", "\n".join(sources(notebook, "markdown")), flags=re.MULTILINE)
    cells = {f"cell-id={cell.id}" for cell in notebook.cells}
    return cells | {heading.strip().replace(" ", "-") for heading in headings}


chapters = pytest.mark.parametrize("chapter", CHAPTERS.values(), ids=list(CHAPTERS))


@chapters
def test_navigation_goals_and_solutions_are_what_the_package_says(chapter: Chapter) -> None:
    """They are filled in from the package, so that no notebook says otherwise."""
    saved, filled = read(chapter.file), read(chapter.file)
    fill_in(filled, chapter.file)

    assert sources(saved, "markdown") == sources(filled, "markdown"), "regenerate the notebooks"


@chapters
def test_a_notebook_begins_with_its_title_and_its_headings_have_an_order(chapter: Chapter) -> None:
    """First the title, with purpose, sections, date and source; below it no level is left out, no number, no text."""
    texts = sources(read(chapter.file), "markdown")
    levels = [len(marks) for marks in _HEADING.findall("\n".join(texts))]
    numbers = [int(number) for number in re.findall(r"^## (\d+)\. ", "\n".join(texts), flags=re.MULTILINE)]

    assert texts[0].startswith(f"# {chapter.title}\n\nAbout {chapter.minutes} minutes")
    assert f"{EDITION}. The rules are from [AWS's page]({chapter.source})" in texts[0]
    assert set(re.findall(r"\]\(#([^)]+)\)", texts[0])) <= anchors(read(chapter.file))
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "chapter", [each for each in CHAPTERS.values() if each is not CAPSTONE], ids=lambda each: each.number
)
def test_the_minutes_are_those_of_its_cells(chapter: Chapter) -> None:
    """By the words to read, the cells to run, the questions, the pages to try and the exercises: nearly."""
    reading, writing = measured(chapter.file)

    assert chapter.minutes == pytest.approx(reading, abs=3)
    assert chapter.exercise_minutes == pytest.approx(writing, abs=3)


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_each_picture_has_a_text_in_its_place(path: Path) -> None:
    """For who does not see it."""
    notebook = read(path.name)
    shown = "\n".join([*sources(notebook, "markdown"), *(str(cell.get("outputs", "")) for cell in notebook.cells)])

    assert [words for words in re.findall(r"!\[([^\]]*)\]", shown) if len(words) < 10] == []
    assert [image for image in re.findall(r"<img[^>]*>", shown) if not re.search(r"alt=.[^\"']{10}", image)] == []
    assert "image/png" not in shown


@chapters
def test_the_readme_leads_to_each_chapter(chapter: Chapter) -> None:
    """By the title that the notebook has."""
    assert f"[{chapter.number} {chapter.title}](notebooks/{chapter.file})" in README


@chapters
def test_cells_are_short(chapter: Chapter) -> None:
    """Half of them have three lines at most, none more than eight nor a function but in exercises; texts 120 words."""
    cells = read(chapter.file).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    lines = [len(cell.source.splitlines()) for cell in code]
    texts = [cell for cell in cells if cell.cell_type == "markdown" and not cell.id.startswith(_FILLED_IN)]
    words = {cell.id: len(_FOLDED.sub("", cell.source).split()) for cell in texts}

    assert max(lines) <= MOST_LINES
    assert median(lines) <= USUAL_LINES
    assert [cell.source for cell in code if not is_exercise(cell) and _defines(cell.source)] == []
    assert {name: count for name, count in words.items() if count > MOST_WORDS} == {}


@chapters
def test_exercises_and_questions_stand_in_their_chapter_and_nowhere_else(chapter: Chapter) -> None:
    """Each is asked in one notebook, with its stub before it and its solution after it."""
    notebook = read(chapter.file)
    called = _CALLED.findall("\n".join(sources(notebook, "code")))
    exercises = [one.name for one in EXERCISES.values() if one.chapter == chapter.number]
    questions = [one.name for one in QUESTIONS.values() if one.chapter == chapter.number]

    assert sorted(name for call, name in called if call == "check") == sorted(exercises)
    assert sorted(name for call, name in called if call == "Quiz") == sorted(questions)
    ids = [cell.id for cell in notebook.cells]
    assert [name for name in exercises if f"solution-{name}" not in ids] == []
    stubs = [cell.source.strip() for cell in notebook.cells if is_exercise(cell)]
    assert [name for name in exercises if EXERCISES[name].stub_text.strip() not in stubs] == []


@chapters
def test_every_cell_was_run_in_order_and_none_failed(chapter: Chapter) -> None:
    """A cell that was not run is not compared by nbval, so every one was; the page is light, so it is shown whole."""
    cells = [cell for cell in read(chapter.file).cells if cell.cell_type == "code"]

    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert [output for cell in cells for output in cell.outputs if output.output_type == "error"] == []
    assert (NOTEBOOKS / chapter.file).stat().st_size < MOST_BYTES


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_link_leads_to_a_notebook_and_to_a_heading_in_it(path: Path) -> None:
    """Also the links to the glossary."""
    links = _LINK.findall("\n".join(sources(read(path.name), "markdown")))
    there = {file for file, _ in links if (NOTEBOOKS / file).exists()}

    assert {file for file, _ in links} - there == set()
    assert [(file, anchor) for file, anchor in links if anchor and anchor not in anchors(read(file))] == []


@chapters
def test_every_column_of_a_table_has_a_head(chapter: Chapter) -> None:
    """A reader who hears the page is told what each value is."""
    notebook = read(chapter.file)
    heads = _HEADS.findall("\n".join(sources(notebook, "markdown")))
    shown = [str(output) for cell in notebook.cells for output in cell.get("outputs", [])]

    assert [head for head in heads if not all(name.strip() for name in head.split("|"))] == []
    assert [output[:300] for output in shown if re.search(r"<th[^>]*></th>", output)] == []


@chapters
def test_a_word_is_explained_where_it_stands_before_it_leads_away(chapter: Chapter) -> None:
    """The links to the glossary are in a fold below the text, each behind what the word means."""
    open_to_all = _FOLDED.sub("", "\n".join(sources(read(chapter.file), "markdown")))

    assert "glossary.ipynb" not in open_to_all


@chapters
def test_a_refusal_leads_to_the_doctor(chapter: Chapter) -> None:
    """Whoever meets a refused request in a notebook may have one, too."""
    notebook = read(chapter.file)
    refused = [cell.id for cell in notebook.cells if cell.cell_type == "code" and _REFUSED.search(str(cell.outputs))]

    assert not refused or "](doctor.ipynb)" in "\n".join(sources(notebook, "markdown"))


def _defines(source: str) -> bool:
    return any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in ast.walk(ast.parse(source)))
