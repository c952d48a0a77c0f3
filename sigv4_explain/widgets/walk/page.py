"""A walk through the lab, one idea a step: the words, and the style that lights what the step is about."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.drawing.style import LIT, above_base
from sigv4_explain.texts import records
from sigv4_explain.trace.step import Step
from sigv4_explain.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Station:
    """One idea of the walk."""

    title: str
    section: str
    """Where on the page it is."""
    lit: tuple[str, ...]
    """The parts that flow there."""
    value: str
    """The step whose value the reader may replace; empty for none."""
    words: str


STATIONS = tuple(records("sigv4_explain.widgets.walk", "walk.toml", Station, "title").values())
"""The walk, from the method to what travels."""
DESTINATIONS = ("authorization_header", "presigned_url")
"""Where a signature goes: of the two sections a trace has one, and the walk ends at either."""


def station_html(number: int) -> Html:
    """Say where the walk is, and the one idea."""
    station = STATIONS[number]
    place = tag("small", f"Step {number + 1} of {len(STATIONS)}")
    return join(tag("p", place), tag("h3", station.title), tag("p", station.words))


def station_style(number: int) -> str:
    """Return the rules that dim all but the station's section, and light its parts there."""
    section = STATIONS[number].section
    sections = DESTINATIONS if section in DESTINATIONS else (section,)
    here = ", ".join(f".{PREFIX}-section-{name}" for name in sections)
    lit = ", ".join(f".{PREFIX}-f-{part}" for part in STATIONS[number].lit)
    return above_base(
        f".{PREFIX}-walking .{PREFIX}-section:not({here}) {{ opacity: 0.4; }}\n"
        f".{PREFIX}-walking :is({here}) :is({lit}) {LIT}\n"
    )


def replaceable(trace: Trace, number: int) -> Step | None:
    """Return the step whose value may be replaced here; None where there is none."""
    name = STATIONS[number].value
    return trace[name] if name and name in trace else None
