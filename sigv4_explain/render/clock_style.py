"""The style of the scope clock's page."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_CLOCK = files("sigv4_explain.render").joinpath("clock.css").read_text()


def clock_style() -> str:
    """Return the style of the lab, and what the clock's page adds; it never changes."""
    return f"{base_style()}{_CLOCK}"
