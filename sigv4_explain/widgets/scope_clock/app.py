"""ScopeClock: move the server's clock against a signature, change its scope, and see what the server says."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.drawing.markup import Html
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.widgets.base import Fields, LiveForm, put_class
from sigv4_explain.widgets.lab_form.app import REGIONS
from sigv4_explain.widgets.scope_clock.input import CLOCKS, FIRST, ClockInput, clock_of, later
from sigv4_explain.widgets.scope_clock.page import ClockView, clock_html, clock_sections, clock_status, sentences
from sigv4_explain.widgets.signing_lab.input import Placement

TYPED = ("service", "region", "placement", "expires", "signed_at", "scope", "server_time")
"""The fields that a ClockInput has."""
SERVICES = ("execute-api", "lambda", "sts", "iam", "dynamodb", "s3")
"""The services whose servers differ in what is seen here."""
_STEPS = 240
"""How many steps the slider has from end to end, at most."""


class ClockForm(Fields):
    """The widgets of the form, by name; it knows nothing about signatures."""

    typed = TYPED
    layout = (
        "wide example, quarter service, quarter region, half placement, wide scope, half signed_at, "
        "half server_time, half expires, slider seconds"
    )

    def __init__(self) -> None:
        self.example = widgets.Dropdown(description="Start from", options=tuple(CLOCKS), value=FIRST)
        self.service = widgets.Dropdown(description="Server's service", options=SERVICES)
        self.region = widgets.Combobox(description="Server's Region", options=REGIONS)
        self.placement = widgets.Dropdown(
            description="Signature in", options=[(choice.value, choice) for choice in Placement]
        )
        self.expires = widgets.Text(description="Expires, seconds")
        self.signed_at = widgets.Text(description="Signed at (the client's clock, UTC)")
        self.scope = widgets.Text(description="The client's credential scope")
        self.server_time = widgets.Text(description="The server's clock, UTC")
        self.seconds = widgets.IntSlider(
            description="The server's clock, seconds after signing: drag, or use the arrow keys", readout=False
        )
        self.box = self.laid_out("clock-form")

    def read(self) -> ClockInput:
        """Return what is typed."""
        return ClockInput(**self.values())

    def fill(self, form: ClockInput) -> None:
        """Type a whole form."""
        for name in TYPED:
            getattr(self, name).value = getattr(form, name)

    def arrange(self, clock: ClockView) -> None:
        """Give the slider the length of the line, and put it where the server's clock is; hide what does not count."""
        step = max(10, (clock.last - clock.first) // _STEPS)
        self.seconds.min, self.seconds.max, self.seconds.step = clock.first, clock.last, step
        # The page rounds what lies between two steps, and would send that back as if it had been dragged.
        steps = round((clock.seconds - clock.first) / step)
        self.seconds.value = min(max(clock.first + steps * step, clock.first), clock.last)
        put_class(self.expires, "hidden", is_there=clock.expires is None)


_SECTIONS = ("line", "scope", "words")


class ScopeClock(LiveForm[ClockView]):
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
        self.shown: ClockView
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

    def _read(self) -> ClockView:
        return clock_of(self.form.read())

    def _draw(self, shown: ClockView) -> None:
        self.shown = shown
        self.status.value = clock_status(shown)
        self._arrange(shown)
        for name, drawn in clock_sections(shown).items():
            self.sections[name].value = drawn

    def _spoken(self, shown: ClockView) -> str:
        return sentences(shown)[0]

    def _arrange(self, clock: ClockView) -> None:
        self._paused = True  # the slider follows the clock; it does not set it
        try:
            self.form.arrange(clock)
        finally:
            self._paused = False

    def _picture(self) -> Html:
        return clock_html(self.shown)
