"""A request on the doctor's desk: as the server would read it, and what else is known."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.presented import Carrier, Presented, presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.verifier.reading import Reading
from sigv4_explain.verifier.services import S3, profile_of

_NOT_TOLD = "-"


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """A request, read, with the evidence that it came with."""

    evidence: Evidence
    reading: Reading

    @property
    def request(self) -> Request:
        """The request as it was sent."""
        return self.reading.request

    @property
    def presented(self) -> Presented:
        """What the request says about its signature."""
        return self.reading.presented

    @property
    def is_signed(self) -> bool:
        """Whether the request carries a signature, in one place or in two."""
        return self.presented.carrier is not Carrier.NEITHER

    @property
    def is_for_s3(self) -> bool:
        """Whether the server goes by S3's rules."""
        return self.reading.profile is S3

    @property
    def signed_names(self) -> tuple[str, ...]:
        """The names in SignedHeaders, as they are written, in their order."""
        listed = self.presented.parameters.get("SignedHeaders", "")
        return tuple(listed.split(";")) if listed else ()

    @property
    def signed_values(self) -> list[tuple[str, str]]:
        """Names in lower case and values of the headers that arrived and are signed."""
        names = self.presented.signed_headers
        return [(name.lower(), value) for name, value in self.request.headers if name.lower() in names]


def desk_of(evidence: Evidence) -> Desk | None:
    """Return the request as the server would read it; None when there is none.

    A server whose place nobody knows is where the request says that it is.
    """
    request = evidence.request
    if request is None:
        return None
    credential = presented_by(request, "").credential
    own_region, own_service = credential[2:4] if len(credential) == 5 else ("", "")
    region, service = evidence.region or own_region or _NOT_TOLD, evidence.service or own_service or _NOT_TOLD
    rules = SigningRules.for_service(service)
    presented = presented_by(request, rules.token_name.value)
    return Desk(evidence, Reading(request, presented, region, service, profile_of(service), rules))
