"""BugHunt: twelve broken requests. Find the step that goes wrong, and the cause; each wrong guess is told why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import ipywidgets as widgets

from sigv4_explain.course.checking import Status
from sigv4_explain.doctor.diagnosis_view import diagnosis_html
from sigv4_explain.doctor.finding import Cause
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest
from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.widgets.base import HEARD, LiveView, put_class
from sigv4_explain.widgets.bug_hunt.hunt import Hunt, hints_for
from sigv4_explain.widgets.bug_hunt.page import hints_html, hunted_html, said_html, score_html
from sigv4_explain.widgets.bug_hunt.suspects import PLACES, suspects

NOWHERE = ""
"""The step while none is chosen: ipywidgets shows an empty menu for None."""


class HuntForm:
    """The widgets of the form, by name; it knows nothing about what is right."""

    def __init__(self) -> None:
        requests = [(f"{number}. {broken.name} – {broken.level.value}", broken) for number, broken in _numbered()]
        places = [("choose a step", NOWHERE), *((words, step) for step, words in PLACES.items())]
        self.request = widgets.Dropdown(description="Broken request", options=requests)
        self.step = widgets.Dropdown(description="Where does it go wrong?", options=places)
        self.cause = widgets.RadioButtons(
            options=[], layout=widgets.Layout(width="auto"), _dom_classes=(f"{PREFIX}-choices",)
        )
        self.hint = widgets.Button()
        self.give_up = widgets.Button(description="Give up: show the doctor’s proof")
        self.again = widgets.Button(description="Try this one again")
        self.question_box = widgets.GridBox([self.request], _dom_classes=(f"{PREFIX}-form",))
        self.guess_box = widgets.GridBox([self.step], _dom_classes=(f"{PREFIX}-form",))
        asked = widgets.HTML(tag("p", "What is wrong with it?"))
        self.suspects_box = widgets.VBox([asked, self.cause], _dom_classes=(f"{PREFIX}-suspects",))
        buttons = [self.hint, self.give_up, self.again]
        self.buttons = widgets.HBox(buttons, _dom_classes=(f"{PREFIX}-buttons",))
        for wide in (self.request, self.step):
            wide.add_class(f"{PREFIX}-wide")
        self.offer(())

    def offer(self, causes: Iterable[Cause]) -> None:
        """Let one of these be chosen; none hides the choice."""
        options = [(cause.sentence, cause.slug) for cause in causes]
        self.cause.options = options
        self.cause.value = None
        put_class(self.suspects_box, "hidden", is_there=not options)

    def count_hints(self, given: int, there_are: int) -> None:
        """Write on the button how many hints were given."""
        self.hint.description = f"A hint ({given} of {there_are} given)"


def _numbered() -> Iterable[tuple[int, BrokenRequest]]:
    return enumerate(GALLERY, 1)


_SIGNS = {Status.SOLVED: "✓ Right.", Status.NOT_YET: "✗ No.", Status.NOT_STARTED: "○"}
_SECTIONS = ("hunted", "said", "hints", "proof", "score")


class BugHunt(LiveView):
    """A hunt through the gallery of broken requests, numbered from 1. The last expression of a cell shows it.

    The score lives as long as this object. Raises InvalidInput for a number that no request has.
    """

    title = "The bug hunt"
    called = "the bug hunt"
    introduction = (
        "Twelve requests that were refused, from easy to two faults at once. Read what somebody has, then say at which "
        "step it goes wrong, and what is wrong with it. A wrong guess is answered with what speaks against it."
    )
    sheets = ("widgets/doctor/page.css", "widgets/quiz/page.css", "widgets/bug_hunt/page.css")

    def __init__(self, number: int = 1) -> None:
        super().__init__()
        if number not in range(1, len(GALLERY) + 1):
            raise InvalidInput("number", describe(number), f"1 to {len(GALLERY)}")
        self.hunt = Hunt(GALLERY[number - 1])
        self.form = HuntForm()
        self.form.request.value = self.hunt.broken
        self.sections = {name: widgets.HTML() for name in _SECTIONS}
        self.sections["said"].add_class(HEARD)
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-hunt"))
        self._render()
        self._listen()

    def _listen(self) -> None:
        form, hunt = self.form, self.hunt
        form.request.observe(lambda change: self._begin(lambda: hunt.go_to(change["new"])), names="value")
        form.step.observe(lambda change: self._guess_step(change["new"]), names="value")
        form.cause.observe(lambda change: self._guess_cause(change["new"]), names="value")
        form.again.on_click(lambda _button: self._begin(hunt.try_again))
        form.hint.on_click(lambda _button: self._do(hunt.give_hint))
        form.give_up.on_click(lambda _button: self._do(hunt.give_up))

    def _do(self, deed: Callable[[], None]) -> None:
        deed()
        self._render()

    def _begin(self, deed: Callable[[], None]) -> None:
        with self._drawing_once():
            deed()
            self.form.step.value = NOWHERE
            self.form.offer(())

    def _guess_step(self, step: str) -> None:
        if not self._paused and step != NOWHERE:
            with self._drawing_once():
                is_right = self.hunt.guess_step(step).status is Status.SOLVED
                self.form.offer(suspects(self.hunt.broken, step) if is_right else ())

    def _guess_cause(self, slug: str | None) -> None:
        if not self._paused and slug is not None:
            self.hunt.guess_cause(slug)
            self._render()

    def _render(self) -> None:
        if self._paused:
            return
        self.form.count_hints(len(self.hunt.hints), len(hints_for(self.hunt.broken)))
        for name, drawn in self._drawn().items():
            self.sections[name].value = drawn

    def _drawn(self) -> dict[str, Html]:
        hunt, broken = self.hunt, self.hunt.broken
        proof = tag("h3", "The doctor’s proof", class_=f"{PREFIX}-proof")
        look = hunt.said.status.name.lower().replace("_", "-")
        return {
            "hunted": hunted_html(broken.name, broken.level.value, broken.story, broken.shown),
            "said": said_html(_SIGNS[hunt.said.status], hunt.said.words, look),
            "hints": hints_html(hunt.hints),
            "proof": Html("") if hunt.is_open else join(proof, diagnosis_html(broken.diagnose())),
            "score": score_html(str(hunt.score), hunt.score.rows()),
        }

    def _children(self) -> list[widgets.Widget]:
        hunted, said, hints, proof, score = self.sections.values()
        guess = [self.form.guess_box, self.form.suspects_box, said, self.form.buttons, hints]
        return [*self._style_and_heading(), self.form.question_box, hunted, *guess, proof, score]

    def _picture(self) -> Html:
        drawn = self._drawn()
        return join(*(drawn[name] for name in ("hunted", "said", "hints", "score")))
