"""A verdict as HTML: the rules in order, each with what became of it, and AWS's answer."""

from __future__ import annotations

from sigv4_explain.render.markup import Html, tag
from sigv4_explain.render.verdict_text import verdict_text
from sigv4_explain.verifying import Verdict


def verdict_html(verdict: Verdict) -> Html:
    """Draw a verdict."""
    return tag("pre", verdict_text(verdict))
