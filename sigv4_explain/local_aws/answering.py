"""What every front does: take a request as it arrived, ask who calls and whether it may, and answer as AWS does."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from sigv4_explain.encoding import uri_decode
from sigv4_explain.local_aws.cloud import Caller, Cloud
from sigv4_explain.local_aws.iam import Access, Anonymous, Decision, Policy, evaluate, request_context
from sigv4_explain.request import Request
from sigv4_explain.verifier import Verdict, verify

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request as a front received it: what, when, and from where."""

    request: Request
    at: datetime
    """The front's time, an aware datetime."""
    source_ip: str

    @property
    def decoded_path(self) -> str:
        """The path without percent-encoding, as methods are looked up."""
        return uri_decode(self.request.path).decode(errors="replace") or "/"

    @property
    def user_agent(self) -> str | None:
        """What the client says it is."""
        return self.request.header("user-agent")


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer."""

    status: int
    headers: Headers
    """All of them, in the order in which AWS sends them."""
    body: bytes = field(repr=False)  # STS lends keys in it
    because: str
    """Why, in one sentence; never sent."""
    verdict: Verdict | None = None
    """What became of the signature; None when the front did not look at one."""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever the case of its name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def framing(at: datetime, content_type: str, body: bytes) -> Headers:
    """Return the headers with which every answer begins."""
    return (
        ("Date", format_datetime(at, usegmt=True)),
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Connection", "keep-alive"),
    )


def compact_json(value: Mapping[str, object]) -> bytes:
    """Write JSON as API Gateway does: without a blank.

    >>> compact_json({"message": "Forbidden"})
    b'{"message":"Forbidden"}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def extended_id(request_id: str) -> str:
    """Return the second id of a request: 15 Base64 characters and an equals sign."""
    return base64.urlsafe_b64encode(sha256(request_id.encode()).digest()[:11]).decode()


def check_signature(cloud: Cloud, arrival: Arrival, service: str) -> Verdict:
    """Ask verify who calls, with the keys, the Region and the wording of this cloud."""
    return verify(
        arrival.request,
        cloud.keys,
        region=cloud.world.region,
        service=service,
        at=arrival.at,
        wording=cloud.wording,
    )


def broken_rule(verdict: Verdict) -> str:
    """Say for the log which rule was broken."""
    return f"rule {verdict.number} does not hold: {verdict.rule.title}" if verdict.rule else "every rule is kept"


def ask_iam(
    caller: Caller | None,
    arrival: Arrival,
    action: str,
    resource: str,
    resource_policy: Policy | None,
    service_keys: Mapping[str, str] | None = None,
) -> tuple[Access, Decision]:
    """Evaluate the policies of the caller and of the resource; no caller is anybody who did not sign.

    ``service_keys`` are the condition keys that the service adds, such as ``sts:ExternalId``.
    """
    principal = Anonymous() if caller is None else caller.principal
    context = request_context(
        principal,
        source_ip=arrival.source_ip,
        user_agent=arrival.user_agent,
        service_keys=service_keys,
    )
    access = Access(principal, action, resource, context)
    own = () if caller is None else (*caller.policies, caller.session_policy)
    return access, evaluate(access, [policy for policy in (*own, resource_policy) if policy is not None])
