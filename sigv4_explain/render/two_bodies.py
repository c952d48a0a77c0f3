"""Two bodies side by side: what the client hashed, and what was sent; where they part, and whether it shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from sigv4_explain.canonical import hashed_payload
from sigv4_explain.encoding import EMPTY_SHA256

_NAMES = {0x20: "a blank", 0x09: "a tab", 0x0A: "a line feed", 0x0D: "a carriage return"}


@dataclass(frozen=True, slots=True)
class TwoBodies:
    """The body that was hashed and the one that was sent."""

    hashed: bytes
    sent: bytes
    declared: str | None = None
    """Words that stand on the payload line in place of a hash, such as UNSIGNED-PAYLOAD."""

    @property
    def client_line(self) -> str:
        """The client's payload line."""
        return hashed_payload(self.hashed, self.declared)

    @property
    def server_line(self) -> str:
        """The server's payload line: of what arrived, or the words that were announced."""
        return hashed_payload(self.sent, self.declared)

    @property
    def fits(self) -> bool:
        """Whether both have the same payload line, so that the signature fits."""
        return self.client_line == self.server_line

    @property
    def parting(self) -> int | None:
        """The number of the first byte that differs, from 0; None for the same bytes."""
        if self.hashed == self.sent:
            return None
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self.hashed, self.sent, strict=False)))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say whether the signature fits, and why."""
        verdict = "✓ The signature fits" if self.fits else "✗ The signature does not fit"
        place = self.parting
        if place is None:
            said = f"{verdict}: these are the same bytes."
        else:
            mine, theirs = (byte_name(body, place) for body in (self.hashed, self.sent))
            said = f"{verdict}. The bodies part at byte {place + 1}: {mine} was hashed, {theirs} was sent."
        return (said, *self._notes())

    def _notes(self) -> tuple[str, ...]:
        if self.declared is not None:
            return (f"Both sides write {self.declared}, whatever the body is: it is not signed.",)
        is_empty = EMPTY_SHA256 in (self.client_line, self.server_line)
        return ("e3b0c442… is the hash of no bytes. It is worth knowing by heart.",) if is_empty else ()


def byte_name(body: bytes, place: int) -> str:
    r"""Name the byte at a place, counted from 0, in hex and in words.

    >>> byte_name(b"a b", 1), byte_name("ë".encode(), 0), byte_name(b"a", 1)
    ('20 (a blank)', 'c3 (beyond ASCII)', 'nothing')
    """
    if place >= len(body):
        return "nothing"
    byte = body[place]
    shown = f"“{chr(byte)}”" if 0x20 < byte < 0x7F else "a control character" if byte < 0x80 else "beyond ASCII"
    return f"{byte:02x} ({_NAMES.get(byte, shown)})"
