"""The score of a bug hunt: of each request the best try. It lives as long as the hunt, and is written nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from sigv4_explain.doctor.gallery import GALLERY
from sigv4_explain.doctor.gallery.requests import SOLUTIONS


class Ending(Enum):
    """What became of a try, with a sign and words."""

    OPEN = ("○", "open")
    FOUND = ("✓", "found")
    SHOWN = ("–", "shown by the doctor")

    def __str__(self) -> str:
        return " ".join(self.value)


@dataclass(frozen=True, slots=True)
class Tally:
    """One try at a request."""

    name: str
    hints: int = 0
    wrong: int = 0
    """How many guesses were wrong."""
    found: tuple[str, ...] = ()
    """The causes that were found."""
    ending: Ending = Ending.OPEN

    def with_cause(self, slug: str) -> Tally:
        """Return the tally after a cause was found; the last one ends the hunt."""
        found = (*self.found, slug)
        is_last = set(found) == set(SOLUTIONS[self.name])
        return replace(self, found=found, ending=Ending.FOUND if is_last else self.ending)

    def __str__(self) -> str:
        if self.ending is not Ending.FOUND:
            return str(self.ending)
        return f"{self.ending}, {_counted(self.hints, 'hint')}, {_counted(self.wrong, 'wrong guess', 'wrong guesses')}"


@dataclass(slots=True)
class Score:
    """The best ended try at each request: a fault found before one shown, then the fewest hints and wrong guesses."""

    best: dict[str, Tally] = field(default_factory=dict)

    def add(self, tally: Tally) -> None:
        """Keep a try that has ended, if it is the best."""
        known = self.best.get(tally.name)
        if tally.ending is not Ending.OPEN and (known is None or _rank(tally) < _rank(known)):
            self.best[tally.name] = tally

    def rows(self) -> Iterator[tuple[int, str, str]]:
        """Return number, name and result of each request."""
        for number, broken in enumerate(GALLERY, 1):
            yield number, broken.name, str(self.best.get(broken.name, Tally(broken.name)))

    def __str__(self) -> str:
        found = [tally for tally in self.best.values() if tally.ending is Ending.FOUND]
        hints = sum(tally.hints for tally in found)
        return f"{len(found)} of {len(GALLERY)} found, with {_counted(hints, 'hint')}."


def _rank(tally: Tally) -> tuple[bool, int, int]:
    return tally.ending is not Ending.FOUND, tally.hints, tally.wrong


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number or 'no'} {one if number == 1 else many or f'{one}s'}"
