"""What one client does in one situation."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Instead(Enum):
    """What stands in a cell where no line can."""

    NOT_SIGNED = "(this header is not signed)"
    UNABLE = "(this cannot be asked of the client)"
    UNKNOWN = "(a line that could not be found out)"


class Outcome(Enum):
    """What AWS makes of it, with a sign and a word: the sign is never alone."""

    RIGHT = ("✓", "right")
    ACCEPTED = ("≈", "accepted")
    DIFFERENT = ("✗", "different")
    UNABLE = ("–", "not asked")

    def __str__(self) -> str:
        return " ".join(self.value)


class Evidence(Enum):
    """How a cell is known: recorded when the package was made, or measured with the client that is installed."""

    RECORDED = "recorded"
    LIVE = "measured now"


class Cell(NamedTuple):
    """The line that a client signs, or why there is none; what AWS makes of it, and how that is known."""

    signed: str | Instead
    outcome: Outcome
    evidence: Evidence

    @property
    def text(self) -> str:
        """The line, or the words that stand for it."""
        return self.signed.value if isinstance(self.signed, Instead) else self.signed
