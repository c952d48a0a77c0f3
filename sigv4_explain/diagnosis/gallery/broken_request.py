"""A request that was refused, with what somebody would have at hand to find out why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sigv4_explain.diagnosis.diagnose import diagnose
from sigv4_explain.diagnosis.diagnosis import Diagnosis
from sigv4_explain.diagnosis.gathering import Inputs

_TITLES = {
    "request": "What was sent",
    "answer": "What came back",
    "client_canonical_request": "What the client says that it signed",
    "credentials": "The keys",
}


class Level(Enum):
    """How far one has to go to find the fault."""

    READ = "read what AWS says"
    COMPARE = "compare what both sides signed"
    REPLAY = "sign again, with the secret at hand"
    TWO_FAULTS = "do not stop at the first"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BrokenRequest:
    """One row of the gallery; nothing in it names the cause."""

    name: str
    """Some words to call it by."""
    level: Level
    story: str
    """Who, with which client, sees what: two or three sentences."""
    hint: str
    """Where to look, for those who ask."""
    given: Inputs
    """What the person has."""

    def evidence(self) -> Inputs:
        """Return what there is to go by, by the names under which ``diagnose`` takes it."""
        return self.given

    def diagnose(self) -> Diagnosis:
        """Give the evidence to the doctor."""
        return diagnose(**self.given._asdict())

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """What the person has: a title and a text each, the secret masked."""
        given = self.given._asdict()
        return tuple((title, str(given[name]).rstrip()) for name, title in _TITLES.items() if given[name] is not None)

    def __str__(self) -> str:
        """Write the story, and what the person has; no hint."""
        parts = [f"{title}:\n\n{text}" for title, text in self.shown]
        return "\n\n".join([f"{self.name} ({self.level.value})", self.story, *parts])

    def __repr__(self) -> str:
        return f"<BrokenRequest: {self.name}>"
