"""The lines of the URL bench: each as sent and as signed, their characters linked by classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sigv4_explain.render.characters import exact
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.url_bench_linked import Linked
from sigv4_explain.render.url_bench_view import Kind, kind_of

MOST_LINKED = 250
"""Characters of a path or a query that are linked; a longer one goes on unlinked."""


class Side(NamedTuple):
    """A path or a query, with the letter that its classes have, and the number of each kind's row."""

    letter: str
    linked: Linked
    rows: Mapping[Kind, int]


def sent_line(side: Side) -> Html:
    """Draw a side as it was sent; the keyboard stops at each piece."""
    numbers = range(len(side.linked.characters))
    return _line(side, numbers, [character.sent for character in side.linked.characters], tabindex=0)


def signed_line(side: Side) -> Html:
    """Draw a side as it is signed; pieces that nobody sent take the keyboard here."""
    return _line(
        side, side.linked.signed_order, [character.signed for character in side.linked.characters], tabindex=-1
    )


def linking(sides: Iterable[Side], kinds: int) -> str:
    """Return the rules that light a character's echo and its row of words, wherever one points or has the focus."""
    rules = [
        rule
        for side in sides
        for run in side.linked.runs()
        if run.stop <= MOST_LINKED
        for rule in _rules(side.letter, run)
    ]
    for row in range(kinds):
        name = f".{PREFIX}-kind-{row}"
        pointed = f".{PREFIX}-root:has(span{name}:is(:hover, :focus)) tr{name}"
        rules.append(f"{pointed}, .{PREFIX}-root:has(tr{name}:hover) span{name} {_LIT}")
    return "\n".join(rules)


_LINES = f".{PREFIX}-url-lines"
_LIT = "{ background-color: color-mix(in srgb, var(--brand) 30%, transparent); outline: 1.5px solid var(--brand); }"


def _rules(letter: str, run: range) -> list[str]:
    piece = f".{PREFIX}-run-{letter}{run.start}"
    characters = [f".{PREFIX}-url-{letter}{number}" for number in run]
    lit = [f"{_LINES}:has({piece}:focus) {piece}", *(f"{_LINES}:has({each}:hover) {each}" for each in characters)]
    return [f"{selector} {_LIT}" for selector in lit]


def _line(side: Side, order: Iterable[int], texts: list[str], tabindex: int) -> Html:
    runs = {run.start: run for run in side.linked.runs()}
    drawn: list[Html | str] = []
    for number in order:
        run = runs.get(number)
        if run is None or not texts[number]:
            continue
        is_linked = run.stop <= MOST_LINKED
        drawn.append(_run(side, run, texts, tabindex) if is_linked else exact("".join([texts[one] for one in run])))
    return join(*drawn)


def _run(side: Side, run: range, texts: list[str], tabindex: int) -> Html:
    first = side.linked.characters[run.start]
    spans = [tag("span", exact(texts[number]), class_=f"{PREFIX}-url-{side.letter}{number}") for number in run]
    row = side.rows.get(kind_of(side.linked, run.start))
    classes = f"{PREFIX}-run {PREFIX}-run-{side.letter}{run.start} {PREFIX}-fate-{first.fate.name.lower()}"
    classes += "" if row is None else f" {PREFIX}-kind-{row}"
    stop = tabindex if first.sent else 0
    return tag("span", spans, class_=classes, title=side.linked.words(run.start), tabindex=stop)
