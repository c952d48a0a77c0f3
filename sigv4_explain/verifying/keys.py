"""What the server has on file about a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, describe


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key on the server's file; a temporary one has an end. Raises InvalidInput for an end without time zone."""

    credentials: Credentials
    expiration: datetime | None = None
    """When the session ends, as an aware datetime; None for a key without end."""

    def __post_init__(self) -> None:
        end = self.expiration
        if end is not None and (not isinstance(end, datetime) or end.tzinfo is None):
            received = f"{end.isoformat()} without a time zone" if isinstance(end, datetime) else describe(end)
            raise InvalidInput("expiration", received, "an aware datetime, or None")


Keys = Mapping[str, Credentials | KeyRecord]
"""Every key that the server knows, by access key id."""


def record_of(keys: Keys, access_key_id: str) -> KeyRecord | None:
    """Look a key up. Raises InvalidInput for an entry that is no key."""
    found = keys.get(access_key_id)
    if found is None or isinstance(found, KeyRecord):
        return found
    if not isinstance(found, Credentials):
        raise InvalidInput(f"keys[{access_key_id!r}]", type(found).__name__, "Credentials or KeyRecord")
    return KeyRecord(found)
