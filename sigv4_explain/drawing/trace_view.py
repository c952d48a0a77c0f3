"""A trace as text, and as static HTML that GitHub and an untrusted JupyterLab show whole: no style sheet, no script."""

from __future__ import annotations

from textwrap import indent

from sigv4_explain.drawing.markup import Html, cell, headed_table, join, link, row_head, tag
from sigv4_explain.drawing.pieces import PREFIX, pieces_html
from sigv4_explain.masking import pictured
from sigv4_explain.trace.step import OutputOrigin, Step
from sigv4_explain.trace.trace import Trace


def step_html(step: Step) -> Html:
    """Draw one step: title, formula and why beside the value; secrets are masked."""
    return tag("table", _row(step), class_=f"{PREFIX}-static")


def trace_html(trace: Trace) -> Html:
    """Draw every step in order, one row each; secrets are masked."""
    return headed_table(("Step", "Value"), map(_row, trace), f"{PREFIX}-static")


def _row(step: Step) -> Html:
    why = tag(
        "details",
        tag("summary", "why"),
        join(step.why, " ", link("AWS's page", step.reference)),
        tag("br"),
        tag("code", step.formula),
    )
    value = tag("pre", pieces_html(step.pieces()), style="white-space: pre-wrap; word-break: break-all")
    yours = tag("p", tag("mark", _mark(step))) if _mark(step) else ""
    return tag("tr", row_head(step.title, yours, why), cell(value))


def _mark(step: Step) -> str:
    """Say that an output is the user's own; nothing of one that was computed."""
    return "" if step.origin is OutputOrigin.COMPUTED else step.origin.value


def step_text(step: Step, *, reveal: bool = False) -> str:
    """Write one step: title, formula, value, why; secrets are masked unless ``reveal``."""
    value = indent(pictured(step.shown(reveal=reveal), kept="\n"), "    ", lambda _line: True)
    title = f"{step.title} ({_mark(step)})" if _mark(step) else step.title
    return f"{title}\n  = {step.formula}\n{value}\n  {step.why}"


def trace_text(trace: Trace, *, reveal: bool = False) -> str:
    """Write every step in order; secrets are masked unless ``reveal``."""
    steps = (f"{number:2} {step_text(step, reveal=reveal)}" for number, step in enumerate(trace, 1))
    return "\n\n".join(steps)
