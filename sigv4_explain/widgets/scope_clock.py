"""ScopeClock: move the server's clock against a signature, change its scope, and see what the server says."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.errors import InvalidInput
from sigv4_explain.render.clock import Clock
from sigv4_explain.render.clock_html import clock_html, clock_sections
from sigv4_explain.render.clock_style import clock_style
from sigv4_explain.render.clock_text import clock_text
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.widgets.clock_form import ClockForm
from sigv4_explain.widgets.clock_input import ClockInput, clock_of, later
from sigv4_explain.widgets.clock_presets import CLOCKS, FIRST
from sigv4_explain.widgets.live_view import LiveView

_SECTIONS = ("verdict", "line", "scope")


class ScopeClock(LiveView):
    """A live form over ``verify``, with the server's clock on a slider; ``clock.shown`` is what it shows.

    The server decides: each stretch of the line is what it answers there. Raises InvalidInput for a form that
    cannot be signed.
    """

    title = "The scope clock"
    called = "the clock"

    def __init__(self, form: ClockInput = CLOCKS[FIRST]) -> None:
        super().__init__()
        self.form = ClockForm()
        self.shown: Clock
        """What is on screen: of the last form that could be signed."""
        self.problem: str = ""
        """What is wrong with the form just now, or an empty text."""
        self._problem = widgets.HTML()
        self._values = {name: widgets.HTML() for name in _SECTIONS}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self.form.fill(form)
        self._render()
        self.form.on_change(lambda _change: self._render())
        self.form.seconds.observe(lambda change: self._slide(change["new"]), names="value")
        self.form.example.observe(lambda change: self.load(CLOCKS[change["new"]]), names="value")

    def load(self, form: ClockInput) -> None:
        """Type a whole form and draw once."""
        with self._drawing_once():
            self.form.fill(form)

    def _slide(self, seconds: int) -> None:
        if not self._paused:
            self.form.server_time.value = later(self.shown.signed_at, seconds)

    def _render(self) -> None:
        if self._paused:
            return
        try:
            clock = clock_of(self.form.read())
        except InvalidInput as error:
            if not hasattr(self, "shown"):  # nothing to show yet: the error is for whoever made the clock
                raise
            self._tell_problem(str(error), error.field)
            return
        self.shown, self.problem = clock, ""
        self._problem.value = ""
        self.form.mark_error(None)
        self._arrange(clock)
        for name, drawn in clock_sections(clock).items():
            self._values[name].value = drawn

    def _arrange(self, clock: Clock) -> None:
        self._paused = True  # the slider follows the clock; it does not set it
        try:
            self.form.arrange(clock)
        finally:
            self._paused = False

    def _tell_problem(self, problem: str, field: str) -> None:
        self.problem = problem
        self.form.mark_error(field)
        words = (tag("strong", "Cannot be signed. "), problem, tag("p", "Below: the last verdict."))
        self._problem.value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")

    def _children(self) -> list[widgets.Widget]:
        title = widgets.HTML(join(tag("h2", self.title), tag("p", _INTRODUCTION)))
        style = widgets.HTML(Html(f"<style>{clock_style()}</style>"))
        return [style, title, self.form.box, self._problem, *self._values.values()]

    def _picture(self) -> Html:
        return clock_html(self.shown)

    def __repr__(self) -> str:
        return f"ScopeClock: {self.shown.verdict!r}\n\n{clock_text(self.shown)}"


_INTRODUCTION = "A signature stands still, and time goes on. Move the server's clock, or write another scope."
