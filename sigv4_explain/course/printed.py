"""Two pages to print, made of the course's own data: the worksheet of its questions, and the teacher's answer key."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sigv4_explain.course.chapters import CHAPTERS, Chapter
from sigv4_explain.course.exercises import EXERCISES
from sigv4_explain.course.questions import QUESTIONS, Question
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.gallery import GALLERY
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from sigv4_explain.drawing.markup import Html, join, tag, with_code
from sigv4_explain.trace.catalogue import CATALOGUE

_META = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
_STYLE = """@page { margin: 10mm }
:root { color-scheme: light dark }
body { max-width: 1100px; margin: auto; padding: 8px; font-family: Arial, Helvetica, sans-serif; line-height: 1.4 }
main { columns: 2; column-gap: 8mm } h2 { font-size: 1.15em; margin: 1em 0 .3em; break-after: avoid }
p, ul { margin: .2em 0 .6em; break-inside: avoid } ul { list-style: "☐ "; padding-left: 1.4em; break-before: avoid }
code { font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: .92em; overflow-wrap: anywhere }
@media screen and (max-width: 700px) { main { columns: 1 } }
@media print { body { max-width: none; padding: 0; font-size: 7.4pt; line-height: 1.25 }
  h1 { font-size: 12pt; margin: 0 } }
"""


def worksheet() -> str:
    """Return the questions of all chapters with boxes to tick: predictions on paper, before anything runs.

    >>> worksheet().count("<ul>") == len(QUESTIONS)
    True
    """
    told = "Tick what you expect before you run the cell. A wrong prediction is what you will remember."
    return _page("Predict, then run", told, _per_chapter(_asked))


def answer_key() -> str:
    """Return the right choice of each question, the faults of the bug hunt, and the last hint of each exercise.

    >>> answer_key().count("<p>") > len(QUESTIONS) + len(GALLERY) + len(EXERCISES)
    True
    """
    told = "For the teacher. Each question of the notebooks with its right choice, then exercises and the bug hunt."
    return _page("Answer key", told, join(_per_chapter(_answered), *_exercises(), *_hunt()))


def _page(title: str, told: str, body: Html) -> str:
    title = f"{title}: AWS Signature Version 4"
    head = tag("head", Html(_META), tag("title", title), Html(f"<style>\n{_STYLE}</style>"))
    page = tag("html", head, tag("body", tag("h1", title), tag("p", told), tag("main", body)), lang="en")
    return f"<!DOCTYPE html>\n{page}\n".replace("<p>", "\n<p>").replace("<h2>", "\n<h2>")


def _per_chapter(draw: Callable[[Question], Html]) -> Html:
    return join(*(_chapter(chapter, draw) for chapter in CHAPTERS.values()))


def _chapter(chapter: Chapter, draw: Callable[[Question], Html]) -> Html:
    drawn = [draw(question) for question in QUESTIONS.values() if question.chapter == chapter.number]
    return join(tag("h2", f"{chapter.number} {chapter.title}"), *drawn) if drawn else Html()


def _asked(question: Question) -> Html:
    choices = (tag("li", with_code(choice.text)) for choice in question.choices)
    return join(tag("p", tag("strong", with_code(question.text))), tag("ul", choices))


def _answered(question: Question) -> Html:
    right = tag("strong", with_code(question.right.text))
    return tag("p", tag("code", question.name), " ", with_code(question.text), " ", right)


def _exercises() -> Iterator[Html]:
    yield tag("h2", "Exercises: the last hint of each")
    for one in EXERCISES.values():
        yield tag("p", tag("strong", f"{one.chapter} {one.name}: "), with_code(one.hints[-1]))


def _hunt() -> Iterator[Html]:
    yield tag("h2", "The bug hunt of notebook 10")
    for number, broken in enumerate(GALLERY, 1):
        causes = [CAUSES[name] for name in SOLUTIONS[broken.name]]
        told = " ".join(f"{CATALOGUE[cause.step].title}: {cause.sentence}" for cause in causes if cause.step)
        yield tag("p", tag("strong", f"{number} {broken.name}. "), told)
