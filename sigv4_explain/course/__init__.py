"""Exercises that check themselves: the rule that an answer breaks, and the first character where it shows.

>>> from sigv4_explain.course import check
>>> check("query", lambda query: query)
✗ Not yet: 3 of 14 cases are right. This is the first that is not:
<BLANKLINE>
called    my_query('b=2&a=1')
returned  b=2&a=1
          ^ character 1
rule      Parameters are sorted by their encoded name, and those of one name by their encoded value.
source    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

from typing import Any

from sigv4_explain.course.chapters import CHAPTERS, Chapter
from sigv4_explain.course.checking import Checked, Code, ShownSentence, Status, checked
from sigv4_explain.course.exercise import Exercise
from sigv4_explain.course.exercises import EXERCISES
from sigv4_explain.course.kept import Kept, keep
from sigv4_explain.course.progress import Progress
from sigv4_explain.course.questions import QUESTIONS, Choice, Question, warm_up
from sigv4_explain.errors import InvalidInput, describe

__all__ = [
    "CHAPTERS",
    "EXERCISES",
    "QUESTIONS",
    "Chapter",
    "Checked",
    "Choice",
    "Exercise",
    "Kept",
    "Progress",
    "Question",
    "Status",
    "check",
    "hint",
    "keep",
    "progress",
    "record_answer",
    "solution",
    "warm_up",
]

_session = Progress()
"""What was solved since Python started: the one thing here that changes, and it never leaves the memory."""


def check(name: str, answer: Any) -> Checked:
    """Try a function with the cases of an exercise, and name the rule that its first wrong answer breaks.

    Nothing is raised for a wrong answer: the judgement is a value. Raises InvalidInput for an unknown exercise.
    """
    judgement = checked(_exercise(name), answer)
    if judgement.solved:
        _session.exercises.add(name)
    return judgement


def hint(name: str, number: int = 1) -> ShownSentence:
    """Return the first, second or third hint of an exercise."""
    hints = _exercise(name).hints
    if number not in range(1, len(hints) + 1):
        raise InvalidInput("number", describe(number), f"1 to {len(hints)}")
    return ShownSentence(hints[number - 1])


def solution(name: str) -> Code:
    """Return a solution of an exercise, as a learner would write it."""
    return Code(_exercise(name).solution_text)


def record_answer(question: Question, choice: Choice, kept: Progress = _session) -> None:
    """Keep that a question was answered, if rightly."""
    if choice.status is Status.SOLVED:
        kept.questions.add(question.name)


def progress() -> Progress:
    """Return what was solved in this notebook."""
    return _session


def _exercise(name: str) -> Exercise:
    if name not in EXERCISES:
        raise InvalidInput("name", describe(name), f"an exercise: {', '.join(EXERCISES)}")
    return EXERCISES[name]
