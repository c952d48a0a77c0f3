"""What differs between the servers of AWS's services: clock, codes, and how much of their work they show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from sigv4_explain.verifying.refusal import Fault, Rule
from sigv4_explain.verifying.wording import Wording

_is_seconds = re.compile(r"[0-9]{1,6}").fullmatch


class CanonicalString(Enum):
    """Whether a refused signature is answered with what the server would have signed."""

    SHOWN = "the canonical request and the string to sign are in the message"
    HIDDEN = "one sentence, no more"


class PayloadHash(Enum):
    """Where the hash on the last line of the canonical request comes from; words are up to the signing rules."""

    COMPUTED = "the body received, whatever hash x-amz-content-sha256 has"
    DECLARED = "x-amz-content-sha256; the body is compared with it afterwards"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceProfile:
    """How one kind of service checks a signature and says no."""

    rules: tuple[Rule, ...]
    """In the order in which AWS applies them."""
    window: timedelta
    """How far the client's clock may be off, either way."""
    answers: Mapping[Fault, tuple[str, int]]
    """The error code and HTTP status of each fault; S3's rules have their own."""
    missing_token: Mapping[Wording, str]
    """What is said when there is no signature; S3's rule has its own words."""
    canonical_string: CanonicalString
    payload_hash: PayloadHash = PayloadHash.COMPUTED
    longest_life: timedelta | None = None
    """How long a presigned URL can count, where X-Amz-Expires is looked at and S3's rules are not."""

    def life(self, expires: str | None) -> timedelta:
        """Return how long after its date a signature counts; ``expires`` is X-Amz-Expires, if it was sent."""
        if self.longest_life is None or expires is None or not _is_seconds(expires):
            return self.window
        return min(timedelta(seconds=int(expires)), self.longest_life)
