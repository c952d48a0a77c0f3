"""The form of the server's view: the request as it arrives, field by field, and the server that it arrives at."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets as widgets

from sigv4_explain.rules import SERVICES
from sigv4_explain.verifier import Wording
from sigv4_explain.widgets.arrival import Arrival
from sigv4_explain.widgets.fields import Fields, grid
from sigv4_explain.widgets.form import METHODS, REGIONS
from sigv4_explain.widgets.sent import KeyOnFile

ARRIVING = ("method", "target", "headers", "body", "minutes", "region", "service", "key_on_file", "wording")
"""The fields that an Arrival has, in the order of the form."""
_WORDINGS = {Wording.CURRENT: "current", Wording.CLASSIC: "classic, until about 2023"}


class ServerForm(Fields):
    """The widgets of the form, by name; it knows nothing about signatures."""

    typed = ARRIVING

    def __init__(self, requests: Iterable[str]) -> None:
        self.request = widgets.Dropdown(description="The client signs and sends", options=tuple(requests))
        self.tampering = widgets.Dropdown(description="What happens on the way")
        self.undo = widgets.Button(description="Undo every change")
        self.method = widgets.Dropdown(description="Method", options=METHODS)
        self.target = widgets.Text(description="Path and query")
        self.headers = widgets.Textarea(description="Headers as they arrive, one “Name: value” a line")
        self.body = widgets.Textarea(description="Body")
        self.minutes = widgets.Text(description="Minutes on the way")
        self.region = widgets.Combobox(description="The server's Region", options=REGIONS)
        self.service = widgets.Combobox(description="The server's service", options=tuple(SERVICES))
        self.key_on_file = widgets.Dropdown(
            description="The key on the server's file", options=[(choice.value, choice) for choice in KeyOnFile]
        )
        self.wording = widgets.Dropdown(
            description="AWS's words", options=[(name, wording) for wording, name in _WORDINGS.items()]
        )
        self.box = grid(self._rows(), "server-form")

    def read(self) -> Arrival:
        """Return what is typed."""
        return Arrival(**{name: getattr(self, name).value for name in ARRIVING})

    def fill(self, arrival: Arrival) -> None:
        """Type a whole form; a method that the menu lacks is added to it."""
        if arrival.method not in self.method.options:
            self.method.options = (*self.method.options, arrival.method)
        for name in ARRIVING:
            getattr(self, name).value = getattr(arrival, name)

    def offer(self, tamperings: Iterable[str]) -> None:
        """Put tamperings into the menu, and choose the first."""
        self.tampering.options = tuple(tamperings)
        self.tampering.value = self.tampering.options[0]

    def _rows(self) -> tuple[tuple[str, widgets.Widget], ...]:
        return (
            ("third", self.request),
            ("more", self.tampering),
            ("quarter", self.undo),
            ("quarter", self.method),
            ("most", self.target),
            ("most", self.headers),
            ("quarter", self.body),
            ("third", self.minutes),
            ("third", self.region),
            ("third", self.service),
            ("half", self.key_on_file),
            ("half", self.wording),
        )
