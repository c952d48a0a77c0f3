"""What an answer says of the body: its hash, its checksum, its chunks; and the switch of the client that sent it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.hosts import is_aws_host
from sigv4_explain.doctor.places import in_header, in_target
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex
from sigv4_explain.presented import Carrier
from sigv4_explain.texts import records

_HEADER, _CODE = "x-amz-content-sha256", "XAmzContentSHA256Mismatch"
_AT_AWS = re.compile(r"\.amazonaws\.com|\bcdn\b|\bproxy\b|\bnginx\b", re.IGNORECASE)
"""What speaks for S3 itself, or for something that changes bodies: else it is a server that knows no such stream."""


def payload_heard(case: Case) -> Iterator[Finding]:
    """Return why body and announced hash differ: for certain, where the answer or the request shows the two hashes."""
    if case.code != _CODE and "'x-amz-content-sha256' header does not match" not in case.words:
        return
    client = case.answer.detail("ClientComputedContentSHA256") or (case.reading.announced if case.has_request else None)
    body = case.request.body if case.has_request else b""
    server = case.answer.detail("S3ComputedContentSHA256") or (sha256_hex(body) if body else None)
    says = f"The answer's code is {case.answer.code or _CODE}."
    is_chunked = bool(client and client.startswith("STREAMING-"))
    if is_chunked or (client is None and server is None):
        yield from _of_unseen_hashes(case, says, is_chunked=is_chunked)
        return
    slug, more = _cause(client, server)
    where = in_header(case.evidence.request, _HEADER)
    is_seen = client == EMPTY_SHA256 or server is not None or slug == "content-sha256-not-hex"
    certainty = Certainty.SHOWN if is_seen else Certainty.SUSPECTED
    yield found(CAUSES[slug], certainty, says, more, where=where, sent=client, expected=server)


def _of_unseen_hashes(case: Case, says: str, *, is_chunked: bool) -> Iterator[Finding]:
    both = [
        suspected("body-changed-after-hash", "By its words another body arrived than was hashed.", says),
        suspected("streaming-trailer-not-supported", "A server that does not know chunks says it of them too.", says),
    ]
    is_of_aws = is_aws_host(case.request.host) if case.has_request else _AT_AWS.search(case.surroundings)
    yield from both if is_of_aws and not is_chunked else reversed(both)


def _cause(client: str | None, server: str | None) -> tuple[str, str]:
    if client is not None and not is_sha256(client.lower()):
        return "content-sha256-not-hex", "What the client sent is no hash in hex."
    if client == EMPTY_SHA256:
        return "empty-body-hash", "The client sent the hash of no bytes, and a body arrived."
    if server == EMPTY_SHA256:
        return "body-dropped-after-signing", "The server got no bytes, and the client sent the hash of a body."
    return "body-changed-after-hash", "The body that arrived has another hash than the client sent."


_THROUGH_CLOUDFRONT = re.compile(
    r"^[<* \t]{0,4}via: [^\n]{0,60}\.cloudfront\.net|x-cache: [a-z ]{0,20}from cloudfront"
    r"|\bd[a-z0-9]{12,14}\.cloudfront\.net(?P<path>/[^\s\"<>]{0,400})?|origin access control|\bOAC\b",
    re.IGNORECASE | re.MULTILINE,
)
_API_GATEWAY = re.compile(r"x-amz-apigw-id|\bexecute-api\b|\bAPI[ -]?Gateway\b", re.IGNORECASE)
_AT_THE_EDGE = re.compile(r"Lambda@Edge|signature-v4\b", re.IGNORECASE)
_WITH_BODY = ("POST", "PUT", "PATCH")


def origin_access_heard(case: Case) -> Iterator[Finding]:
    """Return what it means that a mismatch came through CloudFront, where nobody signed but CloudFront itself."""
    through = _THROUGH_CLOUDFRONT.search(case.surroundings)
    if not case.is_mismatch or case.presented.carrier is not Carrier.NEITHER or through is None:
        return
    if case.evidence.server.canonical_request or _API_GATEWAY.search(case.surroundings):
        return  # an API has CloudFront before it too, and a function URL shows nothing
    says = (
        "The answer came through CloudFront: its origin access control, or a function at its edge, is who signs here."
    )
    path = case.request.path if case.has_request else (through["path"] or "")
    has_body = bool(case.request.body) or case.request.method in _WITH_BODY if case.has_request else not path
    odd = re.search(r"[%+]|(?P<raw>[!'()*:;,@&$=])", path)
    if not has_body and odd:
        slug = "path-char-not-encoded" if odd["raw"] else "path-double-encoding-rule"
        where = in_target(case.request, path) if case.has_request else None
        yield suspected(slug, says, f"Signers write {odd[0]} in two ways.", where=where)
    if not _AT_THE_EDGE.search(case.surroundings):
        yield suspected("cloudfront-oac-body-hash-missing", says)


@dataclass(frozen=True, slots=True)
class ChecksumSwitch:
    """How a client is told to send checksums only where they are required."""

    client: str
    seen: str
    """The pattern by which the client is known in what was pasted."""
    switch: str
    source: str


_SWITCHES = records("sigv4_explain.doctor.listen", "checksum_switches.toml", ChecksumSwitch, "client")
_COMMONEST = ("boto3 and the AWS CLI", "AWS SDK for JavaScript v3")
_BY_SWITCH = frozenset(
    {"checksum-header-not-supported", "streaming-trailer-not-supported", "checksum-of-empty-body-presigned"}
)


def with_switch(finding: Finding, case: Case) -> Finding:
    """Put the switch of the client that the paste shows in the place of the general advice; else the two commonest."""
    if finding.cause not in _BY_SWITCH:
        return finding
    agent = (case.request.header("user-agent") or "")[:300] if case.has_request else ""
    text = f"{agent}\n{case.surroundings}"
    known = next((row for row in _SWITCHES.values() if re.search(row.seen, text)), None)
    rows = [known] if known else [_SWITCHES[name] for name in _COMMONEST]
    return replace(finding, fix=" ".join(row.switch for row in rows))
