"""Other clients beside this package: the same request as code for them, and where they differ in what they sign."""

from __future__ import annotations

from sigv4_explain.clients.cell import Acceptance, Cell, Instead, KnownBy
from sigv4_explain.clients.dialects import Dialects, SituationRow, dialects
from sigv4_explain.clients.situations import SITUATIONS, RequestPart, Situation

__all__ = [
    "SITUATIONS",
    "Acceptance",
    "Cell",
    "Dialects",
    "Instead",
    "KnownBy",
    "RequestPart",
    "Situation",
    "SituationRow",
    "dialects",
]
