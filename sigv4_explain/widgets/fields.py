"""What every form shares: its fields by name, laid out in rows, each change told, and the wrong one outlined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ipywidgets as widgets
from traitlets import Unicode

from sigv4_explain.masking import masked
from sigv4_explain.render.parts import PREFIX


def _shown(secret: str, _field: widgets.Widget) -> str:
    return masked(secret) if secret else ""


def _typed(text: str, field: widgets.Widget) -> str:
    """Read what stands in the page: the mask is the secret, and what is left of a mask is nothing."""
    text = text.replace(mask, field.value) if "•" in (mask := _shown(field.value, field)) else text
    return "" if "•" in text else text


class SecretField(widgets.Password):  # type: ignore[misc]  # ipywidgets has no types
    """A field whose text stays in Python: the page, and a notebook saved with its widgets, has a mask in its place.

    The text is taken when the field is left or Enter is pressed: while keys are pressed the page alone has it, outside
    what is saved. AWS's published examples are shown.
    """

    value = Unicode().tag(sync=True, echo_update=False, to_json=_shown, from_json=_typed)

    def __init__(self, **options: Any) -> None:
        super().__init__(continuous_update=False, **options)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what was typed, and put the mask into the page, also where the secret is the one before."""
        super().set_state(sync_data)
        self.send_state("value")

    def _repr_keys(self) -> Iterable[str]:
        return (key for key in super()._repr_keys() if key != "value")


class Fields:
    """The widgets of a form, by name; it knows nothing about signatures."""

    typed: tuple[str, ...]
    """The names of the fields that count."""
    box: widgets.GridBox
    """The fields, laid out."""

    def on_change(self, callback: Any) -> None:
        """Call back whenever a field that counts is edited."""
        for name in self.typed:
            getattr(self, name).observe(callback, names="value")

    def mark_error(self, field: str | None) -> None:
        """Outline the field that an error names, and no other."""
        outline({name: getattr(self, name) for name in self.typed}, field)


def outline(fields: Mapping[str, widgets.Widget], wrong: str | None) -> None:
    """Outline one of the fields, by its name; None outlines none."""
    for name, field in fields.items():
        (field.add_class if name == wrong else field.remove_class)(f"{PREFIX}-error")


def grid(rows: Iterable[tuple[str, widgets.Widget]], *classes: str) -> widgets.GridBox:
    """Lay fields out by their widths, such as ``half``; what can tell each key tells it. Classes without the prefix."""
    fields = []
    for width, field in rows:
        field.add_class(f"{PREFIX}-{width}")
        if hasattr(field, "continuous_update") and not isinstance(field, SecretField):
            field.continuous_update = True
        fields.append(field)
    return widgets.GridBox(fields, _dom_classes=tuple(f"{PREFIX}-{name}" for name in ("form", *classes)))
