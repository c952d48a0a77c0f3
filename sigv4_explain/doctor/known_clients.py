"""What real clients sign otherwise than AWS does: each habit is a mistake of the table in one spelling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sigv4_explain.texts import records


class Services(Enum):
    """For which services a client has its habits: S3 has rules of its own for paths."""

    S3 = "S3, which encodes a path once and keeps every segment"
    OTHERS = "all services but S3"


class Habit(NamedTuple):
    """A mistake of the table in one of its spellings."""

    slug: str
    spelling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """All that one client does to a signature where a request has room for it."""

    client: str
    """Its name and the version that was measured."""
    services: Services
    made: tuple[str, ...]
    """The habits as the table writes them: ``slug: spelling``."""
    sentence: str
    """What this client does."""
    fix: str
    """What its users can do."""
    source: str
    """Where its code is."""

    @property
    def habits(self) -> tuple[Habit, ...]:
        """In the order in which they are made."""
        return tuple([Habit(slug, spelling) for slug, _, spelling in [text.partition(": ") for text in self.made]])


DIALECTS = tuple(records("sigv4_explain.doctor", "known_clients.toml", Dialect).values())
"""Every client whose habits are known."""
