"""The scope clock in words: the verdict's sentence, the stretches of time, and the scope beside the server's place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.render.clock import Clock, Stretch
from sigv4_explain.signature import request_date_time
from sigv4_explain.verifier.verdict_view import verdict_sentence

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


class ScopeWord(NamedTuple):
    """An element of the scope: what the client wrote, what the server expects, and what the server goes by."""

    name: str
    written: str
    expected: str
    goes_by: str

    @property
    def compared(self) -> str:
        """Whether the two agree, as a sign with words."""
        same = self.written == self.expected
        return f"= {self.goes_by}" if same else f"≠ {self.expected}, {self.goes_by}"


def sentences(clock: Clock) -> tuple[str, str]:
    """Say the verdict, and how far the two clocks are apart."""
    sign = "✓" if clock.verdict.accepted else "✗"
    return f"{sign} {verdict_sentence(clock.verdict)}", f"The signature is {age(clock.seconds)}."


def age(seconds: int) -> str:
    """Say how old a signature is.

    >>> age(310), age(-20), age(0)
    ('5 min 10 s old', '20 s from the future', 'made at this very second')
    """
    if seconds == 0:
        return "made at this very second"
    return f"{duration(abs(seconds))} {'old' if seconds > 0 else 'from the future'}"


def duration(seconds: int) -> str:
    """Write a duration in days, hours, minutes and seconds.

    >>> duration(600), duration(90_061)
    ('10 min', '1 d 1 h 1 min 1 s')
    """
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join([f"{number} {unit}" for number, unit in parts if number]) or "0 s"


def outcome(stretch: Stretch) -> str:
    """Say in a word what becomes of the signature in a stretch of time."""
    return "✓ accepted" if stretch.verdict.accepted else "✗ refused"


def reason(stretch: Stretch) -> str:
    """Name the rule that is broken in a stretch of time."""
    rule = stretch.verdict.rule
    return "every rule is kept" if rule is None else f"broken: “{rule.title}”"


def limits(clock: Clock, stretch: Stretch) -> str:
    """Say from when to when a stretch lasts: the server's clock, and the seconds after the signature."""
    begins, ends = stretch.first > clock.first, stretch.last < clock.last
    first, last = _moment(clock, stretch.first), _moment(clock, stretch.last)
    if begins and ends:
        return f"from {first} to {last} ({stretch.first:+d} s to {stretch.last:+d} s)"
    if begins:
        return f"from {first} on ({stretch.first:+d} s)"
    return f"up to {last} ({stretch.last:+d} s)" if ends else "all the time"


def _moment(clock: Clock, seconds: int) -> str:
    return request_date_time(datetime.fromisoformat(clock.signed_at) + timedelta(seconds=seconds))


def holds_now(clock: Clock, stretch: Stretch) -> bool:
    """Tell whether the server's clock stands in this stretch; what is beyond the line belongs to its ends."""
    return stretch.first <= min(max(clock.seconds, clock.first), clock.last) <= stretch.last


def scope_words(clock: Clock) -> tuple[ScopeWord, ...]:
    """Put each element of the client's scope beside what the server expects."""
    scope = clock.scope
    return (
        ScopeWord("day", scope.date, clock.signed_at[:8], "the day of the request's own date"),
        ScopeWord("Region", scope.region, clock.region, "the server's Region"),
        ScopeWord("service", scope.service, clock.service, "the server's service"),
        ScopeWord("terminator", TERMINATOR, TERMINATOR, "always"),
    )
