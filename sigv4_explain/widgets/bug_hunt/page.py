"""The bug hunt as HTML: what somebody has at hand, what is said of a guess, hints, and the score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sigv4_explain.drawing.differences import readable
from sigv4_explain.drawing.markup import WRAPPED, Html, cell, join, row_head, tag
from sigv4_explain.drawing.pieces import PREFIX


def hunted_html(name: str, level: str, story: str, given: Iterable[tuple[str, str]]) -> Html:
    """Draw a broken request: who, with which client, sees what; and each thing that they have."""
    head = tag("p", readable(story)), tag("p", tag("em", f"What it takes: {level}."))
    things = (join(tag("h4", title), tag("pre", _lines(text), style=WRAPPED)) for title, text in given)
    return tag("div", tag("h3", name), *head, *things, class_=f"{PREFIX}-hunted")


def said_html(sign_and_word: str, paragraphs: Iterable[str], look: str) -> Html:
    """Draw what is said of a guess."""
    first, *others = paragraphs
    lines = [tag("p", tag("strong", sign_and_word), " ", readable(first)), *(tag("p", readable(one)) for one in others)]
    return tag("div", *lines, class_=f"{PREFIX}-status {PREFIX}-{look}")


def hints_html(hints: Iterable[str]) -> Html:
    """Draw the hints that were asked for."""
    items = [tag("li", readable(hint)) for hint in hints]
    return join(tag("h4", "Hints"), tag("ol", items, class_=f"{PREFIX}-hints")) if items else Html("")


def score_html(total: str, rows: Iterable[tuple[int, str, str]]) -> Html:
    """Draw the score, folded: a row for each request."""
    table = tag("table", tag("tbody", _rows(rows)), class_=f"{PREFIX}-static {PREFIX}-score")
    return tag("details", tag("summary", f"Score: {total}"), table)


def _lines(text: str) -> str:
    return "\n".join(map(readable, text.split("\n")))


def _rows(rows: Iterable[tuple[int, str, str]]) -> Iterator[Html]:
    for number, name, result in rows:
        yield tag("tr", row_head(f"{number}. {name}"), cell(result))
