"""What a rule is and what a refusal, and what differs between AWS's services: their words, codes and clocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from sigv4_explain.masking import masked_lines


class Fault(Enum):
    """The kinds of refusal that services outside S3 share; each service has its own code and status for them."""

    MISSING_TOKEN = "no signature at all"  # noqa: S105 -- a kind of refusal, no password
    INCOMPLETE_SIGNATURE = "a signature that cannot be read"
    INVALID_SIGNATURE = "a signature that does not count here and now"
    UNRECOGNIZED_CLIENT = "a key or a session token that nobody has"
    EXPIRED_TOKEN = "a session that is over"  # noqa: S105 -- a kind of refusal, no password


class Stage(Enum):
    """How far the server has come; API Gateway looks for the method called between the two."""

    READING = "what the request presents"
    CHECKING = "whether that counts"
    BODY = "whether the body is the one that was announced"


@dataclass(frozen=True, slots=True, repr=False)
class Refusal:
    """AWS's answer to a request that breaks a rule.

    AWS repeats what was signed, the session token too, and so does ``message``. The repr masks it.
    """

    code: str
    """AWS's error code, such as ``InvalidSignatureException``."""
    status: int
    """The HTTP status."""
    message: str
    """AWS's words."""
    details: tuple[tuple[str, str], ...] = ()
    """Further elements of S3's answer, by name."""

    def __repr__(self) -> str:
        details = "".join([f", {name}" for name, _ in self.details])
        return f"Refusal({self.code!r}, {self.status}, {masked_lines(self.message)!r}{details})"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the server looks at."""

    name: str
    """The function's name."""
    title: str
    """What holds when the rule is kept, as a sentence."""
    why: str
    """What would go wrong without it, in one sentence."""
    source: str
    """Where the rule or AWS's words were read."""
    stage: Stage
    check: Callable[[Any], Refusal | None]
    """Takes an Examination, which stands above; returns the refusal, or None when the rule is kept."""


def rule(
    title: str, *, why: str, source: str, stage: Stage = Stage.CHECKING
) -> Callable[[Callable[[Any], Refusal | None]], Rule]:
    """Make a rule of the function below it."""
    return lambda check: Rule(check.__name__, title, why, source, stage, check)


# AWS changed the words of its refusals: both are here.


class Wording(Enum):
    """Which of AWS's two wordings a refusal has."""

    CURRENT = "seen since about 2023: what the caller sent is hashed or left out"
    CLASSIC = "seen until about 2023: what the caller sent is repeated"


# What differs between the servers of AWS's services: clock, codes, and how much of their work they show.

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
