"""A hunt as it goes on: which request, what was guessed and said, which hints were given, and the score."""

from __future__ import annotations

from dataclasses import replace

from sigv4_explain.course.checked import Status
from sigv4_explain.course.hunt.guessing import Guessed, call_of, guess_cause, guess_step
from sigv4_explain.course.hunt.hints import hints_for
from sigv4_explain.course.hunt.score import Ending, Score, Tally
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest

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
