"""One request on the server's desk: what it presents, and what the server knows: the key, and the time."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.presented import Presented
from sigv4_explain.signature import signature
from sigv4_explain.signing import scope_and_signing_key
from sigv4_explain.verifier.profile import Fault, Refusal, ServiceProfile, Wording
from sigv4_explain.verifier.reading import Reading

# What the server has on file about a key.


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


@dataclass(frozen=True, slots=True)
class Examination:
    """All that the rules look at. It ends with the last rule: a Verdict keeps the reading, and no key."""

    reading: Reading
    """The request as the server reads it."""
    presented: Presented
    """What the request says about its signature: of the reading, what the rules ask for most."""
    profile: ServiceProfile
    """How the service checks."""
    record: KeyRecord | None
    """The key that the request names, if the server has it."""
    server_time: datetime
    """What the server's clock says, in UTC."""
    wording: Wording

    def signature_matches(self) -> bool:
        """Compare in constant time; the signature that would have been right never leaves this function."""
        reading = self.reading
        if self.record is None:
            return False
        secret, day = self.record.credentials.secret_access_key, reading.presented.date_time[:8]
        _, key = scope_and_signing_key(secret, day, reading.region, reading.service)
        return same_secret(signature(key, reading.string_to_sign()), reading.presented.parameters["Signature"])

    @property
    def key_is_long_term(self) -> bool:
        """Whether the key is known and has no session token."""
        return self.record is not None and self.record.credentials.session_token is None

    def token_is_its_own(self) -> bool:
        """Tell whether a temporary key comes with its token, and a long-term key without one."""
        if self.record is None:
            return False
        token, expected = self.presented.session_token, self.record.credentials.session_token
        if token is None or expected is None:
            return token is expected
        return same_secret(token, expected)

    def session_is_over(self) -> bool:
        """Tell whether the server's clock has reached the end of the key's session."""
        end = None if self.record is None else self.record.expiration
        return end is not None and self.server_time >= end

    def refuse(self, fault: Fault, message: str) -> Refusal:
        """Refuse with this service's code and status for a fault."""
        code, status = self.profile.answers[fault]
        return Refusal(code, status, message)


def same_secret(mine: str, theirs: str) -> bool:
    """Compare two texts in a time that does not tell where they part."""
    return hmac.compare_digest(mine.encode(), theirs.encode())
