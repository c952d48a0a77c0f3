"""The style of the two forms."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_BOTH_FORMS = files("sigv4_explain.render").joinpath("both_forms.css").read_text()


def both_forms_style() -> str:
    """Return the style of the lab, and what the two forms add; it never changes."""
    return f"{base_style()}{_BOTH_FORMS}"
