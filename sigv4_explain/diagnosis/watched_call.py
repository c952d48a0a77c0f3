"""One call of a boto3 client: what was sent, with which keys, and what came back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sigv4_explain.capture.answers import Answer
from sigv4_explain.credentials import Credentials
from sigv4_explain.diagnosis.diagnose import diagnose
from sigv4_explain.diagnosis.diagnosis import Diagnosis
from sigv4_explain.errors import InvalidCredentials, SigV4Error
from sigv4_explain.presented import Carrier, Presented, presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.signing import explain
from sigv4_explain.trace.trace import Trace


class UsedKeys(NamedTuple):
    """What botocore signed with, unchecked. Its repr shows none of it."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None

    def __repr__(self) -> str:
        return "UsedKeys(•••)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WatchedCall:
    """One request and its answer; a retry and a redirect are calls of their own."""

    operation: str
    """The API's name for what was asked, such as ``GetCallerIdentity``."""
    attempt: int
    """From 1; the second is the first retry."""
    request: Request
    """As botocore handed it to its HTTP library, which adds Host and ``Accept-Encoding: identity``, unsigned."""
    status: int | None
    """The HTTP status; None when nothing came back."""
    answer: Answer | None
    """What AWS said; None when the call was accepted, or when nothing can be read in it."""
    used_keys: UsedKeys | None = field(default=None)

    @property
    def credentials(self) -> Credentials | None:
        """The keys that were used: None for an unsigned call, and for an id or a secret that can be none.

        Warns as ``Credentials`` does when there are blanks around the secret.
        """
        try:
            return None if self.used_keys is None else Credentials(*self.used_keys)
        except InvalidCredentials:
            return None

    @property
    def region(self) -> str | None:
        """The Region that was signed; None when the request names none."""
        scope = self._presented.credential[1:]
        return scope[1] if len(scope) == 4 else None

    @property
    def service(self) -> str | None:
        """The signing name that was signed; None when the request names none."""
        scope = self._presented.credential[1:]
        return scope[2] if len(scope) == 4 else None

    def explain(self) -> Trace:
        """Compute the signature again from what was sent, with the request's own list of headers.

        The trace has the signature that was sent, unless something changed the request after it was signed. Raises
        SigV4Error for a call that was not signed in a header, with keys that are known.
        """
        presented, credentials, region, service = self._presented, self.credentials, self.region, self.service
        is_signed = presented.carrier is Carrier.HEADER and presented.algorithm == ALGORITHM
        if not is_signed or credentials is None or region is None or service is None:
            raise SigV4Error(f"{self.operation} has no Authorization header with {ALGORITHM} and keys that are known")
        rules = _rules_of(self.request, presented, service)
        return explain(
            self.request, credentials, region=region, service=service, at=presented.date_time or None, rules=rules
        )

    def diagnose(self) -> Diagnosis:
        """Look for the cause of a refusal in the request, the answer and the keys."""
        return diagnose(self.request, answer=self.answer, credentials=self.credentials)

    @property
    def _presented(self) -> Presented:
        return presented_by(self.request, "X-Amz-Security-Token")

    def __repr__(self) -> str:
        said = "no answer" if self.status is None else str(self.status)
        code = f" {self.answer.code}" if self.answer is not None and self.answer.code else ""
        return f"<WatchedCall: {self.operation}, {said}{code}>"


def _rules_of(request: Request, presented: Presented, service: str) -> SigningRules:
    """Return the service's rules with the request's own choice of headers."""
    unsigned = {name.lower() for name, _ in request.headers} - presented.signed_headers
    return replace(SigningRules.for_service(service), never_signed=frozenset(unsigned | {"authorization"}))
