"""What every form shares: its fields by name, laid out in rows, each change told, and the wrong one outlined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ipywidgets as widgets

from sigv4_explain.render.parts import PREFIX


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
        if hasattr(field, "continuous_update"):
            field.continuous_update = True
        fields.append(field)
    return widgets.GridBox(fields, _dom_classes=tuple(f"{PREFIX}-{name}" for name in ("form", *classes)))
