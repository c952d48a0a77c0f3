"""The style of the doctor's page."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_DIAGNOSIS = files("sigv4_explain.render").joinpath("diagnosis.css").read_text()


def diagnosis_style() -> str:
    """Return the style of the lab, and what the doctor's page adds; it never changes."""
    return f"{base_style()}{_DIAGNOSIS}"
