"""A signed request as a draft whose every part can be spoilt by itself, while the rest stays rightly signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import quote

from sigv4_explain import (
    Credentials,
    KeyRecord,
    Request,
    SigningRules,
    Verdict,
    Wording,
    canonical_headers,
    canonical_query_string,
    canonical_request,
    canonical_uri,
    date_key,
    date_region_key,
    date_region_service_key,
    hashed_canonical_request,
    hashed_payload,
    hmac_sha256,
    sha256_hex,
    signed_headers,
    string_to_sign,
    verify,
)
from sigv4_explain.presented import Carrier
from tests.core.examples import ALICE, MOMENT
from tests.verifier.parts import PROFILES

REGION = "us-east-1"
HOST = "abc.example.com"
BOB = Credentials("ASIABOB", "bobs-secret", "bobs/own+token==")
EVE = Credentials("ASIAEVE", "eves-secret", "eves/own+token==")
NOON, LATER = "2015-08-30T12:36:00+00:00", "2015-08-30T18:00:00+00:00"


def server_keys() -> dict[str, Credentials | KeyRecord]:
    """Return what the server knows: Alice for good, Bob for the afternoon, Eve until a second ago."""
    return {
        ALICE.access_key_id: ALICE,
        BOB.access_key_id: KeyRecord(BOB, datetime.fromisoformat(LATER)),
        EVE.access_key_id: KeyRecord(EVE, datetime.fromisoformat(NOON)),
    }


SECRETS = {key.access_key_id: key.secret_access_key for key in (ALICE, BOB, EVE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a client presents, part by part, and the server's clock."""

    service: str
    carrier: Carrier = Carrier.HEADER
    algorithm: str = "AWS4-HMAC-SHA256"
    key_id: str = ALICE.access_key_id
    scope: tuple[str, ...] = ()
    """Date, Region, service, terminator; the right ones unless given."""
    more_credential: str = ""
    parts: tuple[str, ...] = ("Credential", "SignedHeaders", "Signature")
    extra: str = ""
    """A further piece of the Authorization header."""
    date: str | None = MOMENT
    signed: tuple[str, ...] = ("host", "x-amz-date")
    token: str | None = None
    signature: str | None = None
    expires: str = "300"
    announced: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    path: str = "/a%20b"
    query: str = "b=2&a=1"
    body: bytes = b"body"
    clock: str = MOMENT
    wording: Wording = Wording.CURRENT
    keys: Mapping[str, Credentials | KeyRecord] = field(default_factory=server_keys)

    @property
    def is_s3(self) -> bool:
        """Whether S3's rules of signing apply."""
        return self.service == "s3"

    @property
    def scope_parts(self) -> tuple[str, ...]:
        """The scope that the client presents, and signs for."""
        return self.scope or (MOMENT[:8], REGION, self.service, "aws4_request")

    def verdict(self) -> Verdict:
        """Let the server judge."""
        return verify(
            self.request(), self.keys, region=REGION, service=self.service, at=self.clock, wording=self.wording
        )

    def request(self) -> Request:
        """Write the request."""
        return self._with_query() if self.carrier is Carrier.QUERY else self._with_header()

    def _values(self) -> dict[str, str]:
        credential = "/".join((self.key_id, *self.scope_parts)) + self.more_credential
        return {"Credential": credential, "SignedHeaders": ";".join(sorted(self.signed)), "Signature": ""}

    def _with_header(self) -> Request:
        query = f"{self.query}&X-Amz-Algorithm=AWS4-HMAC-SHA256" if self.carrier is Carrier.BOTH else self.query
        headers = [("Host", HOST), *self.headers]
        if self.date is not None:
            headers.append(("X-Amz-Date", self.date))
        if self.token is not None:
            headers.append(("X-Amz-Security-Token", self.token))
        if self.is_s3 and self.announced != "":
            headers.append(("x-amz-content-sha256", self.announced or sha256_hex(self.body)))
        values = self._values()
        announced = dict(headers).get("x-amz-content-sha256")
        values["Signature"] = self._signature(query, headers, announced)
        pieces = [f"{name}={values[name]}" for name in self.parts] + [self.extra] * bool(self.extra)
        if self.carrier is not Carrier.NEITHER:
            headers.append(("Authorization", f"{self.algorithm} {', '.join(pieces)}".strip()))
        return Request("POST", f"https://{HOST}{self.path}?{query}", headers, self.body)

    def _with_query(self) -> Request:
        values = self._values()
        parameters = {"X-Amz-Algorithm": self.algorithm, "X-Amz-Date": self.date, "X-Amz-Expires": self.expires}
        parameters |= {f"X-Amz-{name}": values[name] for name in self.parts if name != "Signature"}
        parameters["X-Amz-Security-Token"] = self.token
        pieces = [f"{name}={quote(value, safe='')}" for name, value in parameters.items() if value is not None]
        query = "&".join([self.query, *pieces])
        headers = [("Host", HOST), *self.headers]
        signature = self._signature(query, headers, "UNSIGNED-PAYLOAD" if self.is_s3 else None)
        if "Signature" in self.parts:
            query = f"{query}&X-Amz-Signature={signature}"
        return Request("POST", f"https://{HOST}{self.path}?{query}", headers, self.body)

    def _signature(self, query: str, headers: list[tuple[str, str]], declared: str | None) -> str:
        """Sign what is presented, however wrong, so that nothing else is wrong."""
        if self.signature is not None:
            return self.signature
        rules = SigningRules.for_service(self.service)
        covered = tuple(pair for pair in headers if pair[0].lower() in self.signed)
        canonical = canonical_request(
            "POST",
            canonical_uri(self.path, rules.path_encoding, rules.path_normalization),
            canonical_query_string(query),
            canonical_headers(covered),
            signed_headers(covered),
            hashed_payload(self.body, declared),
        )
        day, region, service, terminator = (*self.scope_parts, "", "", "", "")[:4]
        key = date_region_key(date_key(SECRETS.get(self.key_id, "unknown"), day), region)
        key = hmac_sha256(date_region_service_key(key, service), terminator)
        text = string_to_sign(self.date or "", "/".join(self.scope_parts), hashed_canonical_request(canonical))
        return hmac_sha256(key, text).hex()


def fresh(service: str) -> Draft:
    """Return a draft that breaks no rule."""
    assert service in PROFILES
    draft = Draft(service=service)
    return replace(draft, signed=(*draft.signed, "x-amz-content-sha256")) if draft.is_s3 else draft
