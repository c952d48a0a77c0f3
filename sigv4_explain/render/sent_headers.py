"""Headers as they are sent, and what becomes of each line on its way into the canonical headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sigv4_explain.canonical import Headers, canonical_headers, headers_to_sign, signed_headers
from sigv4_explain.encoding import trim
from sigv4_explain.masking import masked_header, masked_lines

_BLANKS = " \t"


class SentLine(NamedTuple):
    """One header as it is sent."""

    number: int
    """Its place among those sent, from 1."""
    name: str
    value: str
    """A session token is masked."""
    place: int | None
    """Its line of the canonical headers, from 1; None when it is not signed."""
    done: tuple[str, ...]
    """What is done to it, in words; nothing for a line that is canonical already."""


class CanonicalLine(NamedTuple):
    """One line of the canonical headers."""

    number: int
    name: str
    value: str
    """A session token is masked."""
    sources: tuple[int, ...]
    """The numbers of the sent lines that it is made of."""


@dataclass(frozen=True, slots=True, repr=False)
class SentHeaders:
    """Headers in the order sent, and the names that their signer leaves out.

    >>> sent = SentHeaders((("X-B", " 1"), ("Host", "h"), ("X-b", "2")), frozenset())
    >>> [(line.place, line.done[-1]) for line in sent.lines]
    [(2, 'moved from line 1 to line 2'), (1, 'moved from line 2 to line 1'), (2, 'joined to line 1 with a comma')]
    """

    headers: Headers
    never_signed: frozenset[str]
    """In lower case."""

    @property
    def signed(self) -> Headers:
        """The headers that are signed, as sent."""
        return headers_to_sign(self.headers, self.never_signed)

    @property
    def canonical_headers(self) -> str:
        """The canonical headers."""
        return canonical_headers(self.signed)

    @property
    def signed_headers(self) -> str:
        """The list of the signed names."""
        return signed_headers(self.signed)

    @property
    def lines(self) -> tuple[SentLine, ...]:
        """Every header sent, and what becomes of it."""
        numbers, places = self._numbers, {line.name: line.number for line in self.canonical_lines}
        lines = []
        for number, (name, value) in enumerate(self.headers, 1):
            place, first = places.get(name.lower()), numbers[name.lower()][0]
            done = ("left out",) if place is None else tuple(_changes(name, value, number, first, place))
            lines.append(SentLine(number, name, masked_header(name, value), place, done))
        return tuple(lines)

    @property
    def canonical_lines(self) -> tuple[CanonicalLine, ...]:
        """The lines of the canonical headers, each with where it comes from."""
        numbers, texts = self._numbers, masked_lines(self.canonical_headers).split("\n")[:-1]
        pairs = [text.partition(":")[::2] for text in texts]
        return tuple(CanonicalLine(place, *pair, tuple(numbers[pair[0]])) for place, pair in enumerate(pairs, 1))

    def __repr__(self) -> str:
        return f"<SentHeaders: {len(self.headers)} sent, {len(self.canonical_lines)} lines signed>"

    @property
    def _numbers(self) -> dict[str, list[int]]:
        """The places of each name among the lines sent."""
        numbers: dict[str, list[int]] = {}
        for number, (name, _) in enumerate(self.headers, 1):
            numbers.setdefault(name.lower(), []).append(number)
        return numbers


def _changes(name: str, value: str, number: int, first: int, place: int) -> Iterator[str]:
    if name != name.lower():
        yield "name in lower case"
    if value != value.strip(_BLANKS):
        yield "blanks at the ends trimmed"
    if trim(value) != value.strip(_BLANKS):
        yield "runs of blanks folded to one"
    if number != first:
        yield f"joined to line {first} with a comma"
    elif number != place:
        yield f"moved from line {number} to line {place}"
