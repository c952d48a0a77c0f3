"""Mistakes with the headers: which ones are signed."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.header_changes import left_out, valued
from sigv4_explain.diagnosis.header_kinds import HOP_BY_HOP, TRACING
from sigv4_explain.diagnosis.mistake import Mistake, Variant
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.masking import TOKEN_NAMES

_HOP_VALUES = ("", "close", "keep-alive", "Keep-Alive", "Close", "Upgrade", "upgrade", "trailers", "chunked")
_KNOWN = {*("host", "content-length", "expect", "user-agent", "accept-encoding", *HOP_BY_HOP, *TRACING, *TOKEN_NAMES)}
_PRESIGNED_VALUES = {
    "content-type": (
        "application/octet-stream",
        "image/png",
        "image/jpeg",
        "application/json",
        "text/plain",
        "video/mp4",
    ),
    "x-amz-acl": ("public-read", "private", "bucket-owner-full-control", "public-read-write", "authenticated-read"),
    "x-amz-server-side-encryption": ("AES256", "aws:kms"),
    "cache-control": ("no-cache", "no-store", "max-age=31536000"),
    "content-disposition": ("attachment", "inline"),
    "x-amz-storage-class": ("STANDARD_IA", "INTELLIGENT_TIERING", "STANDARD"),
}


def _hop_by_hop(case: Case) -> Iterator[Variant]:
    for name in HOP_BY_HOP:
        yield from valued(case, name, _HOP_VALUES)
    yield from left_out(case, HOP_BY_HOP)


def _content_length(case: Case) -> Iterator[Variant]:
    yield from valued(case, "content-length", ("", "0", str(len(case.request.body))))
    yield from left_out(case, ("content-length",))


def _expect(case: Case) -> Iterator[Variant]:
    yield from valued(case, "expect", ("", "100-continue", "100-Continue"))
    yield from left_out(case, ("expect",))


def _not_sent(case: Case) -> Iterator[Variant]:
    """Guess the value that was signed: a presigned URL has it only in its signature."""
    body = case.request.body
    for name, value in case.recipe.header_lines:
        if not value and not case.values_of(name):
            measured = {
                "content-length": (str(len(body)),),
                "x-amz-content-sha256": (sha256_hex(body), "UNSIGNED-PAYLOAD"),
                "x-amz-date": (case.recipe.date_time,),
            }
            yield from valued(case, name, measured.get(name, _PRESIGNED_VALUES.get(name, ())))


def _added(case: Case) -> Iterator[Variant]:
    return left_out(case, [name for name in case.recipe.signed_names if name not in _KNOWN])


HEADER_NAMES = (
    Mistake(
        slug="hop-by-hop-header-signed",
        seen=7,
        sentence="A header that counts for one connection alone was signed, and changed on the way.",
        how="Connection, TE, Upgrade and their like are written anew by each proxy.",
        fix="Never sign them.",
        step="canonical_headers",
        variants=_hop_by_hop,
        source="RFC 9110 section 7.6.1",
    ),
    Mistake(
        slug="content-length-signed",
        seen=4,
        sentence="Content-Length was signed, and arrived with another value.",
        how="The HTTP library writes it last, or sends the body in chunks without it.",
        fix="Do not sign Content-Length.",
        step="canonical_headers",
        variants=_content_length,
    ),
    Mistake(
        slug="signed-header-not-sent",
        seen=4,
        sentence="A header was signed that was not sent.",
        how="Most often a presigned URL: its Content-Type, ACL or encryption must be sent along.",
        fix="Send every header of SignedHeaders with the value that was signed.",
        step="canonical_headers",
        variants=_not_sent,
    ),
    Mistake(
        slug="expect-header-signed",
        seen=3,
        sentence="Expect was signed, and answered on the way.",
        how="The HTTP library adds Expect: 100-continue to long bodies; the first server takes it away.",
        fix="Do not sign Expect.",
        step="canonical_headers",
        variants=_expect,
    ),
    Mistake(
        slug="header-added-after-signing",
        seen=2,
        sentence="A header was added, or its name was listed, after the signature was made.",
        how="The signature does not cover it: it is missing from SignedHeaders, or only its name is there.",
        fix="Add every header before signing, and make the list from the lines.",
        step="canonical_headers",
        variants=_added,
    ),
    Mistake(
        slug="trace-header-signed",
        seen=1,
        sentence="A tracing header is in SignedHeaders that the signature does not cover as it arrived.",
        how="Load balancers and tracing libraries write these headers after signing.",
        fix="Do not sign tracing headers.",
        step="canonical_headers",
        variants=lambda case: left_out(case, TRACING),
    ),
    Mistake(
        slug="user-agent-signed",
        seen=1,
        sentence="User-Agent is in SignedHeaders, and the signature does not cover it as it arrived.",
        how="Proxies, browsers and HTTP libraries write their own.",
        fix="Do not sign User-Agent.",
        step="canonical_headers",
        variants=lambda case: left_out(case, ("user-agent",)),
    ),
)
