"""A signature and the server's clock: what is drawn of them, and when the server's answer changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sigv4_explain.credentials import CredentialScope
from sigv4_explain.verifier import Verdict

_QUESTIONS = 80
"""How many moments the server is asked about; where two answers in a row differ, it is asked in between."""

Judge = Callable[[int], Verdict]
"""The server's verdict so many seconds after the signature was made."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in which the server's answer stays the same; both ends belong to it."""

    first: int
    """Seconds after the moment of signing; before it they are negative."""
    last: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What is on screen: the client's time and scope, the server's place and clock, and its verdict."""

    signed_at: str
    server_time: str
    seconds: int
    """How far the server's clock is ahead of the moment of signing."""
    scope: CredentialScope
    """What the client wrote."""
    region: str
    service: str
    expires: int | None
    """X-Amz-Expires, in seconds, of a presigned URL."""
    verdict: Verdict
    stretches: tuple[Stretch, ...]
    midnight: int | None
    """Seconds after the moment of signing at which the UTC day ends, if that is on the line."""

    @property
    def first(self) -> int:
        """Where the line of time begins."""
        return self.stretches[0].first

    @property
    def last(self) -> int:
        """Where the line of time ends."""
        return self.stretches[-1].last


def stretches(judge: Judge, first: int, last: int) -> tuple[Stretch, ...]:
    """Cut a line of time where the server's answer changes. It is the server that is asked, to the second.

    ``first`` and ``last`` are seconds after the moment of signing.
    """
    step = max(1, (last - first) // _QUESTIONS)
    moments = [*range(first, last, step), last]
    starts = [first, *(change for pair in pairwise(moments) for change in _changes(judge, *pair))]
    ends = [*(start - 1 for start in starts[1:]), last]
    return tuple(Stretch(start, end, judge(start)) for start, end in zip(starts, ends, strict=True))


def _changes(judge: Judge, earlier: int, later: int) -> Iterator[int]:
    """Yield each second at which the answer changes, by halves: on a long line there may be two between two moments."""
    before, end = judge(earlier).rule, later
    if before == judge(end).rule:
        return
    while later - earlier > 1:
        middle = (earlier + later) // 2
        if judge(middle).rule == before:
            earlier = middle
        else:
            later = middle
    yield later
    yield from _changes(judge, later, end)
