"""What the package fills into the notebooks beside the chapters: contents, doctor, glossary, and more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from nbformat import NotebookNode, v4

from sigv4_explain import Trace
from sigv4_explain.course import CHAPTERS, Chapter
from sigv4_explain.course.cheat_sheet import published_trace
from sigv4_explain.course.glossary import GLOSSARY, Term

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "contents.ipynb": "Contents",
        "doctor.ipynb": "The doctor",
        "glossary.ipynb": "Glossary",
        "cheat-sheet.ipynb": "Cheat sheet",
        "services.ipynb": "Why S3 differs",
        "mixed-quiz.ipynb": "Ten questions again",
        "warm-up.ipynb": "Warm-up",
        "app.ipynb": "The lab for talks",
    }
)
"""The titles of the notebooks beside the chapters, by their files."""
CONTENTS = "contents.ipynb"
"""It begins with its doors, and ends with the way on."""
FIRST, SECOND, *_ = CHAPTERS.values()
"""The notebook that shows, and the one that begins to teach."""
HURRIED = ("00", "02", "10")
"""The chapters for whoever is in a hurry."""
NOT_IN_A_TALK = "not-in-a-talk"
"""The tag of a cell that the app leaves out: a link to a notebook leads nowhere there."""


def fill_in(notebook: NotebookNode, file: str) -> None:
    """Write the ways to the other pages, and what a page says about the course; a notebook of one's own stays."""
    if file not in PAGES:
        return
    for cell in notebook.cells:
        if cell.id in _CELLS:
            cell.source = _CELLS[cell.id]()
    own = [cell for cell in notebook.cells if not cell.id.startswith("navigation-")]
    if file == "glossary.ipynb":
        own = [_markdown("title", f"# Glossary\n\n{_INTRODUCTION}"), _markdown("index", _index()), *_terms()]
    bar = " · ".join(f"[{title}]({other})" for other, title in PAGES.items() if other != file)
    first = [] if file == CONTENTS else [_markdown("navigation-first", bar)]
    last = f"{bar} · [{FIRST.number} {FIRST.title}]({FIRST.file}) →" if file == CONTENTS else bar
    title = [cell for cell in own[:1] if cell.cell_type == "markdown"]
    notebook.cells = [*title, *first, *own[len(title) :], _markdown("navigation-last", last)]


def chapters_table(chapters: Iterable[Chapter]) -> str:
    """Return a table of chapters: a link, the minutes, what to read before, what one is able to do afterwards."""
    rows = "\n".join(
        f"| [{chapter.number} {chapter.title}]({chapter.file}) | {spent(chapter)}"
        f" | {', '.join(chapter.after) or '–'} | {'; '.join(chapter.goals)} |"
        for chapter in chapters
    )
    return f"| Notebook | Minutes | Builds on | You will be able to |\n|:--|--:|:--|:--|\n{rows}"


def spent(chapter: Chapter) -> str:
    """Return the minutes that a notebook takes, and after a plus those of its exercises."""
    return f"{chapter.minutes} + {chapter.exercise_minutes}" if chapter.exercise_minutes else str(chapter.minutes)


def _all_chapters() -> str:
    reading, writing = _hours()
    hours = f"In all about {reading} hours, and {writing} for the exercises."
    return (
        f"## All notebooks\n\n{chapters_table(CHAPTERS.values())}\n\nMinutes: reading and trying + exercises. {hours}"
    )


def _doors() -> str:
    reading, writing = _hours()
    doors = (
        (FIRST.file, "See it", "In 2 minutes: edit a request, and watch its signature follow."),
        ("doctor.ipynb", "My request is refused", "Paste it, and read why: the cause, the place, what to change."),
        (SECOND.file, "Learn it", f"{len(CHAPTERS)} notebooks, {reading} hours, and {writing} for the exercises."),
    )
    rows = (
        " | ".join(f"[**{title} →**]({file})" for file, title, _ in doors),
        " | ".join(":--" for _ in doors),
        " | ".join(words for *_, words in doors),
    )
    return "\n".join(f"| {row} |" for row in rows)


def _picture() -> str:
    picture = (
        "[![The signing lab: a form, and every value of the signature that follows](images/signing-lab-light.png)]"
    )
    return f"{picture}({FIRST.file})\n\nNext: [{FIRST.number} {FIRST.title}]({FIRST.file}) →"


def _hours() -> tuple[str, str]:
    chapters = CHAPTERS.values()
    reading = sum(chapter.minutes for chapter in chapters) / 60
    writing = sum(chapter.exercise_minutes for chapter in chapters) / 60
    return f"{reading:.0f}", f"{writing:.0f}"


def _hurried() -> str:
    chapters = [CHAPTERS[number] for number in HURRIED]
    minutes = sum(chapter.minutes for chapter in chapters)
    names = ", then ".join(f"[{chapter.number} {chapter.title}]({chapter.file})" for chapter in chapters)
    return f"## In a hurry\n\nThree notebooks, about {minutes} minutes without the exercises: {names}."


_CELLS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {"doors": _doors, "picture": _picture, "all-chapters": _all_chapters, "hurried": _hurried}
)
"""The cells of the contents that the package writes, by their ids."""
_INTRODUCTION = (
    "What the words of SigV4 mean, in the order of the alphabet. Under each: the function of this package that has it,"
    " its value in the example that AWS publishes (`ListUsers`, signed with `AKIDEXAMPLE`), and the page where AWS"
    " says so."
)


def _index() -> str:
    return " · ".join(f"[{term.name}](#{term.anchor})" for term in GLOSSARY.values())


def _terms() -> list[NotebookNode]:
    trace, presigned = published_trace(), published_trace(expires=60)
    return [
        _markdown(term.cell, _term(term, presigned if term.step == "presigned_url" else trace))
        for term in GLOSSARY.values()
    ]


def _term(term: Term, trace: Trace) -> str:
    example = "" if term.step is None else f"\n\n```text\n{trace[term.step].text.rstrip()}\n```"
    return f"## {term.name}\n\n{term.meaning}{example}\n\n`{term.function}` · [AWS's page]({term.source})"


def _markdown(cell_id: str, source: str) -> NotebookNode:
    metadata = {"tags": [NOT_IN_A_TALK]} if cell_id.startswith("navigation-") else {}
    cell: NotebookNode = v4.new_markdown_cell(source, id=cell_id, metadata=metadata)
    return cell
