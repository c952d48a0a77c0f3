"""What the server has on file about a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sigv4_explain.credentials import Credentials


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key on the server's file; a temporary one has an end."""

    credentials: Credentials
    expiration: datetime | None = None
    """When the session ends, as an aware datetime; None for a key without end."""


Keys = Mapping[str, Credentials | KeyRecord]
"""Every key that the server knows, by access key id."""


def record_of(keys: Keys, access_key_id: str) -> KeyRecord | None:
    """Look a key up."""
    found = keys.get(access_key_id)
    return KeyRecord(found) if isinstance(found, Credentials) else found
