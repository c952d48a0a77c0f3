"""The style of a question."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_QUIZ = files("sigv4_explain.render").joinpath("quiz.css").read_text()


def quiz_style() -> str:
    """Return the style of the lab, and what a question adds; it never changes."""
    return f"{base_style()}{choices_style()}"


def choices_style() -> str:
    """Return what a question adds alone, for a page with choices that has the style of the lab already."""
    return _QUIZ
