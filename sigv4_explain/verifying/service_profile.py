"""What differs between the servers of AWS's services: clock, codes, and how much of their work they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from sigv4_explain.verifying.refusal import Fault, Rule
from sigv4_explain.verifying.wording import Wording


class CanonicalString(Enum):
    """Whether a refused signature is answered with what the server would have signed."""

    SHOWN = "the canonical request and the string to sign are in the message"
    HIDDEN = "one sentence, no more"


class PayloadHash(Enum):
    """Where the last line of the canonical request comes from."""

    COMPUTED = "the body received, whatever x-amz-content-sha256 says"
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
