"""A rule, which is a small function with its reason and its source; and what it returns when a request breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
