"""The bug hunt: find the faults of the gallery's broken requests, and be told what speaks against each wrong guess."""

from sigv4_explain.course.hunt.guessing import Guessed, call_of, guess_cause, guess_step
from sigv4_explain.course.hunt.hints import hints_for
from sigv4_explain.course.hunt.hunting import Hunt
from sigv4_explain.course.hunt.score import Ending, Score, Tally
from sigv4_explain.course.hunt.suspects import PLACES, suspects

__all__ = [
    "PLACES",
    "Ending",
    "Guessed",
    "Hunt",
    "Score",
    "Tally",
    "call_of",
    "guess_cause",
    "guess_step",
    "hints_for",
    "suspects",
]
