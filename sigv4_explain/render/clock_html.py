"""The scope clock as HTML: the live page section by section, and the static twin without a style sheet."""

from __future__ import annotations

from sigv4_explain.render.characters import readable
from sigv4_explain.render.clock import Clock, Stretch
from sigv4_explain.render.clock_words import holds_now, limits, outcome, reason, scope_words, sentences
from sigv4_explain.render.markup import Html, escaped, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.tables import row, table
from sigv4_explain.verifier.verdict_view import shown_details, shown_message

_SCOPE = "The client's scope, word by word"
_MIDDLE = 50
"""Percent: left of it a label stands to the right of its arrow, else to the left."""


def clock_sections(clock: Clock) -> dict[str, Html]:
    """Draw the sections of the live page, by name."""
    return {
        "verdict": _verdict(clock),
        "line": join(_line(clock), _list(clock)),
        "scope": join(tag("h3", _SCOPE), _scope(clock)),
    }


def clock_html(clock: Clock) -> Html:
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


def _verdict(clock: Clock) -> Html:
    said, old = sentences(clock)
    look = "accepted" if clock.verdict.accepted else "refused"
    body = (tag("p", tag("strong", said)), tag("p", old), _words(clock))
    return tag("div", *body, class_=f"{PREFIX}-status {PREFIX}-{look}", role="status")


def _words(clock: Clock) -> Html:
    if not clock.verdict.message:
        return Html("")
    further = [f"{name}: {value}" for name, value in shown_details(clock.verdict)]
    lines = [*shown_message(clock.verdict).split("\n"), *further]
    return join(tag("p", "AWS's words:"), tag("pre", "\n".join(map(readable, lines)), style="white-space: pre-wrap"))


def _line(clock: Clock) -> Html:
    """Draw the line of time; the list below it says the same in words."""
    lanes = [_lane(clock, 0, f"signed {_time(clock.signed_at)}", "▼"), _bar(clock)]
    lanes.append(_lane(clock, clock.seconds, f"server {_time(clock.server_time)}", "▲"))
    if clock.midnight is not None:
        lanes.append(_lane(clock, clock.midnight, "midnight, UTC", "▲"))
    described = "A line of time with the moment of signing and the server's clock; the list below says the same."
    return tag("div", lanes, class_=f"{PREFIX}-time", role="img", aria_label=described)


def _time(moment: str) -> str:
    return f"{moment[9:11]}:{moment[11:13]}:{moment[13:15]}"


def _bar(clock: Clock) -> Html:
    return tag("div", (_stretch(clock, stretch) for stretch in clock.stretches), class_=f"{PREFIX}-time-bar")


def _stretch(clock: Clock, stretch: Stretch) -> Html:
    look = "accepted" if stretch.verdict.accepted else "refused"
    now = f" {PREFIX}-time-now" if holds_now(clock, stretch) else ""
    grow = f"flex-grow: {stretch.last - stretch.first + 1}"
    return tag("span", outcome(stretch), class_=f"{PREFIX}-time-{look}{now}", style=grow)


def _lane(clock: Clock, seconds: int, words: str, arrow: str) -> Html:
    """Draw a mark on the line; what is beyond the line stands at its end."""
    length = max(clock.last - clock.first, 1)
    percent = min(max((seconds - clock.first) * 100 / length, 0), 100)
    if percent <= _MIDDLE:
        mark = tag("span", f"{arrow} {words}", style=f"left: {percent:.2f}%")
    else:
        mark = tag("span", f"{words} {arrow}", style=f"right: {100 - percent:.2f}%")
    return tag("div", mark, class_=f"{PREFIX}-time-lane")


def _list(clock: Clock) -> Html:
    return tag("ul", (_item(clock, stretch) for stretch in clock.stretches), class_=f"{PREFIX}-time-list")


def _item(clock: Clock, stretch: Stretch) -> Html:
    now = holds_now(clock, stretch)
    words = f"{outcome(stretch)} {limits(clock, stretch)}: {reason(stretch)}"
    return tag("li", tag("strong", f"{words} ← now") if now else words)


def _scope(clock: Clock) -> Html:
    rows = [row(word.name, escaped(readable(word.written)), f" {word.compared}") for word in scope_words(clock)]
    return table(rows)
