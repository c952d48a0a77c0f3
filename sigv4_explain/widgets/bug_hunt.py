"""BugHunt: twelve broken requests. Find the step that goes wrong, and the cause; each wrong guess is told why."""

from __future__ import annotations

from dataclasses import replace

import ipywidgets as widgets

from sigv4_explain.course.checked import Status
from sigv4_explain.course.hunt import (
    Ending,
    Guessed,
    Score,
    Tally,
    call_of,
    guess_cause,
    guess_step,
    hints_for,
    suspects,
)
from sigv4_explain.diagnosis.gallery import GALLERY, BrokenRequest
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.render.diagnosis_html import diagnosis_html
from sigv4_explain.render.hunt_html import hints_html, hunted_html, said_html, score_html
from sigv4_explain.render.hunt_style import hunt_style
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.widgets.hunt_form import NOWHERE, HuntForm
from sigv4_explain.widgets.live_view import LiveView

_SIGNS = {Status.SOLVED: "✓ Right.", Status.NOT_YET: "✗ Not yet.", Status.NOT_STARTED: "○"}
_SHOWN = Guessed(Status.NOT_STARTED, ("The doctor names it below. You can still try what speaks against the others.",))
_SECTIONS = ("hunted", "said", "hints", "proof", "score")


class BugHunt(LiveView):
    """A hunt through the gallery of broken requests, numbered from 1. The last expression of a cell shows it.

    The score lives as long as this object. Raises InvalidInput for a number that no request has.
    """

    title = "The bug hunt"
    called = "the bug hunt"

    def __init__(self, number: int = 1) -> None:
        super().__init__()
        if number not in range(1, len(GALLERY) + 1):
            raise InvalidInput("number", describe(number), f"1 to {len(GALLERY)}")
        self.form = HuntForm()
        self.score = Score()
        self._tries = {broken.name: Tally(broken.name) for broken in GALLERY}
        self._values = {name: widgets.HTML() for name in _SECTIONS}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-hunt"))
        self.form.request.value = GALLERY[number - 1]
        self._guessed = call_of(self.broken)
        self._render()
        self._listen()

    @property
    def broken(self) -> BrokenRequest:
        """The request on screen."""
        chosen: BrokenRequest = self.form.request.value
        return chosen

    @property
    def tally(self) -> Tally:
        """How the hunt for its fault goes."""
        return self._tries[self.broken.name]

    def _listen(self) -> None:
        self.form.request.observe(lambda _change: self._begin(self.tally), names="value")
        self.form.step.observe(lambda change: self._guess_step(change["new"]), names="value")
        self.form.cause.observe(lambda change: self._guess_cause(change["new"]), names="value")
        self.form.hint.on_click(lambda _button: self._give_hint())
        self.form.give_up.on_click(lambda _button: self._give_up())
        self.form.again.on_click(lambda _button: self._begin(Tally(self.broken.name)))

    def _begin(self, tally: Tally) -> None:
        with self._drawing_once():
            self._tries[tally.name] = tally
            self.form.step.value = NOWHERE
            self.form.offer(())
            self._guessed = call_of(self.broken, tally.found) if tally.ending is Ending.OPEN else _SHOWN

    def _guess_step(self, step: str) -> None:
        if self._paused or step == NOWHERE:
            return
        with self._drawing_once():
            self._guessed = guess_step(self.broken, step, self.tally.found)
            self.form.offer(suspects(self.broken, step) if self._guessed.status is Status.SOLVED else ())
            self._count()

    def _guess_cause(self, slug: str | None) -> None:
        if self._paused or slug is None:
            return
        with self._drawing_once():
            self._guessed = guess_cause(self.broken, slug)
            self._count()
            if self._guessed.status is Status.SOLVED and self.tally.ending is Ending.OPEN:
                self._keep(self.tally.with_cause(slug))

    def _count(self) -> None:
        if self._guessed.status is Status.NOT_YET and self.tally.ending is Ending.OPEN:
            self._keep(replace(self.tally, wrong=self.tally.wrong + 1))

    def _keep(self, tally: Tally) -> None:
        self._tries[tally.name] = tally
        self.score.add(tally)
        if tally.found and tally.ending is Ending.OPEN and self._guessed.status is Status.SOLVED:
            self._guessed = Guessed(Status.SOLVED, (*self._guessed.words, *call_of(self.broken, tally.found).words))

    def _give_hint(self) -> None:
        there_are = len(hints_for(self.broken))
        if self.tally.ending is Ending.OPEN and self.tally.hints < there_are:
            self._keep(replace(self.tally, hints=self.tally.hints + 1))
            self._render()

    def _give_up(self) -> None:
        if self.tally.ending is Ending.OPEN:
            self._guessed = _SHOWN
            self._keep(replace(self.tally, ending=Ending.SHOWN))
            self._render()

    def _render(self) -> None:
        if self._paused:
            return
        hints = hints_for(self.broken)
        self.form.count_hints(self.tally.hints, len(hints))
        drawn = self._drawn(hints[: self.tally.hints])
        for name in _SECTIONS:
            if self._values[name].value != drawn[name]:
                self._values[name].value = drawn[name]

    def _drawn(self, hints: tuple[str, ...]) -> dict[str, Html]:
        broken, ended = self.broken, self.tally.ending is not Ending.OPEN
        look = self._guessed.status.name.lower().replace("_", "-")
        return {
            "hunted": hunted_html(broken.name, broken.level.value, broken.story, broken.shown),
            "said": said_html(_SIGNS[self._guessed.status], self._guessed.words, look),
            "hints": hints_html(hints),
            "proof": join(tag("h3", "The doctor’s proof", class_=f"{PREFIX}-proof"), diagnosis_html(broken.diagnose()))
            if ended
            else Html(""),
            "score": score_html(str(self.score), self.score.rows()),
        }

    def _children(self) -> list[widgets.Widget]:
        style = widgets.HTML(Html(f"<style>{hunt_style()}</style>"))
        title = widgets.HTML(join(tag("h2", self.title), tag("p", _INTRODUCTION)))
        hunted, said, hints, proof, score = self._values.values()
        guess = [self.form.guess_box, self.form.suspects_box, said, self.form.buttons, hints]
        return [style, title, self.form.question_box, hunted, *guess, proof, score]

    def _picture(self) -> Html:
        drawn = self._drawn(hints_for(self.broken)[: self.tally.hints])
        return join(*(drawn[name] for name in ("hunted", "said", "hints", "score")))

    def __repr__(self) -> str:
        said = " ".join([_SIGNS[self._guessed.status], *self._guessed.words])
        return f"BugHunt: {self.score}\n\n{self.broken}\n\n{said}"


_INTRODUCTION = (
    "Twelve requests that were refused, from easy to two faults at once. Read what somebody has, then say at which "
    "step it goes wrong, and what is wrong with it. A wrong guess is answered with what speaks against it."
)
