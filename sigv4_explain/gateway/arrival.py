"""A request at the door: what, when, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sigv4_explain.encoding import uri_decode
from sigv4_explain.request import Request


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as a front received it."""

    request: Request
    at: datetime
    """The front's time, an aware datetime."""
    source_ip: str

    @property
    def decoded_path(self) -> str:
        """The path without percent-encoding, as methods are looked up."""
        return uri_decode(self.request.path).decode(errors="replace") or "/"

    @property
    def user_agent(self) -> str | None:
        """What the client says it is."""
        return self.request.header("user-agent")
