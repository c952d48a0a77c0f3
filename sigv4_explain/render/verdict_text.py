"""A verdict as text: the rules in order, each with what became of it, and AWS's answer."""

from __future__ import annotations

from sigv4_explain.verifying import Outcome, Verdict

MARKS = {Outcome.KEPT: "✓", Outcome.BROKEN: "✗", Outcome.NOT_REACHED: "·"}


def verdict_text(verdict: Verdict) -> str:
    """Draw a verdict as text."""
    lines = [f"{number:2} {MARKS[outcome]} {rule.title}" for number, rule, outcome in verdict.outcomes]
    covered = ", ".join(verdict.covered_headers) or "none"
    unsigned = ", ".join(verdict.unsigned_headers) or "none"
    answer = "accepted" if verdict.accepted else f"{verdict.status} {verdict.code}: {verdict.message}"
    return "\n".join([*lines, f"signed headers: {covered}", f"unsigned headers: {unsigned}", answer])
