"""The notebooks of the course, in their order: what each is for, how long it takes, what it builds on."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A notebook of the course."""

    number: str
    title: str
    minutes: int
    """How long it takes to read, predict and try."""
    exercise_minutes: int = 0
    """How long its exercises take on top of that."""
    goals: tuple[str, ...]
    """What the reader is able to do afterwards."""
    after: tuple[str, ...] = ()
    """The numbers of the notebooks that it builds on."""
    source: str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
    """The page of AWS that has its rules."""

    @property
    def file(self) -> str:
        """The notebook's file name."""
        return f"{self.number.lower()}-{self.title.lower().replace(' ', '-').replace(':', '').replace(',', '')}.ipynb"


EDITION = "Second edition, December 2026"
"""When the course was last gone through."""

CHAPTERS = records("sigv4_explain.course", "chapters.toml", Chapter, "number")
"""By number, in their order."""
