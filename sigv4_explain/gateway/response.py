"""What a front answers: everything that is sent, and beside it why, for the log and for whoever wants to learn."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from sigv4_explain.verifying import Verdict

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer."""

    status: int
    headers: Headers
    """All of them, in the order in which AWS sends them."""
    body: bytes = field(repr=False)  # STS lends keys in it
    because: str
    """Why, in one sentence; never sent."""
    verdict: Verdict | None = None
    """What became of the signature; None when the front did not look at one."""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever the case of its name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def framing(at: datetime, content_type: str, body: bytes) -> Headers:
    """Return the headers with which every answer begins."""
    return (
        ("Date", format_datetime(at, usegmt=True)),
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Connection", "keep-alive"),
    )


def compact_json(value: Mapping[str, object]) -> bytes:
    """Write JSON as API Gateway does: without a blank.

    >>> compact_json({"message": "Forbidden"})
    b'{"message":"Forbidden"}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def extended_id(request_id: str) -> str:
    """Return the second id of a request: 15 Base64 characters and an equals sign."""
    return base64.urlsafe_b64encode(sha256(request_id.encode()).digest()[:11]).decode()
