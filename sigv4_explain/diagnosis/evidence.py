"""What there is to go by: the request, AWS's answer, what the client computed, the keys, the times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sigv4_explain.capture.answers import Answer
from sigv4_explain.credentials import Credentials
from sigv4_explain.masking import fields_alone
from sigv4_explain.request import Request


class Texts(NamedTuple):
    """The two texts of a signature, as one side has them; None where nobody showed them."""

    canonical_request: str | None = None
    string_to_sign: str | None = None

    def __repr__(self) -> str:
        return fields_alone(self)


NO_TEXTS = Texts()


class Unread(NamedTuple):
    """An input that could not be read; what came is described, not shown."""

    field: str
    received: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Evidence:
    """Everything that was given, read. Its repr names what is there and shows nothing of it."""

    request: Request | None = None
    """The request as the client sent it."""
    answer: Answer | None = None
    """What AWS said."""
    credentials: Credentials | None = None
    region: str | None = None
    """Where the server is: as given, else as the answer or the host tells, else as the request says."""
    service: str | None = None
    """The service's signing name, found in the same way."""
    client: Texts = NO_TEXTS
    """What the client computed."""
    at: datetime | None = None
    """When the client signed, by a clock that is right, to the minute."""
    received_at: datetime | None = None
    """The server's clock when the request arrived: as given, else as the answer tells."""
    unread: tuple[Unread, ...] = ()

    @property
    def server(self) -> Texts:
        """What the server computed, as its answer shows it."""
        answer = self.answer
        return Texts() if answer is None else Texts(answer.canonical_request, answer.string_to_sign)

    @property
    def given(self) -> tuple[str, ...]:
        """What there is to go by, in words."""
        names = ("request", "answer", "credentials", "region", "service", "at", "received_at")
        there = [name for name in names if getattr(self, name) is not None]
        return (*there, *(f"client's {name}" for name, text in self.client._asdict().items() if text is not None))

    def __repr__(self) -> str:
        return f"<Evidence: {', '.join(self.given) or 'none'}>"
