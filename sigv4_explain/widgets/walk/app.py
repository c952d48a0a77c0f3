"""The bar of the lab's walk: next, back, and a value of one's own in place of what a step gives."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.drawing.style import style_element
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.base import put_class
from sigv4_explain.widgets.walk.page import STATIONS, replaceable, station_html, station_style


class Walk:
    """Where the walk is, and which values the reader has put in place of computed ones."""

    def __init__(self, on_move: Callable[[], None], on_value: Callable[[], None]) -> None:
        self.number: int | None = None
        """The station, from 0; None while nobody walks."""
        self.yours: dict[str, str] = {}
        """Values by the step that they replace."""
        self._on_move, self._on_value = on_move, on_value
        self.style = widgets.HTML()
        self.start = widgets.Button(description="▸ Step by step", tooltip="Walk from the request to the signature")
        self.back = _button("◂ Back", "back")
        self.forward = _button("Next ▸", "next")
        self.end = _button("End the walk", "end")
        self.words = widgets.HTML()
        self.value = widgets.Textarea(description="What if it were …")
        self.undo = _button("Undo", "undo")
        buttons = widgets.HBox([self.back, self.forward, self.end], _dom_classes=(f"{PREFIX}-buttons",))
        self._what_if = widgets.VBox([self.value, self.undo], _dom_classes=(f"{PREFIX}-form", f"{PREFIX}-what-if"))
        self.box = widgets.VBox([buttons, self.words, self._what_if], _dom_classes=(f"{PREFIX}-walk",))
        self._is_filling = False
        self._listen()

    def go(self, number: int | None) -> None:
        """Go to a station; None ends the walk, and gives back every value."""
        self.number = None if number is None else min(max(number, 0), len(STATIONS) - 1)
        if self.number is None and self.yours:
            self.yours = {}
            self._on_value()
        self._on_move()

    def show(self, trace: Trace) -> None:
        """Draw the station, with the value that may be replaced as it is in the trace."""
        if self.number is None:
            self.style.value = ""
            return
        self.style.value = style_element(station_style(self.number))
        self.words.value = station_html(self.number)
        self.back.disabled, self.forward.disabled = self.number == 0, self.number == len(STATIONS) - 1
        step = replaceable(trace, self.number)
        put_class(self._what_if, "hidden", is_there=step is None)
        if step is None:
            return
        is_key, shown = isinstance(step.output, bytes), step.shown()
        shown = "" if is_key or "•" in shown else shown
        self._is_filling = True
        self.value.description = f"What if this were yours: {step.title}"
        self.value.placeholder = "64 hex digits" if is_key else "" if shown else "it holds what is masked"
        self.value.value = self.yours.get(step.name, shown)
        self._is_filling = False

    def _listen(self) -> None:
        self.start.on_click(lambda _button: self.go(0))
        self.back.on_click(lambda _button: self.go((self.number or 0) - 1))
        self.forward.on_click(lambda _button: self.go((self.number or 0) + 1))
        self.end.on_click(lambda _button: self.go(None))
        self.undo.on_click(lambda _button: self.give_back())
        self.value.observe(lambda change: self._replaced(change["new"]), names="value")

    def give_back(self) -> None:
        """Take every value of the reader's away: what is computed is there again."""
        self.yours = {}
        self._on_value()

    def _replaced(self, text: str) -> None:
        if self._is_filling or self.number is None:
            return
        self.yours[STATIONS[self.number].value] = text
        self._on_value()


def _button(words: str, name: str) -> widgets.Button:
    return widgets.Button(description=words, _dom_classes=(f"{PREFIX}-{name}",))
