"""The scope clock as text."""

from __future__ import annotations

from sigv4_explain.render.characters import readable
from sigv4_explain.render.clock import Clock
from sigv4_explain.render.clock_words import holds_now, limits, outcome, reason, scope_words, sentences
from sigv4_explain.render.verdict_text import shown_message


def clock_text(clock: Clock) -> str:
    """Write verdict, AWS's words, both clocks, the stretches of time and the scope."""
    said, old = sentences(clock)
    times = [f"signed at      {clock.signed_at}", f"server's clock {clock.server_time}   {old}"]
    lines = [
        f"{'→' if holds_now(clock, stretch) else ' '} {outcome(stretch)} {limits(clock, stretch)}: {reason(stretch)}"
        for stretch in clock.stretches
    ]
    scope = [f"{word.name:10} {readable(word.written)}  {readable(word.compared)}" for word in scope_words(clock)]
    words = [f"AWS's words    {readable(shown_message(clock.verdict))}"] if clock.verdict.message else []
    return "\n".join([said, *words, "", *times, *lines, "", *scope])
