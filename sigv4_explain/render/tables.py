"""What the sections of the live page are laid out with: tables of named rows, and pieces with their labels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sigv4_explain.render.markup import Html, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.trace.trace import Trace


class View(NamedTuple):
    """What is drawn, and whether its secrets are."""

    trace: Trace
    reveal: bool = False


def row(name: str, value: Html, note: str = "") -> Html:
    """Draw a named value with a small note."""
    small = tag("small", note) if note else ""
    return tag("tr", tag("th", name, scope="row"), tag("td", tag("code", value), small))


def table(rows: Iterable[Html]) -> Html:
    """Put rows under each other."""
    return tag("table", tag("tbody", rows))


def labelled(pieces: Iterable[Html] | Html) -> Html:
    """Draw pieces with room for each one's label above it."""
    return tag("span", pieces, class_=f"{PREFIX}-labelled")
