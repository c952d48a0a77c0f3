"""The form of the key chain: the secret, the time, the Region and the service, and ready changes of one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import ipywidgets as widgets

from sigv4_explain.rules import SERVICES
from sigv4_explain.widgets.fields import Fields, SecretField, grid
from sigv4_explain.widgets.form import REGIONS
from sigv4_explain.widgets.lab_input import LabInput
from sigv4_explain.widgets.presets import FIRST, PRESETS

START = PRESETS[FIRST]
"""The request of the story, signed with AWS's published keys."""
TYPED = ("secret_access_key", "at", "region", "service")


def _one_bit(form: LabInput) -> LabInput:
    first, rest = form.secret_access_key[0], form.secret_access_key[1:]
    return replace(form, secret_access_key=chr(ord(first) ^ 1) + rest)


CHANGES: Mapping[str, Callable[[LabInput], LabInput]] = MappingProxyType(
    {
        "nothing": lambda form: form,
        "the time: one second later": lambda form: replace(form, at="20150830T123601Z"),
        "the day: the next one": lambda form: replace(form, at="20150831T123600Z"),
        "one letter of the Region": lambda form: replace(form, region="eu-central-2"),
        "the service: s3": lambda form: replace(form, service="s3"),
        "one bit of the secret": _one_bit,
    }
)
"""Ready changes of one thing, by the name that the menu shows."""


class KeyChainForm(Fields):
    """The widgets of the form, by name; it knows nothing about keys."""

    typed = TYPED

    def __init__(self) -> None:
        self.change = widgets.Dropdown(description="Change one thing", options=tuple(CHANGES))
        self.secret_access_key = SecretField(description="Secret access key (type no real one)")
        self.at = widgets.Text(description="Date and time, UTC")
        self.region = widgets.Combobox(description="Region", options=REGIONS)
        self.service = widgets.Combobox(description="Service", options=tuple(SERVICES))
        self.compare_from_here = widgets.Button(description="Compare with this from now on")
        self.box = grid(self._rows())

    def read(self) -> LabInput:
        """Return what is typed."""
        return replace(START, **{name: getattr(self, name).value for name in TYPED})

    def fill(self, form: LabInput) -> None:
        """Type a whole form."""
        for name in TYPED:
            getattr(self, name).value = getattr(form, name) or ""

    def _rows(self) -> tuple[tuple[str, widgets.Widget], ...]:
        return (
            ("half", self.change),
            ("half", self.secret_access_key),
            ("third", self.at),
            ("third", self.region),
            ("third", self.service),
            ("half", self.compare_from_here),
        )
