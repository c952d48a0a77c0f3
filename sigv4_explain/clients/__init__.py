"""Other clients beside this package: where they differ in what they sign."""

from __future__ import annotations

from sigv4_explain.clients.cell import Cell, Evidence, Instead, Outcome
from sigv4_explain.clients.dialects import Dialects, Row, dialects
from sigv4_explain.clients.situations import SITUATIONS, Part, Situation

__all__ = ["SITUATIONS", "Cell", "Dialects", "Evidence", "Instead", "Outcome", "Part", "Row", "Situation", "dialects"]
