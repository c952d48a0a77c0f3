"""What programs were answered when they ran, for readers who have not their client: kept in programs.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

from sigv4_explain.credentials import Credentials
from sigv4_explain.peers.cell import Evidence
from sigv4_explain.request import Request


class Ran(NamedTuple):
    """What a program sent, what it was answered, and whether it ran now or was recorded."""

    request: Request
    """As it arrived."""
    status: int
    text: str
    evidence: Evidence

    def __repr__(self) -> str:
        return f"<Ran: {self.status}, {self.evidence.value}>"


def key_of(code: str, credentials: Credentials) -> str:
    """Return how a recorded run is found: by the program, and by what sort of keys it had."""
    kind = f"{credentials.access_key_id[:4]} {credentials.session_token is not None}"
    return sha256(f"{kind}\n{code}".encode()).hexdigest()


def recorded_run(code: str, credentials: Credentials) -> Ran | None:
    """Return a program's recorded run; None when it was never recorded."""
    found = _programs().get(key_of(code, credentials))
    if found is None:
        return None
    headers = [(name, value) for name, value in found["headers"]]
    request = Request(found["method"], found["url"], headers, found["body"])
    return Ran(request, found["status"], found["text"], Evidence.RECORDED)


def as_recorded(ran: Ran) -> dict[str, Any]:
    """Return a run as it is kept; its body must be text."""
    request = ran.request
    return {
        "method": request.method,
        "url": request.url,
        "headers": [list(pair) for pair in request.headers],
        "body": request.body.decode(),
        "status": ran.status,
        "text": ran.text,
    }


@cache
def _programs() -> Mapping[str, dict[str, Any]]:
    programs: dict[str, dict[str, Any]] = json.loads(
        files(__package__).joinpath("programs.json").read_text(encoding="utf-8")
    )
    return programs
