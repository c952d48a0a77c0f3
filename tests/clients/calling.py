"""A call that any client can make, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sigv4_explain import Credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is called, by whom, and where the signature has to count."""

    url: str
    keys: Credentials
    region: str
    service: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What this client alone understands."""


class Answer(NamedTuple):
    """What the client got."""

    status: int
    text: str


Client = Callable[[Call], Answer]
