"""Text and HTML drawn from values: standard library only, pure functions from a value to a string."""

from __future__ import annotations

from sigv4_explain.drawing.markup import Html, tag
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.drawing.trace_view import step_html, step_text, trace_html, trace_text

__all__ = ["Html", "curl_command", "raw_http", "step_html", "step_text", "tag", "trace_html", "trace_text"]
