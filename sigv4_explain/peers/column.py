"""A column of the table: all that one client does."""

from __future__ import annotations

from typing import NamedTuple

from sigv4_explain.peers.cell import Cell, Evidence


class Column(NamedTuple):
    """A client, its version (empty for this package itself), and a cell for each situation, in their order."""

    client: str
    version: str
    cells: tuple[Cell, ...]

    @property
    def evidence(self) -> Evidence:
        """How the column is known."""
        return self.cells[0].evidence

    @property
    def heading(self) -> str:
        """The client with its version, where the name has none in it."""
        names_it = self.version.startswith(self.client.rpartition(" ")[2])
        return self.client if names_it or not self.version else f"{self.client} {self.version}"
