"""The questions of the course: read from ``questions/``, one Markdown file a chapter, named by its number.

>>> QUESTIONS["wrong-region"].right.text
'The credential should be scoped to a valid Region.'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.course.checking import Status
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.errors import describe
from sigv4_explain.texts import InvalidText


class Choice(NamedTuple):
    """An answer to choose. ``feedback`` says why it is right or wrong."""

    text: str
    feedback: str
    status: Status = Status.NOT_YET


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question; one of its choices is right."""

    name: str
    chapter: str
    """The number of the notebook it stands in, such as ``02``."""
    text: str
    choices: tuple[Choice, ...]

    @property
    def right(self) -> Choice:
        """The right choice."""
        return next(choice for choice in self.choices if choice.status is Status.SOLVED)


_STATUS = {"x": Status.SOLVED, " ": Status.NOT_YET}


def questions_of(text: str, file: str) -> Iterator[Question]:
    """Yield the questions of a chapter's text. Raises InvalidText naming the file and the line."""
    lines = _Lines(text, file)
    lines.take(r"# (.+)", "“# ” and what the questions are about")
    while lines.left:
        number = lines.left[0][0]
        name = lines.take(r"## ([a-z0-9-]+)", "“## ” and the name of a question, such as order-of-headers")[1]
        asked = lines.take(r"([^#>\s-].*)", "the question, in one line")[1]
        choices = tuple(_choices(lines))
        right = [choice.status for choice in choices].count(Status.SOLVED)
        if right != 1 or len(choices) < 2:
            found = f"{name} with {len(choices)} choices, {right} of them right"
            raise InvalidText(file, number, found, "two choices or more, one of them right: “- [x] ”")
        yield Question(name=name, chapter=file.removesuffix(".md"), text=asked, choices=choices)


def _choices(lines: _Lines) -> Iterator[Choice]:
    while lines.left and not lines.left[0][1].startswith("## "):
        choice = lines.take(r"- \[([x ])\] (\S.*)", "a choice: “- [x] ” if it is right, “- [ ] ” if not, and its text")
        feedback = lines.take(r"  > (\S.*)", "“  > ” and what is said to whoever chooses this")
        yield Choice(choice[2], feedback[1], _STATUS[choice[1]])


class _Lines:
    """The lines that are not read yet, empty ones left out, each with its number."""

    def __init__(self, text: str, file: str) -> None:
        written = enumerate(text.split("\n"), 1)
        self.left = [(number, line.rstrip()) for number, line in written if line.strip()]
        self._file, self._end = file, text.count("\n") + 1

    def take(self, pattern: str, expected: str) -> re.Match[str]:
        """Return the next line, which must be of this form."""
        number, line = self.left.pop(0) if self.left else (self._end, "")
        found = re.fullmatch(pattern, line)
        if found is None:
            raise InvalidText(self._file, number, describe(line) if line else "the end of the file", expected)
        return found


def _all() -> Mapping[str, Question]:
    kept: dict[str, Question] = {}
    texts = (
        file for file in files("sigv4_explain.course").joinpath("questions").iterdir() if file.name.endswith(".md")
    )
    for text in sorted(texts, key=lambda file: file.name):
        for question in questions_of(text.read_text(encoding="utf-8"), text.name):
            if question.name in kept:
                raise InvalidText(text.name, 1, f"{question.name}, as in {kept[question.name].chapter}", "another name")
            kept[question.name] = question
    return MappingProxyType(kept)


QUESTIONS = _all()
"""By name, in the order of the notebooks."""

_POSTED = tuple("heron otter maple comet amber fjord lemon raven cedar delta ivory lotus pearl tulip zebra".split())  # noqa: SIM905


def warm_up(status: int, name: str = "") -> Question:
    """Return the question with which a room begins: whoever can answer it has all that the course needs.

    ``status`` is that of a signed call to the local API; from ``name`` comes the word to post.

    >>> warm_up(200, "Zoë").right.feedback.partition(". ")[0]
    'Right: it works'
    """
    word = _POSTED[int(sha256_hex(name.encode())[:8], 16) % len(_POSTED)]
    works = f"Right: it works. Python runs, a signed call was let in, and this form answers. Post this word: {word}"
    refused = f"This form answers, but the signed call was not let in. Show your teacher this number: {status}"
    can = Choice(
        "I can choose this one, with the mouse or the keyboard", works if status == 200 else refused, _STATUS["x"]
    )
    cannot = Choice("I cannot choose", "You just did. Choose the other one, for the word to post.")
    return Question(name="warm-up", chapter="00", text="Does it run here?", choices=(cannot, can))
