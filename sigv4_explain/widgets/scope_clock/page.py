"""The scope clock as HTML: the live page section by section, and the static twin without a style sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from sigv4_explain.credentials import TERMINATOR, CredentialScope
from sigv4_explain.drawing.differences import readable
from sigv4_explain.drawing.markup import Html, escaped, join, tag
from sigv4_explain.drawing.pieces import PREFIX, row, table
from sigv4_explain.signature import request_date_time
from sigv4_explain.verifier import Verdict
from sigv4_explain.verifier.verdict_view import shown_details, shown_message, verdict_sentence

# A signature and the server's clock: what is drawn of them, and when the server's answer changes.

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
class ClockView:
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


# The scope clock in words: the verdict's sentence, the stretches of time, and the scope beside the server's place.

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


def sentences(clock: ClockView) -> tuple[str, str]:
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


def limits(clock: ClockView, stretch: Stretch) -> str:
    """Say from when to when a stretch lasts: the server's clock, and the seconds after the signature."""
    begins, ends = stretch.first > clock.first, stretch.last < clock.last
    first, last = _moment(clock, stretch.first), _moment(clock, stretch.last)
    if begins and ends:
        return f"from {first} to {last} ({stretch.first:+d} s to {stretch.last:+d} s)"
    if begins:
        return f"from {first} on ({stretch.first:+d} s)"
    return f"up to {last} ({stretch.last:+d} s)" if ends else "all the time"


def _moment(clock: ClockView, seconds: int) -> str:
    return request_date_time(datetime.fromisoformat(clock.signed_at) + timedelta(seconds=seconds))


def holds_now(clock: ClockView, stretch: Stretch) -> bool:
    """Tell whether the server's clock stands in this stretch; what is beyond the line belongs to its ends."""
    return stretch.first <= min(max(clock.seconds, clock.first), clock.last) <= stretch.last


def scope_words(clock: ClockView) -> tuple[ScopeWord, ...]:
    """Put each element of the client's scope beside what the server expects."""
    scope = clock.scope
    return (
        ScopeWord("day", scope.date, clock.signed_at[:8], "the day of the request's own date"),
        ScopeWord("Region", scope.region, clock.region, "the server's Region"),
        ScopeWord("service", scope.service, clock.service, "the server's service"),
        ScopeWord("terminator", TERMINATOR, TERMINATOR, "always"),
    )


_SCOPE = "The client's scope, word by word"
_MIDDLE = 50
"""Percent: left of it a label stands to the right of its arrow, else to the left."""


def clock_sections(clock: ClockView) -> dict[str, Html]:
    """Draw the sections of the live page, by name."""
    return {
        "line": join(_line(clock), _list(clock)),
        "scope": join(tag("h3", _SCOPE), _scope(clock)),
        "words": _words(clock),
    }


def clock_html(clock: ClockView) -> Html:
    """Draw the whole as static HTML: no style sheet, and nothing that only a live page can show."""
    said, old = sentences(clock)
    times = tag(
        "p", "Signed at ", tag("code", clock.signed_at), ". The server's clock: ", tag("code", clock.server_time)
    )
    colour = "#1f6b35" if clock.verdict.accepted else "#a3211b"
    badge = f"background-color: {colour}; color: #ffffff; padding: 1px 8px; border-radius: 9px"
    return join(
        tag("p", tag("strong", said, style=badge)), _words(clock), times, tag("p", old), _list(clock), _scope(clock)
    )


def clock_status(clock: ClockView) -> Html:
    """Draw what the server says of the signature, and how old that is; AWS's words stand below, where nothing jumps."""
    said, old = sentences(clock)
    look = "accepted" if clock.verdict.accepted else "refused"
    return tag("div", tag("p", tag("strong", said)), tag("p", old), class_=f"{PREFIX}-status {PREFIX}-{look}")


def _words(clock: ClockView) -> Html:
    if not clock.verdict.message:
        return Html("")
    further = [f"{name}: {value}" for name, value in shown_details(clock.verdict)]
    lines = [*shown_message(clock.verdict).split("\n"), *further]
    return join(tag("p", "AWS's words:"), tag("pre", "\n".join(map(readable, lines)), style="white-space: pre-wrap"))


def _line(clock: ClockView) -> Html:
    """Draw the line of time; the list below it says the same in words."""
    lanes = [_lane(clock, 0, f"signed {_time(clock.signed_at)}", "▼"), _bar(clock)]
    lanes.append(_lane(clock, clock.seconds, f"server {_time(clock.server_time)}", "▲"))
    if clock.midnight is not None:
        lanes.append(_lane(clock, clock.midnight, "midnight, UTC", "▲"))
    described = "A line of time with the moment of signing and the server's clock; the list below says the same."
    return tag("div", lanes, class_=f"{PREFIX}-time", role="img", aria_label=described)


def _time(moment: str) -> str:
    return f"{moment[9:11]}:{moment[11:13]}:{moment[13:15]}"


def _bar(clock: ClockView) -> Html:
    return tag("div", (_stretch(clock, stretch) for stretch in clock.stretches), class_=f"{PREFIX}-time-bar")


def _stretch(clock: ClockView, stretch: Stretch) -> Html:
    look = "accepted" if stretch.verdict.accepted else "refused"
    now = f" {PREFIX}-time-now" if holds_now(clock, stretch) else ""
    grow = f"flex-grow: {stretch.last - stretch.first + 1}"
    return tag("span", outcome(stretch), class_=f"{PREFIX}-time-{look}{now}", style=grow)


def _lane(clock: ClockView, seconds: int, words: str, arrow: str) -> Html:
    """Draw a mark on the line; what is beyond the line stands at its end."""
    length = max(clock.last - clock.first, 1)
    percent = min(max((seconds - clock.first) * 100 / length, 0), 100)
    if percent <= _MIDDLE:
        mark = tag("span", f"{arrow} {words}", style=f"left: {percent:.2f}%")
    else:
        mark = tag("span", f"{words} {arrow}", style=f"right: {100 - percent:.2f}%")
    return tag("div", mark, class_=f"{PREFIX}-time-lane")


def _list(clock: ClockView) -> Html:
    return tag("ul", (_item(clock, stretch) for stretch in clock.stretches), class_=f"{PREFIX}-time-list")


def _item(clock: ClockView, stretch: Stretch) -> Html:
    now = holds_now(clock, stretch)
    words = f"{outcome(stretch)} {limits(clock, stretch)}: {reason(stretch)}"
    return tag("li", tag("strong", f"{words} ← now") if now else words)


def _scope(clock: ClockView) -> Html:
    rows = [row(word.name, escaped(readable(word.written)), f" {word.compared}") for word in scope_words(clock)]
    return table(rows)
