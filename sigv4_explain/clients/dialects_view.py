"""The table as static HTML: no style sheet, no script, so that GitHub and an untrusted JupyterLab show it whole."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from sigv4_explain.clients.cell import Acceptance, Cell, Column, Instead
from sigv4_explain.clients.dialects import Dialects, SituationRow
from sigv4_explain.clients.situations import Situation
from sigv4_explain.drawing.markup import LEFT, Html, headed_table, join, link, tag

WIDTH = 100
MEANINGS = {
    Acceptance.RIGHT: "the line that AWS signs",
    Acceptance.ACCEPTED: "not that line, but one that fits what this client sends",
    Acceptance.DIFFERENT: "another line than AWS's rules give: AWS refuses it",
    Acceptance.UNABLE: "such a request cannot be given to the client",
}
"""What an outcome says."""
_LABEL = 12
_CLIENTS = " " * 15
_UNBROKEN = "\N{NO-BREAK SPACE}"


def dialects_text(table: Dialects) -> str:
    """Write the table: what the signs say, who the columns are, the signs, and each row by itself."""
    signs = "\n".join(f"{outcome!s:{_LABEL}}{meaning}" for outcome, meaning in MEANINGS.items())
    clients = "\n".join(
        f"{number:2}  {column.heading}, {column.evidence.value}" for number, column in enumerate(table.columns, 1)
    )
    return "\n\n".join([signs, clients, "\n".join(_matrix(table)), *map(row_text, table.rows)])


def row_text(row: SituationRow) -> str:
    """Write a situation: the request, the lines with who signs them, what that does to a user, and the source."""
    situation = row.situation
    lines = [f"{situation.name}: {situation.title}", *asked_lines(situation)]
    for (outcome, text), clients in signers_by_line(row).items():
        lines += _labelled(str(outcome), text)
        lines += _listed(clients)
    return "\n".join([*lines, *wrap(situation.meaning, WIDTH, break_on_hyphens=False), situation.source])


def asked_lines(situation: Situation) -> list[str]:
    """Return the request that every client is given, as text."""
    request = situation.request
    return [f"{request.method} {request.url}", *[f"{name}: {value}" for name, value in request.headers]]


def signers_by_line(row: SituationRow) -> dict[tuple[Acceptance, str], list[str]]:
    """Return who signs each line, the right one first; AWS is the first to sign that."""
    found = {(Acceptance.RIGHT, row.situation.right): ["AWS"]}
    for outcome in Acceptance:
        for client, cell in row.cells.items():
            if cell.outcome is outcome:
                found.setdefault((outcome, cell.text), []).append(client)
    return found


def _matrix(table: Dialects) -> Iterator[str]:
    width = max(len(row.situation.name) for row in table)
    yield " " * width + "".join(f"{number:3}" for number, _ in enumerate(table.columns, 1))
    for row in table:
        yield f"{row.situation.name:{width}}" + "".join(f"{cell.outcome.value[0]:>3}" for cell in row.cells.values())


def _listed(clients: list[str]) -> list[str]:
    joined = ", ".join([client.replace(" ", _UNBROKEN) for client in clients])
    lines = wrap(joined, WIDTH, initial_indent=_CLIENTS, subsequent_indent=_CLIENTS, break_on_hyphens=False)
    return [line.replace(_UNBROKEN, " ") for line in lines]


def _labelled(label: str, text: str) -> Iterator[str]:
    lines = [piece for line in text.split("\n") for piece in wrap(line, WIDTH - _LABEL, break_on_hyphens=False)]
    for number, line in enumerate(lines):
        yield f"{label if number == 0 else '':{_LABEL}}{line}"


_CELL = f"{LEFT}; min-width: 7em; overflow-wrap: anywhere"
_ABREAST = 6
_WRAPPED = "white-space: pre-wrap; overflow-wrap: anywhere"
_COLOURS = {
    Acceptance.RIGHT: "#2f9350",
    Acceptance.ACCEPTED: "#b07b1a",
    Acceptance.DIFFERENT: "#e0463c",
    Acceptance.UNABLE: "#7f8a94",
}


def dialects_html(table: Dialects) -> Html:
    """Draw the table: a row for each situation, a column for each client; only lines that are not right are written.

    It is drawn in parts of a few clients each, so that the situation stays in sight on a page of usual width.
    """
    says = (tag("li", _mark(outcome), f": {meaning}") for outcome, meaning in MEANINGS.items())
    parts = (table.columns[first : first + _ABREAST] for first in range(0, len(table.columns), _ABREAST))
    return tag("div", tag("ul", says), (_part(table, columns) for columns in parts))


def row_html(row: SituationRow) -> Html:
    """Draw a situation by itself: each line with those who sign it."""
    rows = (
        tag("tr", _cell(_mark(outcome)), _td(text), _cell(", ".join(clients)))
        for (outcome, text), clients in signers_by_line(row).items()
    )
    table = headed_table(("Outcome", "What is signed", "Who signs it"), rows)
    return tag("div", tag("p", tag("strong", row.situation.title)), _asked(row.situation), table, _told(row.situation))


def _part(table: Dialects, columns: tuple[Column, ...]) -> Html:
    heads = (tag("th", "Situation", scope="col", style=LEFT), tag("th", "AWS signs", scope="col", style=LEFT))
    head = tag("thead", tag("tr", heads, map(_head, columns)))
    rows = (_row(row, [row.cells[column.client] for column in columns]) for row in table)
    drawn = tag("table", tag("caption", _caption(columns), style=LEFT), head, tag("tbody", rows))
    return tag("div", drawn, style="overflow-x: auto", tabindex=0)


def _caption(columns: tuple[Column, ...]) -> str:
    return f"{columns[0].client} to {columns[-1].client}"


def _head(column: Column) -> Html:
    return tag("th", column.heading, tag("br"), tag("small", column.evidence.value), scope="col", style=_CELL)


def _row(row: SituationRow, cells: list[Cell]) -> Html:
    situation = row.situation
    more = tag("details", tag("summary", situation.title), _asked(situation), _told(situation))
    name = tag("th", tag("small", situation.name), more, scope="row", style=f"{LEFT}; min-width: 12em")
    return tag("tr", name, _td(situation.right), map(_client, cells))


def _client(cell: Cell) -> Html:
    if cell.outcome in (Acceptance.RIGHT, Acceptance.UNABLE):
        return _cell(_mark(cell.outcome))
    shown = cell.text if isinstance(cell.signed, Instead) else tag("code", cell.text, style=_WRAPPED)
    return _cell(_mark(cell.outcome), tag("br"), shown)


def _asked(situation: Situation) -> Html:
    return tag("pre", "\n".join(asked_lines(situation)), style=_WRAPPED)


def _told(situation: Situation) -> Html:
    return tag("p", situation.meaning, " ", link("source", situation.source))


def _mark(outcome: Acceptance) -> Html:
    sign, word = outcome.value
    return join(tag("strong", sign, style=f"color: {_COLOURS[outcome]}"), f" {word}")


def _td(text: str) -> Html:
    return tag("td", tag("code", text, style=_WRAPPED), style=_CELL)


def _cell(*content: str) -> Html:
    return tag("td", *content, style=_CELL)
