"""The notebooks beside the chapters: filled in from the package, light, and with a way to every other page."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from sigv4_explain.course import CHAPTERS, QUESTIONS
from sigv4_explain.course.glossary import GLOSSARY
from tests.notebooks.course_cells import fill_in
from tests.notebooks.regenerate import PRINTED
from tests.notebooks.side_pages import HURRIED, PAGES

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
pages = pytest.mark.parametrize("file", PAGES)


def read(file: str) -> NotebookNode:
    """Read a notebook as it is saved."""
    notebook: NotebookNode = nbformat.read(NOTEBOOKS / file, as_version=4)
    return notebook


def prose(notebook: NotebookNode) -> str:
    """Return all texts of a notebook."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


@pages
def test_a_page_is_what_the_package_says(file: str) -> None:
    """Terms, chapters and links are filled in, so that no page says otherwise."""
    saved, filled = read(file), read(file)
    fill_in(filled, file)

    assert [cell.source for cell in saved.cells] == [cell.source for cell in filled.cells], "regenerate the notebooks"


@pages
def test_a_page_begins_with_its_title(file: str) -> None:
    """The ways to the others come after it; the app is a lab and nothing else."""
    first = read(file).cells[0].source if file != "app.ipynb" else "# "

    assert first.startswith("# ")


@pages
def test_a_page_is_light_and_was_run(file: str) -> None:
    """Every cell has its output, and a page that shows notebooks shows it whole."""
    cells = [cell for cell in read(file).cells if cell.cell_type == "code"]

    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert (NOTEBOOKS / file).stat().st_size < 300_000


def test_the_contents_lead_to_every_chapter_with_its_minutes_and_goals() -> None:
    """Nobody has to guess what a notebook is for, or what to read before it."""
    text = prose(read("contents.ipynb"))

    for chapter in CHAPTERS.values():
        row = next(line for line in text.splitlines() if line.startswith(f"| [{chapter.number} "))
        minutes = f"{chapter.minutes} + {chapter.exercise_minutes}".removesuffix(" + 0")
        assert f"({chapter.file}) | {minutes} | {', '.join(chapter.after) or '–'} |" in row
        assert [goal for goal in chapter.goals if goal not in row] == []


def test_the_contents_begin_with_three_doors_and_a_picture() -> None:
    """To see it, to have a refusal explained, to learn it: each is one link, above everything else but the title."""
    title, doors, picture, *_, last = (cell.source for cell in read("contents.ipynb").cells)
    first, second, *_ = CHAPTERS.values()

    assert "](" not in title
    assert re.findall(r"\]\(([^)]+)\)", doors) == [first.file, "doctor.ipynb", second.file]
    assert picture.startswith("[![")
    assert f"({first.file}) →" in picture
    assert f"({first.file}) →" in last


def test_whoever_is_in_a_hurry_gets_three_notebooks() -> None:
    """They are named in the contents with the minutes that they take."""
    minutes = sum(CHAPTERS[number].minutes for number in HURRIED)
    text = next(cell.source for cell in read("contents.ipynb").cells if cell.id == "hurried")

    assert (len(HURRIED), minutes <= 75) == (3, True)
    assert f"about {minutes} minutes" in text
    assert [number for number in HURRIED if CHAPTERS[number].file not in text] == []


def test_every_term_has_its_heading_and_every_heading_is_a_term() -> None:
    """None is forgotten, and none is called otherwise."""
    headings = re.findall(r"^## (.+)$", prose(read("glossary.ipynb")), flags=re.MULTILINE)

    assert headings == list(GLOSSARY)


def test_every_term_is_linked_from_another_notebook() -> None:
    """A word that no notebook uses needs no explanation here."""
    others = [path.name for path in NOTEBOOKS.glob("*.ipynb") if path.name != "glossary.ipynb"]
    linked = "\n".join(prose(read(name)) for name in others)

    assert [term.name for term in GLOSSARY.values() if f"({term.link})" not in linked] == []


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_page_is_what_the_package_draws(name: str) -> None:
    """The committed file and the course's data say the same, byte for byte."""
    assert (NOTEBOOKS / name).read_text(encoding="utf-8") == PRINTED[name](), "regenerate the notebooks"


def test_the_worksheet_tells_no_answer() -> None:
    """It has every question and every choice; the key has the right ones alone."""
    asked, told = (PRINTED[name]() for name in ("worksheet.html", "answer-key.html"))

    assert asked.count("<li>") == sum(len(question.choices) for question in QUESTIONS.values())
    assert not any(word in asked for word in ("Right", "Exercises", "bug hunt"))
    assert "<li>" not in told
