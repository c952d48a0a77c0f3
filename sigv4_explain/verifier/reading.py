"""A request on the server's desk: how it is read, what its signature covers, and the key and time to judge it by."""

from __future__ import annotations

import hmac
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sigv4_explain.canonical import (
    Headers,
    StepFunction,
    canonical_query_string,
    hashed_canonical_request,
    plain,
    written_canonically,
)
from sigv4_explain.credentials import Credentials
from sigv4_explain.encoding import is_sha256
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.presented import Carrier, Presented, announced_payload, covered_headers, unsigned_query
from sigv4_explain.request import Request
from sigv4_explain.rules import UNSIGNED_PAYLOAD, PresignedPayload, RepeatedParameters, SigningRules
from sigv4_explain.signature import credential_scope, request_date_time, signature, string_to_sign
from sigv4_explain.signing import scope_and_signing_key
from sigv4_explain.trace.step import Recorder
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifier.profile import Fault, PayloadHash, Refusal, ServiceProfile, Wording

CONTENT_SHA256 = "x-amz-content-sha256"
_HOST_NAMES = frozenset({"host", ":authority"})
"""A client may leave the host to the URL; HTTP/2 calls it :authority."""
_is_word = re.compile(r"UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+").fullmatch


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
        return covered_headers(self.request, self.presented.signed_headers)

    @property
    def absent(self) -> list[str]:
        """The names of signed headers that did not arrive, but for the host, which the URL has too."""
        return sorted(self._not_arrived - _HOST_NAMES)

    @property
    def _not_arrived(self) -> frozenset[str]:
        return self.presented.signed_headers.difference([name.lower() for name, _ in self.request.headers])

    @property
    def query(self) -> str:
        """The query string that was signed: without the signature itself. A second one is a change on the way."""
        query = self.request.query
        if self.presented.carrier is Carrier.QUERY:
            query = unsigned_query(query, self.signing_rules)
        return query

    @property
    def repeated(self) -> list[str]:
        """The names of parameters that are sent again, percent-encoded, where the first value alone is signed."""
        if self.signing_rules.repeated_parameters is RepeatedParameters.ALL:
            return []
        pieces = [piece.partition("=")[0] for piece in self.query.split("&") if piece]
        counted = Counter([canonical_query_string(f"{name}=").removesuffix("=") for name in pieces])
        return [name for name, count in counted.items() if count > 1]

    @property
    def announced(self) -> str | None:
        """What the header x-amz-content-sha256 says; of a presigned URL without it, the parameter of that name."""
        announced = announced_payload(self.request, self.signing_rules, self.presented.carrier)
        return None if announced is None else announced.strip(" \t")

    @property
    def declared(self) -> str | None:
        """What takes the place of the body's hash, where the server goes by the request's word."""
        announced, rules = self.announced, self.signing_rules
        if announced is None and self.presented.carrier is Carrier.QUERY:
            return UNSIGNED_PAYLOAD if rules.presigned_payload is PresignedPayload.UNSIGNED else None
        if announced and self.profile.payload_hash is PayloadHash.COMPUTED and not _is_word(announced):
            announced = None
        return rules.declared(announced)

    @property
    def body_is_hashed(self) -> bool:
        """Whether a hash of the body stands in the canonical request, and no word in its place."""
        return self.declared is None or bool(is_sha256(self.declared))

    def written(self, taken: Callable[[StepFunction], StepFunction] = plain) -> tuple[str, str]:
        """Return the canonical request and the signed headers, as the server sees them."""
        sent, rules = self.request, self.signing_rules
        return written_canonically(
            sent.method, sent.path, self.query, self.headers, sent.body, self.declared, rules, taken
        )

    def canonical_request(self) -> str:
        """Write the canonical request as the server sees it."""
        return self.written()[0]

    def string_to_sign(self) -> str:
        """Write the string to sign as the server sees it; the scope in it was found right before."""
        scope = "/".join(self.presented.credential[1:])
        return string_to_sign(self.presented.date_time, scope, hashed_canonical_request(self.canonical_request()))

    def trace(self) -> Trace:
        """Record what the server computed, as far as AWS would show it: up to the string to sign."""
        record = Recorder()
        canonical, _ = self.written(record.recorded)
        hashed = record(hashed_canonical_request, canonical_request=canonical)
        now = record(request_date_time, at=self.presented.date_time)
        scope = record(credential_scope, request_date_time=now, region=self.region, service=self.service)
        record(string_to_sign, request_date_time=now, credential_scope=scope, hashed_canonical_request=hashed)
        return Trace(self.request, self.request, tuple(record.steps.values()))


class Unchecked(NamedTuple):
    """A part of an accepted request that nothing was compared with: named, so that nobody takes it for checked."""

    name: str
    """Such as ``the body``, to stand after “not checked here:”."""
    why: str
    """What that means, in a sentence."""


def unchecked_in(reading: Reading) -> Iterator[Unchecked]:
    """Return what the signature of a request leaves open, and this server does not look at.

    Source of the words: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
    """
    if reading.declared is not None and not reading.body_is_hashed:
        yield from _body(reading, reading.declared)
    if reading.repeated:
        why = "The first value of each is signed; whatever comes after it may be changed or added on the way."
        yield Unchecked(f"the repeats of {', '.join(reading.repeated)}", why)
    if reading.absent:
        why = "They are signed and did not arrive; each counts as empty, for a header without a value may be lost."
        yield Unchecked(f"the headers {', '.join(reading.absent)}", why)


def _body(reading: Reading, word: str) -> Iterator[Unchecked]:
    if word == UNSIGNED_PAYLOAD:
        is_silent = reading.announced is None and reading.presented.carrier is Carrier.QUERY
        why = "A presigned URL may leave it open" if is_silent else f"{word} stands in place of its hash"
        yield Unchecked("the body", f"{why}: any body would be accepted.")
    elif word.endswith("-EVENTS"):
        why = "Each message has a signature of its own, made with the one before it; none is computed here."
        yield Unchecked("the event messages", why)
    elif "UNSIGNED" in word:
        yield Unchecked("the body", f"By {word} its chunks are not signed: any body would be accepted.")
    else:
        why = "Each chunk has a signature of its own, made with the one before it; none is computed here."
        yield Unchecked("the chunks of the body", why)
    if word.endswith("-TRAILER"):
        yield Unchecked("the trailers", "They have the body's checksum, which is not compared here.")


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
