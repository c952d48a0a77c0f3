"""The table of mistakes: one module for each family, one row for each cause."""

from __future__ import annotations

from sigv4_explain.diagnosis.mistake import Mistake
from sigv4_explain.diagnosis.mistakes.method import METHOD
from sigv4_explain.diagnosis.mistakes.path import PATH

MISTAKES: tuple[Mistake, ...] = tuple(sorted((*PATH, *METHOD), key=lambda mistake: (-mistake.seen, mistake.slug)))
"""Every mistake that a replay can see, the most frequent first."""
