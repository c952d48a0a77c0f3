"""A hunt as it goes on: which request, what was guessed and said, which hints were given, and the score."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from sigv4_explain.course.checking import Status
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from sigv4_explain.widgets.bug_hunt.suspects import PLACES, nothing_wrong_with, objection_to, true_causes

# The score of a bug hunt: of each request the best try. It lives as long as the hunt, and is written nowhere.


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


# The hints to a broken request, from a nudge to nearly all of it.


def hints_for(broken: BrokenRequest) -> tuple[str, str, str]:
    """Return where to look, the step where it goes wrong, and how that comes about."""
    causes = [CAUSES[slug] for slug in SOLUTIONS[broken.name]]
    places = " And: ".join([f"{PLACES[cause.step]}." for cause in causes])
    ways = " And: ".join([cause.how for cause in causes])
    return broken.hint, f"It goes wrong here. {places}", f"It comes about so. {ways}"


# Judge a guess: where the fault is, and which it is.

_COUNTS = {1: "There is one fault.", 2: "There are two faults."}


class Guessed(NamedTuple):
    """What is said of a guess."""

    status: Status
    words: tuple[str, ...]
    """A paragraph each."""


def call_of(broken: BrokenRequest, found: Collection[str] = ()) -> Guessed:
    """Say how many faults there are, and how many are still to be found."""
    count = len(SOLUTIONS[broken.name])
    words = f"You have found {len(found)}. Where is the other?" if found else "Where does it go wrong?"
    return Guessed(Status.NOT_STARTED, (f"{_COUNTS[count]} {words}",))


def guess_step(broken: BrokenRequest, step: str, found: Collection[str] = ()) -> Guessed:
    """Judge a step of ``PLACES``; ``found`` are the causes found already."""
    true = true_causes(broken, step)
    if not true:
        return Guessed(Status.NOT_YET, (f"Not at this step. {nothing_wrong_with(broken, step)}",))
    if all(cause.slug in found for cause in true):
        return Guessed(Status.NOT_STARTED, ("That one you have found. There is another one.",))
    return Guessed(Status.SOLVED, (f"Yes, there: {PLACES[step]}. What is wrong with it?",))


def guess_cause(broken: BrokenRequest, slug: str) -> Guessed:
    """Judge a cause by its name."""
    cause = CAUSES[slug]
    if slug in SOLUTIONS[broken.name]:
        return Guessed(Status.SOLVED, (cause.sentence, f"How it comes about: {cause.how}", f"Mend it: {cause.fix}"))
    return Guessed(Status.NOT_YET, (f"How that comes about: {cause.how}", objection_to(broken, slug)))


_SHOWN = Guessed(Status.NOT_STARTED, ("The doctor names it below. You can still try what speaks against the others.",))
_FOUND = Guessed(Status.NOT_STARTED, ("You have found it. You can still try what speaks against the others.",))


class Hunt:
    """One person's hunt through the gallery. Each request has its own try; after its end guesses count no more."""

    def __init__(self, broken: BrokenRequest) -> None:
        self.broken = broken
        self.score = Score()
        self._tries = {each.name: Tally(each.name) for each in GALLERY}
        self.said = call_of(broken)
        """What was said last."""

    @property
    def tally(self) -> Tally:
        """The try at the request that is hunted in."""
        return self._tries[self.broken.name]

    @property
    def is_open(self) -> bool:
        """Whether there is something to find still."""
        return self.tally.ending is Ending.OPEN

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints that were given."""
        return hints_for(self.broken)[: self.tally.hints]

    def go_to(self, broken: BrokenRequest) -> None:
        """Go on with a request, where it was left."""
        self.broken = broken
        endings = {Ending.FOUND: _FOUND, Ending.SHOWN: _SHOWN}
        self.said = endings.get(self.tally.ending) or call_of(broken, self.tally.found)

    def try_again(self) -> None:
        """Forget the try at this request; the score keeps the best."""
        self._keep(Tally(self.broken.name))
        self.said = call_of(self.broken)

    def guess_step(self, step: str) -> Guessed:
        """Judge a step, and count it if it is wrong."""
        self.said = guess_step(self.broken, step, self.tally.found)
        self._count()
        return self.said

    def guess_cause(self, slug: str) -> Guessed:
        """Judge a cause; a wrong one is counted, the last that is right ends the try."""
        self.said = guess_cause(self.broken, slug)
        self._count()
        if self.said.status is Status.SOLVED and self.is_open:
            self._keep(self.tally.with_cause(slug))
            if self.is_open:
                more = call_of(self.broken, self.tally.found).words
                self.said = self.said._replace(words=(*self.said.words, *more))
        return self.said

    def give_hint(self) -> None:
        """Give the next hint, if there is one and something to find."""
        if self.is_open and self.tally.hints < len(hints_for(self.broken)):
            self._keep(replace(self.tally, hints=self.tally.hints + 1))

    def give_up(self) -> None:
        """End the try."""
        if self.is_open:
            self._keep(replace(self.tally, ending=Ending.SHOWN))
            self.said = _SHOWN

    def _count(self) -> None:
        if self.said.status is Status.NOT_YET and self.is_open:
            self._keep(replace(self.tally, wrong=self.tally.wrong + 1))

    def _keep(self, tally: Tally) -> None:
        self._tries[tally.name] = tally
        self.score.add(tally)
