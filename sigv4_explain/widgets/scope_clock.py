"""ScopeClock: move the server's clock against a signature, change its scope, and see what the server says."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.render.clock import Clock
from sigv4_explain.render.clock_html import clock_html, clock_sections
from sigv4_explain.render.markup import Html
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.widgets.clock_form import ClockForm
from sigv4_explain.widgets.clock_input import ClockInput, clock_of, later
from sigv4_explain.widgets.clock_presets import CLOCKS, FIRST
from sigv4_explain.widgets.live_form import LiveForm

_SECTIONS = ("verdict", "line", "scope")


class ScopeClock(LiveForm[Clock]):
    """A live form over ``verify``, with the server's clock on a slider; ``clock.shown`` is what it shows.

    The server decides: each stretch of the line is what it answers there. Raises InvalidInput for a form that
    cannot be signed.
    """

    title = "The scope clock"
    called = "the clock"
    introduction = "A signature stands still, and time goes on. Move the server's clock, or write another scope."
    sheets = ("widgets/scope_clock/page.css",)
    cannot = "Cannot be signed."
    below = "the last verdict"
    form: ClockForm

    def __init__(self, form: ClockInput = CLOCKS[FIRST]) -> None:
        super().__init__()
        self.form = ClockForm()
        self.shown: Clock
        """What is on screen: of the last form that could be signed."""
        self.sections = {name: widgets.HTML() for name in _SECTIONS}
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

    def _read(self) -> Clock:
        return clock_of(self.form.read())

    def _draw(self, shown: Clock) -> None:
        self.shown = shown
        self.status.value = ""
        self._arrange(shown)
        for name, drawn in clock_sections(shown).items():
            self.sections[name].value = drawn

    def _arrange(self, clock: Clock) -> None:
        self._paused = True  # the slider follows the clock; it does not set it
        try:
            self.form.arrange(clock)
        finally:
            self._paused = False

    def _picture(self) -> Html:
        return clock_html(self.shown)
