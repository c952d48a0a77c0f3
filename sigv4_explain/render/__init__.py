"""Text and HTML drawn from traces: standard library only, pure functions from a value to a string."""

from __future__ import annotations

from sigv4_explain.render.html import step_html, trace_html
from sigv4_explain.render.markup import Html, tag
from sigv4_explain.render.text import step_text, trace_text

__all__ = ["Html", "step_html", "step_text", "tag", "trace_html", "trace_text"]
