"""The style of the bug hunt."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.diagnosis_style import diagnosis_style
from sigv4_explain.render.quiz_style import choices_style

_HUNT = files("sigv4_explain.render").joinpath("hunt.css").read_text()


def hunt_style() -> str:
    """Return the doctor's style, that of choices, and what the hunt adds; it never changes."""
    return f"{diagnosis_style()}{choices_style()}{_HUNT}"
