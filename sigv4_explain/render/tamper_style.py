"""The style of the tamper game."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_TAMPER = files("sigv4_explain.render").joinpath("tamper.css").read_text()


def tamper_style() -> str:
    """Return the style of the lab, and what the game adds; it never changes."""
    return f"{base_style()}{_TAMPER}"
