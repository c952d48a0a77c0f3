"""The form of the bug hunt: which request, where it goes wrong, what is wrong there, and the buttons."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets as widgets

from sigv4_explain.course.hunt import PLACES
from sigv4_explain.doctor.diagnosis import Cause
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest
from sigv4_explain.render.markup import tag
from sigv4_explain.render.parts import PREFIX

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
        (self.suspects_box.remove_class if options else self.suspects_box.add_class)(f"{PREFIX}-hidden")

    def count_hints(self, given: int, there_are: int) -> None:
        """Write on the button how many hints were given."""
        self.hint.description = f"A hint ({given} of {there_are} given)"


def _numbered() -> Iterable[tuple[int, BrokenRequest]]:
    return enumerate(GALLERY, 1)
