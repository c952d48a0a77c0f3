"""One request on the server's desk: what it presents, and what the server knows: the key, and the time."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from sigv4_explain.presented import Presented
from sigv4_explain.signature import signature
from sigv4_explain.signing import scope_and_signing_key
from sigv4_explain.verifying.keys import KeyRecord
from sigv4_explain.verifying.reading import Reading
from sigv4_explain.verifying.refusal import Fault, Refusal
from sigv4_explain.verifying.service_profile import ServiceProfile
from sigv4_explain.verifying.wording import Wording


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
