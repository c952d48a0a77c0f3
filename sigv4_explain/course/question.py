"""A question with choices, each with a word for whoever takes it: right or wrong, it says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sigv4_explain.course.checking import Status


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
