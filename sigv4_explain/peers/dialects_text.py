"""The table as text, at most 100 columns wide: the signs of all clients, then each situation with its lines."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from sigv4_explain.peers.cell import Outcome
from sigv4_explain.peers.dialects import Dialects, Row
from sigv4_explain.peers.situation import Situation

WIDTH = 100
MEANINGS = {
    Outcome.RIGHT: "the line that AWS signs",
    Outcome.ACCEPTED: "not that line, but one that fits what this client sends",
    Outcome.DIFFERENT: "another line than AWS's rules give: AWS refuses it",
    Outcome.UNABLE: "such a request cannot be given to the client",
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


def row_text(row: Row) -> str:
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


def signers_by_line(row: Row) -> dict[tuple[Outcome, str], list[str]]:
    """Return who signs each line, the right one first; AWS is the first to sign that."""
    found = {(Outcome.RIGHT, row.situation.right): ["AWS"]}
    for outcome in Outcome:
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
