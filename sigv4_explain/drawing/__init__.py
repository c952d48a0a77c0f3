"""Text and HTML drawn from traces: standard library only, pure functions from a value to a string."""

from __future__ import annotations

from sigv4_explain.drawing.markup import Html, tag
from sigv4_explain.drawing.trace_view import step_html, step_text, trace_html, trace_text

__all__ = ["Html", "step_html", "step_text", "tag", "trace_html", "trace_text"]
