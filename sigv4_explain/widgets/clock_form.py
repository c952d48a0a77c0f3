"""The form of the scope clock: what the client wrote, where the server is, and its clock on a slider."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.render.clock import Clock
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.widgets.clock_input import ClockInput
from sigv4_explain.widgets.clock_presets import CLOCKS, FIRST
from sigv4_explain.widgets.fields import Fields, grid
from sigv4_explain.widgets.form import REGIONS
from sigv4_explain.widgets.lab_input import Placement

TYPED = ("service", "region", "placement", "expires", "signed_at", "scope", "server_time")
"""The fields that a ClockInput has."""
SERVICES = ("execute-api", "lambda", "sts", "iam", "dynamodb", "s3")
"""The services whose servers differ in what is seen here."""
_STEPS = 240
"""How many steps the slider has from end to end, at most."""


class ClockForm(Fields):
    """The widgets of the form, by name; it knows nothing about signatures."""

    typed = TYPED

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
        self.box = grid(self._rows(), "clock-form")

    def read(self) -> ClockInput:
        """Return what is typed."""
        return ClockInput(**{name: getattr(self, name).value for name in TYPED})

    def fill(self, form: ClockInput) -> None:
        """Type a whole form."""
        for name in TYPED:
            getattr(self, name).value = getattr(form, name)

    def arrange(self, clock: Clock) -> None:
        """Give the slider the length of the line, and put it where the server's clock is; hide what does not count."""
        step = max(10, (clock.last - clock.first) // _STEPS)
        self.seconds.min, self.seconds.max, self.seconds.step = clock.first, clock.last, step
        self.seconds.value = min(max(clock.seconds, clock.first), clock.last)
        hide = self.expires.add_class if clock.expires is None else self.expires.remove_class
        hide(f"{PREFIX}-hidden")

    def _rows(self) -> tuple[tuple[str, widgets.Widget], ...]:
        return (
            ("wide", self.example),
            ("quarter", self.service),
            ("quarter", self.region),
            ("half", self.placement),
            ("wide", self.scope),
            ("half", self.signed_at),
            ("half", self.server_time),
            ("half", self.expires),
            ("slider", self.seconds),
        )
