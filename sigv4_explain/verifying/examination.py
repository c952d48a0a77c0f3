"""One request on the server's desk: what it presents, what the server knows, and what it computes from both."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sigv4_explain.canonical import (
    Headers,
    canonical_headers,
    canonical_query_string,
    canonical_request,
    canonical_uri,
    hashed_canonical_request,
    hashed_payload,
    signed_headers,
)
from sigv4_explain.request import Request
from sigv4_explain.rules import PresignedPayload, SigningRules, TokenPlacement
from sigv4_explain.signature import credential_scope, request_date_time, signature, string_to_sign
from sigv4_explain.signing import scope_and_signing_key
from sigv4_explain.step import Recorder, Step
from sigv4_explain.trace import Trace
from sigv4_explain.verifying.keys import KeyRecord, Keys, record_of
from sigv4_explain.verifying.presented import Carrier, Presented, is_basic_format, moment_of, presented_by
from sigv4_explain.verifying.refusal import Fault, Refusal
from sigv4_explain.verifying.service_profile import PayloadHash, ServiceProfile
from sigv4_explain.verifying.wording import Wording

CONTENT_SHA256 = "x-amz-content-sha256"


@dataclass(frozen=True, slots=True)
class Examination:
    """A request, and everything that the server holds against it."""

    request: Request
    """As it arrived."""
    presented: Presented
    """What the request says about its signature."""
    moment: datetime | None
    """When the request says that it was signed; None when that cannot be read."""
    date_time: str
    """The same in ISO 8601 basic format, as it stands in the string to sign; empty when it cannot be read."""
    credential: tuple[str, ...]
    """The elements of the credential: key id, date, Region, service, terminator."""
    record: KeyRecord | None
    """The key that the request names, if the server has it."""
    region: str
    """The Region where the server is."""
    service: str
    """The signing name of the service that it offers."""
    server_time: datetime
    """What the server's clock says, in UTC."""
    profile: ServiceProfile
    signing_rules: SigningRules
    wording: Wording

    @property
    def window(self) -> timedelta:
        """How far the request's time may be from the server's, either way."""
        return self.profile.window

    @property
    def headers(self) -> Headers:
        """The headers that the request says are signed; one that did not arrive has an empty value."""
        names, request = self.presented.signed_headers, self.request
        arrived = [pair for pair in request.headers if pair[0].lower() in names]
        missing = names - {name.lower() for name, _ in arrived}
        absent = [(name, request.default_host if name == "host" else "") for name in sorted(missing)]
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
    def declared(self) -> str | None:
        """What takes the place of the body's hash, where the server goes by the request's word."""
        if self.profile.payload_hash is PayloadHash.COMPUTED:
            return None
        declared = self.request.header(CONTENT_SHA256)
        if declared is None and self.presented.carrier is Carrier.QUERY:
            unsigned = self.signing_rules.presigned_payload is PresignedPayload.UNSIGNED
            return "UNSIGNED-PAYLOAD" if unsigned else None
        return declared

    def canonical_request(self) -> str:
        """Write the canonical request as the server sees it."""
        rules, headers = self.signing_rules, self.headers
        return canonical_request(
            self.request.method,
            canonical_uri(self.request.path, rules.path_encoding, rules.path_normalization),
            canonical_query_string(self.query),
            canonical_headers(headers),
            signed_headers(headers),
            hashed_payload(self.request.body, self.declared),
        )

    def string_to_sign(self) -> str:
        """Write the string to sign as the server sees it; the scope in it was found right before."""
        scope = "/".join(self.credential[1:])
        return string_to_sign(self.date_time, scope, hashed_canonical_request(self.canonical_request()))

    def signature_matches(self) -> bool:
        """Compare in constant time; the signature that would have been right never leaves this function."""
        if self.record is None:
            return False
        secret = self.record.credentials.secret_access_key
        _, key = scope_and_signing_key(secret, self.date_time[:8], self.region, self.service)
        return same_secret(signature(key, self.string_to_sign()), self.presented.parameters["Signature"])

    def refuse(self, fault: Fault, message: str) -> Refusal:
        """Refuse with this service's code and status for a fault."""
        code, status = self.profile.answers[fault]
        return Refusal(code, status, message)

    def trace(self) -> Trace:
        """Record what the server computed, as far as AWS would show it: up to the string to sign."""
        record, rules = Recorder(), self.signing_rules
        canonical = record(
            canonical_request,
            method=self.request.method,
            canonical_uri=record(
                canonical_uri,
                path=self.request.path,
                path_encoding=rules.path_encoding,
                path_normalization=rules.path_normalization,
            ),
            canonical_query_string=record(canonical_query_string, query=self.query),
            canonical_headers=record(canonical_headers, headers=self.headers),
            signed_headers=record(signed_headers, headers=self.headers),
            hashed_payload=record(hashed_payload, body=self.request.body, declared=self.declared),
        )
        hashed = record(hashed_canonical_request, canonical_request=canonical)
        now = record(request_date_time, at=self.date_time)
        scope = record(credential_scope, request_date_time=now, region=self.region, service=self.service)
        record(string_to_sign, request_date_time=now, credential_scope=scope, hashed_canonical_request=hashed)
        steps: tuple[Step, ...] = tuple(record.steps.values())
        return Trace(self.request, self.request, steps)


def examination_of(
    request: Request,
    keys: Keys,
    region: str,
    service: str,
    server_time: datetime,
    profile: ServiceProfile,
    signing_rules: SigningRules,
    wording: Wording,
) -> Examination:
    """Put a request on the desk: read what it presents and look its key up."""
    presented = presented_by(request, signing_rules.token_name.value)
    sent = presented.date
    moment = moment_of(sent) if sent else None
    date_time = "" if sent is None or moment is None else sent if is_basic_format(sent) else request_date_time(moment)
    credential = tuple(presented.parameters.get("Credential", "").rstrip("/").split("/"))
    return Examination(
        request,
        presented,
        moment,
        date_time,
        credential,
        record_of(keys, credential[0]),
        region,
        service,
        server_time,
        profile,
        signing_rules,
        wording,
    )


def same_secret(mine: str, theirs: str) -> bool:
    """Compare two texts in a time that does not tell where they part."""
    return hmac.compare_digest(mine.encode(), theirs.encode())
