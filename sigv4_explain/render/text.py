"""A trace as plain text: for a terminal, a log, a diff."""

from __future__ import annotations

from textwrap import indent

from sigv4_explain.masking import pictured
from sigv4_explain.trace.step import Step
from sigv4_explain.trace.trace import Trace


def step_text(step: Step, *, reveal: bool = False) -> str:
    """Write one step: title, formula, value, why; secrets are masked unless ``reveal``."""
    value = indent(pictured(step.shown(reveal=reveal), kept="\n"), "    ", lambda _line: True)
    return f"{step.title}\n  = {step.formula}\n{value}\n  {step.why}"


def trace_text(trace: Trace, *, reveal: bool = False) -> str:
    """Write every step in order; secrets are masked unless ``reveal``."""
    steps = (f"{number:2} {step_text(step, reveal=reveal)}" for number, step in enumerate(trace, 1))
    return "\n\n".join(steps)
