"""The table as static HTML: no style sheet, no script, so that GitHub and an untrusted JupyterLab show it whole."""

from __future__ import annotations

from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.peers.cell import Cell, Instead, Outcome
from sigv4_explain.peers.column import Column
from sigv4_explain.peers.dialects import Dialects, Row
from sigv4_explain.peers.dialects_text import MEANINGS, asked_lines, signers_by_line
from sigv4_explain.peers.situation import Situation

_LEFT = "text-align: left; vertical-align: top"
_CELL = f"{_LEFT}; min-width: 7em; overflow-wrap: anywhere"
_ABREAST = 6
_WRAPPED = "white-space: pre-wrap; overflow-wrap: anywhere"
_COLOURS = {
    Outcome.RIGHT: "#2f9350",
    Outcome.ACCEPTED: "#b07b1a",
    Outcome.DIFFERENT: "#e0463c",
    Outcome.UNABLE: "#7f8a94",
}


def dialects_html(table: Dialects) -> Html:
    """Draw the table: a row for each situation, a column for each client; only lines that are not right are written.

    It is drawn in parts of a few clients each, so that the situation stays in sight on a page of usual width.
    """
    says = (tag("li", _mark(outcome), f": {meaning}") for outcome, meaning in MEANINGS.items())
    parts = (table.columns[first : first + _ABREAST] for first in range(0, len(table.columns), _ABREAST))
    return tag("div", tag("ul", says), (_part(table, columns) for columns in parts))


def row_html(row: Row) -> Html:
    """Draw a situation by itself: each line with those who sign it."""
    heads = (tag("th", text, scope="col", style=_LEFT) for text in ("Outcome", "What is signed", "Who signs it"))
    rows = (
        tag("tr", _cell(_mark(outcome)), _td(text), _cell(", ".join(clients)))
        for (outcome, text), clients in signers_by_line(row).items()
    )
    table = tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows))
    return tag("div", tag("p", tag("strong", row.situation.title)), _asked(row.situation), table, _told(row.situation))


def _part(table: Dialects, columns: tuple[Column, ...]) -> Html:
    heads = (tag("th", "Situation", scope="col", style=_LEFT), tag("th", "AWS signs", scope="col", style=_LEFT))
    head = tag("thead", tag("tr", heads, map(_head, columns)))
    rows = (_row(row, [row.cells[column.client] for column in columns]) for row in table)
    drawn = tag("table", tag("caption", _caption(columns), style=_LEFT), head, tag("tbody", rows))
    return tag("div", drawn, style="overflow-x: auto", tabindex=0)


def _caption(columns: tuple[Column, ...]) -> str:
    return f"{columns[0].client} to {columns[-1].client}"


def _head(column: Column) -> Html:
    return tag("th", column.heading, tag("br"), tag("small", column.evidence.value), scope="col", style=_CELL)


def _row(row: Row, cells: list[Cell]) -> Html:
    situation = row.situation
    more = tag("details", tag("summary", situation.title), _asked(situation), _told(situation))
    name = tag("th", tag("small", situation.name), more, scope="row", style=f"{_LEFT}; min-width: 12em")
    return tag("tr", name, _td(situation.right), map(_client, cells))


def _client(cell: Cell) -> Html:
    if cell.outcome in (Outcome.RIGHT, Outcome.UNABLE):
        return _cell(_mark(cell.outcome))
    shown = cell.text if isinstance(cell.signed, Instead) else tag("code", cell.text, style=_WRAPPED)
    return _cell(_mark(cell.outcome), tag("br"), shown)


def _asked(situation: Situation) -> Html:
    return tag("pre", "\n".join(asked_lines(situation)), style=_WRAPPED)


def _told(situation: Situation) -> Html:
    return tag("p", situation.meaning, " ", tag("a", "source", href=situation.source, target="_blank", rel="noopener"))


def _mark(outcome: Outcome) -> Html:
    sign, word = outcome.value
    return join(tag("strong", sign, style=f"color: {_COLOURS[outcome]}"), f" {word}")


def _td(text: str) -> Html:
    return tag("td", tag("code", text, style=_WRAPPED), style=_CELL)


def _cell(*content: str) -> Html:
    return tag("td", *content, style=_CELL)
