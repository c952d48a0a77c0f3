"""Other clients beside this package: where they differ in what they sign."""

from __future__ import annotations

from sigv4_explain.peers.cell import Cell, Evidence, Instead, Outcome
from sigv4_explain.peers.dialects import Dialects, Row, dialects
from sigv4_explain.peers.situation import Part, Situation
from sigv4_explain.peers.situations import SITUATIONS

__all__ = ["SITUATIONS", "Cell", "Dialects", "Evidence", "Instead", "Outcome", "Part", "Row", "Situation", "dialects"]
