"""The form of the key chain: the secret, the time, the Region and the service, and ready changes of one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import ipywidgets as widgets

from sigv4_explain.render.parts import PREFIX
from sigv4_explain.rules import SERVICES
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


class KeyChainForm:
    """The widgets of the form, by name; it knows nothing about keys."""

    def __init__(self) -> None:
        self.change = widgets.Dropdown(description="Change one thing", options=tuple(CHANGES))
        self.secret_access_key = widgets.Password(description="Secret access key (type no real one)")
        self.at = widgets.Text(description="Date and time, UTC")
        self.region = widgets.Combobox(description="Region", options=REGIONS)
        self.service = widgets.Combobox(description="Service", options=tuple(SERVICES))
        self.compare_from_here = widgets.Button(description="Compare with this from now on")
        self.box = widgets.GridBox(self._laid_out(), _dom_classes=(f"{PREFIX}-form",))

    def read(self) -> LabInput:
        """Return what is typed."""
        return replace(START, **{name: getattr(self, name).value for name in TYPED})

    def fill(self, form: LabInput) -> None:
        """Type a whole form."""
        for name in TYPED:
            getattr(self, name).value = getattr(form, name) or ""

    def on_change(self, callback: Any) -> None:
        """Call back whenever a field is edited."""
        for name in TYPED:
            getattr(self, name).observe(callback, names="value")

    def mark_error(self, field: str | None) -> None:
        """Outline the field that an error names, and no other."""
        for name in TYPED:
            field_widget = getattr(self, name)
            (field_widget.add_class if name == field else field_widget.remove_class)(f"{PREFIX}-error")

    def _laid_out(self) -> list[widgets.Widget]:
        rows = (
            ("half", self.change),
            ("half", self.secret_access_key),
            ("third", self.at),
            ("third", self.region),
            ("third", self.service),
            ("half", self.compare_from_here),
        )
        for width, field in rows:
            field.add_class(f"{PREFIX}-{width}")
            if hasattr(field, "continuous_update"):
                field.continuous_update = True
        return [field for _, field in rows]
