"""dialects: where clients differ in what they sign, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sigv4_explain.clients.cell import VERSIONS, Acceptance, Cell, Column, KnownBy, measured, recorded
from sigv4_explain.clients.situations import REGION, SITUATIONS, Situation
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.shown import Shown
from sigv4_explain.signing import sign

OURS = "sigv4_explain"
"""This package's own column; it is measured each time."""
_NOW = "20150830T123600Z"


@dataclass(frozen=True, slots=True)
class SituationRow(Shown):
    """One situation, and what each client does in it."""

    situation: Situation
    cells: dict[str, Cell]
    """By the names of the clients."""

    @property
    def refused(self) -> tuple[str, ...]:
        """The clients that AWS refuses here."""
        return tuple(client for client, cell in self.cells.items() if cell.outcome is Acceptance.DIFFERENT)

    def __repr__(self) -> str:
        return f"<Row {self.situation.name}: {len(self.cells)} clients>"


@dataclass(frozen=True, slots=True)
class Dialects(Shown):
    """The table: a row for each situation, a column for each client. It prints, and draws itself in a notebook."""

    columns: tuple[Column, ...]

    @property
    def rows(self) -> tuple[SituationRow, ...]:
        """The table, situation by situation."""
        return tuple(
            SituationRow(situation, {column.client: column.cells[number] for column in self.columns})
            for number, situation in enumerate(SITUATIONS)
        )

    def __iter__(self) -> Iterator[SituationRow]:
        return iter(self.rows)

    def __getitem__(self, name: str) -> SituationRow:
        """Return the row of a situation. Raises InvalidInput for a name that is none."""
        for row in self.rows:
            if row.situation.name == name:
                return row
        names = ", ".join(situation.name for situation in SITUATIONS)
        raise InvalidInput("situation", describe(name), f"one of {names}")

    def __repr__(self) -> str:
        return f"<Dialects: {len(SITUATIONS)} situations, {len(self.columns)} clients>"


def dialects(evidence: KnownBy = KnownBy.LIVE) -> Dialects:
    """Return what each client signs where clients differ, and whether AWS agrees.

    With ``KnownBy.LIVE`` the clients in Python that are installed sign now, and the others' cells are recorded; with
    ``KnownBy.RECORDED`` nothing is loaded and all cells are recorded, but for this package's own. Nothing is sent:
    what AWS signs is worked out by its rules, as this package follows them.

    >>> cell = dialects(KnownBy.RECORDED)["query-plus"].cells["botocore"]
    >>> cell.signed, str(cell.outcome)
    ('q=a+b', '✗ different')
    """
    return Dialects((*[_column(client, evidence) for client in VERSIONS], _ours()))


def _column(client: str, evidence: KnownBy) -> Column:
    found = _live(client) if evidence is KnownBy.LIVE else None
    return found or Column(client, VERSIONS[client], tuple(recorded(client, situation) for situation in SITUATIONS))


def _live(client: str) -> Column | None:
    from sigv4_explain.clients.live import SIGNERS, live_column

    return live_column(client) if client in SIGNERS else None


def _ours() -> Column:
    signed = [
        sign(situation.request, EXAMPLE, region=REGION, service=situation.service, at=_NOW) for situation in SITUATIONS
    ]
    cells = tuple(measured(request, situation, ()) for request, situation in zip(signed, SITUATIONS, strict=True))
    return Column(OURS, "", cells)
