"""A request as the server reads it: the canonical request and the string to sign that follow. No key is here."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.canonical import Headers, ToBeSigned, hashed_canonical_request, written_canonically
from sigv4_explain.preparing import declared_in_query
from sigv4_explain.request import Request
from sigv4_explain.rules import PresignedPayload, SigningRules, TokenPlacement
from sigv4_explain.signature import credential_scope, request_date_time, string_to_sign
from sigv4_explain.step import Recorder
from sigv4_explain.trace import Trace
from sigv4_explain.verifying.presented import Carrier, Presented
from sigv4_explain.verifying.service_profile import PayloadHash, ServiceProfile

CONTENT_SHA256 = "x-amz-content-sha256"


@dataclass(frozen=True, slots=True)
class Reading:
    """A request, what it presents, and the place where it arrived."""

    request: Request
    """As it arrived."""
    presented: Presented
    """What the request says about its signature."""
    region: str
    """The Region where the server is."""
    service: str
    """The signing name of the service that it offers."""
    profile: ServiceProfile
    signing_rules: SigningRules

    @property
    def headers(self) -> Headers:
        """The headers that the request says are signed; one that did not arrive has an empty value."""
        names, request = self.presented.signed_headers, self.request
        arrived = [pair for pair in request.headers if pair[0].lower() in names]
        missing = names.difference([name.lower() for name, _ in arrived])
        # A client may leave the host to the URL; HTTP/2 calls it :authority.
        absent = [(name, request.host if name in ("host", ":authority") else "") for name in missing]
        return (*arrived, *absent)

    @property
    def query(self) -> str:
        """The query string that was signed: without the signature itself."""
        query = self.request.query
        if self.presented.carrier is Carrier.QUERY:
            unsigned = {"X-Amz-Signature"}
            if self.signing_rules.token_placement is TokenPlacement.ADDED_AFTER_SIGNING:
                unsigned.add(self.signing_rules.token_name.value)
            query = "&".join([piece for piece in query.split("&") if piece.partition("=")[0] not in unsigned])
        return self.profile.kept_parameters(query)

    @property
    def announced(self) -> str | None:
        """What the header x-amz-content-sha256 says; of a presigned URL without it, the parameter of that name."""
        announced = self.request.header(CONTENT_SHA256)
        if announced is None and self.presented.carrier is Carrier.QUERY:
            return declared_in_query(self.request.query, self.signing_rules)
        return None if announced is None else announced.strip(" \t")

    @property
    def declared(self) -> str | None:
        """What takes the place of the body's hash, where the server goes by the request's word."""
        if self.profile.payload_hash is PayloadHash.COMPUTED:
            return None
        declared = self.announced
        if declared is None and self.presented.carrier is Carrier.QUERY:
            unsigned = self.signing_rules.presigned_payload is PresignedPayload.UNSIGNED
            return "UNSIGNED-PAYLOAD" if unsigned else None
        return declared

    @property
    def to_be_signed(self) -> ToBeSigned:
        """What the signature covers, as the server sees it."""
        request = self.request
        return ToBeSigned(
            request.method, request.path, self.query, self.headers, request.body, self.declared, self.signing_rules
        )

    def canonical_request(self) -> str:
        """Write the canonical request as the server sees it."""
        return written_canonically(self.to_be_signed)[0]

    def string_to_sign(self) -> str:
        """Write the string to sign as the server sees it; the scope in it was found right before."""
        scope = "/".join(self.presented.credential[1:])
        return string_to_sign(self.presented.date_time, scope, hashed_canonical_request(self.canonical_request()))

    def trace(self) -> Trace:
        """Record what the server computed, as far as AWS would show it: up to the string to sign."""
        record = Recorder()
        canonical, _ = written_canonically(self.to_be_signed, record)
        hashed = record(hashed_canonical_request, canonical_request=canonical)
        now = record(request_date_time, at=self.presented.date_time)
        scope = record(credential_scope, request_date_time=now, region=self.region, service=self.service)
        record(string_to_sign, request_date_time=now, credential_scope=scope, hashed_canonical_request=hashed)
        return Trace(self.request, self.request, tuple(record.steps.values()))
