"""What a learner has solved: kept in memory, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sigv4_explain.course.chapters import CHAPTERS, Chapter
from sigv4_explain.course.exercises import EXERCISES
from sigv4_explain.course.questions import QUESTIONS
from sigv4_explain.drawing.markup import tag


@dataclass(slots=True, repr=False)
class Progress:
    """The exercises that were solved and the questions that were answered right. It grows; nothing is taken back."""

    exercises: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)

    @property
    def line(self) -> str:
        """Exercises and questions of each notebook that was begun, in one line to paste into a chat.

        >>> Progress({"query"}, {"no-query", "dots"}).line
        '02 1/4 2/8'
        """
        begun = [
            f"{chapter.number} {' '.join(f'{len(done & names)}/{len(names)}' for names, done in parts if names)}"
            for chapter in CHAPTERS.values()
            for parts in [self._parts(chapter)]
            if any(done & names for names, done in parts)
        ]
        return " · ".join(begun) or "nothing yet"

    def __repr__(self) -> str:
        lines = [f"{number}  {title:<36} {done}" for number, title, done in self._rows()]
        return "\n".join([*lines, f"    {'in all':<36} {self._in_all()}", f"    {'to paste':<36} {self.line}"])

    def _repr_html_(self) -> str:
        cell = "text-align: left"
        head = tag("tr", (tag("th", name, scope="col", style=cell) for name in ("notebook", "solved and answered")))
        rows = [
            tag("tr", tag("th", f"{number} {title}", scope="row", style=cell), tag("td", done, style=cell))
            for number, title, done in (*self._rows(), ("", "in all", self._in_all()), ("", "to paste", self.line))
        ]
        return tag("table", tag("thead", head), tag("tbody", rows))

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        for chapter in CHAPTERS.values():
            yield chapter.number, chapter.title, self._done(chapter)

    def _done(self, chapter: Chapter) -> str:
        (exercises, _), (questions, _) = self._parts(chapter)
        return _counted(exercises, questions, self)

    def _parts(self, chapter: Chapter) -> tuple[tuple[set[str], set[str]], tuple[set[str], set[str]]]:
        """Return the names of a chapter's exercises with those solved, and the same of its questions."""
        exercises = {one.name for one in EXERCISES.values() if one.chapter == chapter.number}
        questions = {one.name for one in QUESTIONS.values() if one.chapter == chapter.number}
        return (exercises, self.exercises), (questions, self.questions)

    def _in_all(self) -> str:
        return _counted(EXERCISES, QUESTIONS, self)


def _counted(exercises: Iterable[str], questions: Iterable[str], progress: Progress) -> str:
    told = (("exercises", list(exercises), progress.exercises), ("questions", list(questions), progress.questions))
    return ", ".join(f"{len(done & set(names))} of {len(names)} {kind}" for kind, names, done in told if names) or "–"
