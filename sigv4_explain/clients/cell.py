"""What one client does in one situation: recorded, or measured by the line that gives its signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.clients.situations import REGION, TEXTS, RequestPart, Situation
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.request import Request


class Instead(Enum):
    """What stands in a cell where no line can."""

    NOT_SIGNED = "(this header is not signed)"
    UNABLE = "(this cannot be asked of the client)"
    UNKNOWN = "(a line that could not be found out)"


class Acceptance(Enum):
    """What AWS makes of it, with a sign and a word: the sign is never alone."""

    RIGHT = ("✓", "right")
    ACCEPTED = ("≈", "accepted")
    DIFFERENT = ("✗", "different")
    UNABLE = ("–", "not asked")

    def __str__(self) -> str:
        return " ".join(self.value)


class KnownBy(Enum):
    """How a cell is known: recorded when the package was made, or measured with the client that is installed."""

    RECORDED = "recorded"
    LIVE = "measured now"


class Cell(NamedTuple):
    """The line that a client signs, or why there is none; what AWS makes of it, and how that is known."""

    signed: str | Instead
    outcome: Acceptance
    evidence: KnownBy

    @property
    def text(self) -> str:
        """The line, or the words that stand for it."""
        return self.signed.value if isinstance(self.signed, Instead) else self.signed


_OUTCOMES = {
    Instead.NOT_SIGNED: Acceptance.ACCEPTED,
    Instead.UNABLE: Acceptance.UNABLE,
    Instead.UNKNOWN: Acceptance.DIFFERENT,
}
VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        "botocore": "1.44.5",
        "awscrt": "0.38.1",
        "requests-aws4auth": "1.4.0",
        "aws-requests-auth": "0.4.3",
        "httpx-aws-auth": "4.2.0",
        "awscurl": "0.44",
        "aws4": "1.13.2",
        "aws4fetch": "1.0.20",
        "@smithy/signature-v4": "5.7.5",
        "curl 7.88": "7.88.1",
        "curl 8.23": "8.23.0",
    }
)
"""The version of each client that was measured, by the name of its column."""


def recorded(client: str, situation: Situation) -> Cell:
    """Return what a client signed when it was measured: the right line, unless the text has another."""
    text = TEXTS[situation.name]
    if client in text.instead:
        instead = Instead[text.instead[client].upper()]
        return Cell(instead, _OUTCOMES[instead], KnownBy.RECORDED)
    if client in text.different:
        return Cell(text.different[client], Acceptance.DIFFERENT, KnownBy.RECORDED)
    outcome = Acceptance.ACCEPTED if client in text.accepted else Acceptance.RIGHT
    return Cell(text.accepted.get(client, situation.right), outcome, KnownBy.RECORDED)


def known_lines(situation: Situation) -> tuple[str, ...]:
    """Return the wrong lines that any client was seen to sign in a situation."""
    text = TEXTS.get(situation.name)
    return () if text is None else tuple(dict.fromkeys((*text.different.values(), *text.accepted.values())))


def measured(sent: Request | None, situation: Situation, known: Iterable[str]) -> Cell:
    """Return what a client signed in the request that it sent, and whether AWS would agree.

    ``sent`` is None when the client cannot be asked. ``known`` are the lines to try beside the right one. Nothing is
    believed: each line is signed, and the signature compared. The names of the signed headers stand in the request.
    """
    if sent is None:
        return Cell(Instead.UNABLE, Acceptance.UNABLE, KnownBy.LIVE)
    signed_request = SignedRequest.of(sent, EXAMPLE.secret_access_key, region=REGION, service=situation.service)
    signed, outcome = (
        _names(signed_request, situation)
        if situation.part is RequestPart.NAMES
        else _line(signed_request, situation, known)
    )
    return Cell(signed, outcome, KnownBy.LIVE)


def _line(
    signed_request: SignedRequest, situation: Situation, known: Iterable[str]
) -> tuple[str | Instead, Acceptance]:
    arrived = situation.part.line_of(signed_request.recipe)
    if arrived is None:
        is_right = signed_request.recipe.signature() == signed_request.received
        return Instead.NOT_SIGNED, Acceptance.ACCEPTED if is_right else Acceptance.DIFFERENT
    for line in dict.fromkeys((situation.right, arrived, *known)):
        if situation.part.put(line, signed_request.recipe).signature() == signed_request.received:
            return line, _outcome(line, arrived, situation)
    return Instead.UNKNOWN, Acceptance.DIFFERENT


def _outcome(line: str, arrived: str, situation: Situation) -> Acceptance:
    if line != arrived:
        return Acceptance.DIFFERENT
    return Acceptance.RIGHT if line == situation.right else Acceptance.ACCEPTED


def _names(signed_request: SignedRequest, situation: Situation) -> tuple[str, Acceptance]:
    line = ";".join(signed_request.recipe.signed_names)
    if signed_request.recipe.signature() != signed_request.received or not set(situation.right.split(";")) <= set(
        line.split(";")
    ):
        return line, Acceptance.DIFFERENT
    return line, Acceptance.RIGHT if line == situation.right else Acceptance.ACCEPTED


# A column of the table: all that one client does.


class Column(NamedTuple):
    """A client, its version (empty for this package itself), and a cell for each situation, in their order."""

    client: str
    version: str
    cells: tuple[Cell, ...]

    @property
    def evidence(self) -> KnownBy:
        """How the column is known."""
        return self.cells[0].evidence

    @property
    def heading(self) -> str:
        """The client with its version, where the name has none in it."""
        names_it = self.version.startswith(self.client.rpartition(" ")[2])
        return self.client if names_it or not self.version else f"{self.client} {self.version}"
