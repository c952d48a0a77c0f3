"""What about a request was often seen to break a signature, in its headers, body, host, path and query."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import suspected
from sigv4_explain.doctor.finding import Finding
from sigv4_explain.doctor.header_advice import FORWARDED, HOP_BY_HOP, TRACING
from sigv4_explain.doctor.hosts import is_aws_host, is_loopback
from sigv4_explain.doctor.look.faults import is_framed
from sigv4_explain.doctor.places import in_header, in_signature, in_target
from sigv4_explain.encoding import trim, uri_decode
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.presented import Carrier, signed_at
from sigv4_explain.rules import PathEncoding, RepeatedParameters
from sigv4_explain.texts import records
from sigv4_explain.url import UrlParts

_LONGEST_NAME = 200

_TOUCHED: Mapping[str, tuple[Iterable[str], str]] = {
    "hop-by-hop-header-signed": (HOP_BY_HOP, "it counts for one connection alone, and each proxy writes its own"),
    "accept-encoding-modified": (["accept-encoding"], "HTTP libraries, Cloudflare and Google write their own"),
    "content-length-signed": (["content-length"], "the HTTP library writes it last"),
    "expect-header-signed": (["expect"], "the first server on the way answers it and takes it away"),
    "header-modified-by-proxy": ({*FORWARDED, "x-real-ip"} - {"x-forwarded-host"}, "each proxy adds to it"),
    "header-removed-by-proxy": (["range", "if-range"], "some CDNs take it away"),
    "trace-header-signed": ({*TRACING, "x-b3-traceid"}, "load balancers and tracing libraries write it after signing"),
    "user-agent-signed": (["user-agent"], "browsers, proxies and HTTP libraries write their own"),
    "signed-header-blanked-by-server": (
        ["x-amz-cf-id", "x-amz-id-2", "x-amz-request-id", "x-amzn-requestid"],
        "it belongs to an answer",
    ),
}
"""Headers that somebody on the way writes, by the cause that this is."""


def header_habits(case: Case) -> Iterator[Finding]:
    """Return the signed headers of this request that were often seen to break a signature."""
    values = case.signed_values
    # A paste may lack the header itself; a request that a program hands over does not.
    listed = [name.lower() for name in case.signed_names] if case.evidence.form else [name for name, _ in values]
    for slug, (names, says) in _TOUCHED.items():
        name = next((name for name in listed if name in names), None)
        if name is not None:
            where = in_header(case.request, name) or in_signature(case.request, "SignedHeaders", name)
            yield suspected(slug, f"{name} is signed: {says}.", where=where)
    yield from _odd_values(case, [pair for pair in values if pair[0] not in TOKEN_NAMES])
    yield from _sent_twice(case)
    yield from _sorted_as_lines(case)
    yield from _two_dates(case)


def _odd_values(case: Case, values: list[tuple[str, str]]) -> Iterator[Finding]:
    name, value = next((pair for pair in values if trim(pair[1]) != pair[1]), ("", ""))
    if name:
        where = in_header(case.request, name, value)
        says = f"{name} has a tab or more blanks than one in a row, of which AWS leaves one."
        yield suspected("header-value-whitespace", says, where=where, sent=value, expected=trim(value))
    name = next((name for name, value in values if not value.isascii()), "")
    if name:
        yield suspected(
            "non-ascii-header-value", f"{name} has a character that is not ASCII.", where=in_header(case.request, name)
        )


def _sent_twice(case: Case) -> Iterator[Finding]:
    names = [name.lower() for name, _ in case.request.headers if name.lower() in case.presented.signed_headers]
    name = next((name for name, count in Counter(names).items() if count > 1), None)
    if name is not None:
        says = f"{name} is sent more than once: AWS signs its values joined by a comma, many clients the last alone."
        yield suspected("duplicate-signed-header", says, where=in_header(case.request, name))


def _sorted_as_lines(case: Case) -> Iterator[Finding]:
    names = case.presented.signed_headers
    longer = [name for name in sorted(names) if len(name) <= _LONGEST_NAME and _beginnings(name) & names]
    if longer:
        says = f"{longer[0]} begins with another signed name, and a hyphen sorts before the colon of a line."
        yield suspected("headers-sorted-as-string", says, where=in_header(case.request, longer[0]))


def _beginnings(name: str) -> set[str]:
    return {name[:place] for place, character in enumerate(name) if character == "-"}


def _two_dates(case: Case) -> Iterator[Finding]:
    request = case.request
    date, amz_date = request.header("date"), request.header("x-amz-date")
    if date and amz_date:
        other = signed_at(None, date).moment
        if other is not None and case.presented.moment not in (None, other):
            says = f"Date is {date[:60]}, X-Amz-Date is {amz_date[:60]}: the clock was read twice."
            yield suspected("timestamp-differs-within-signature", says, where=in_header(case.request, "date"))


def stream_habits(case: Case) -> Iterator[Finding]:
    """Return what a body in chunks meets at servers that do not know S3's framing."""
    request = case.request
    if case.is_signed and is_framed(request) and case.is_elsewhere:
        where = in_header(request, "content-encoding") or in_header(request, "x-amz-content-sha256")
        says = "The body is sent in chunks (aws-chunked), which many servers that speak S3's protocol do not know."
        yield suspected("streaming-trailer-not-supported", says, where=where)


_WITHOUT_BODY = ("GET", "HEAD", "DELETE")
_FORM = "application/x-www-form-urlencoded"


def body_habits(case: Case) -> Iterator[Finding]:
    """Return what about the body of this request was often seen to break a signature."""
    request, body = case.request, case.request.body
    if not case.is_signed or not body:
        return
    content_type = (request.header("content-type") or "").lower()
    if request.method in _WITHOUT_BODY:
        yield suspected("body-dropped-after-signing", f"Some clients send no body with {request.method}.")
    if content_type.startswith("multipart/") and b'name="policy"' not in body.lower():
        yield suspected("body-reserialised", "The boundary of a multipart body may be drawn anew for each sending.")
    elif "json" in content_type and body[:1] in b"{[" and (b": " in body or b", " in body):
        yield suspected("body-reserialised", "There are blanks in the JSON, which some clients write without.")
    if content_type.startswith(_FORM) and (b"+" in body or b"%20" in body):
        yield suspected("body-encoding-form", "There is a blank in the form, written as + or %20.")
    encoding = request.header("content-encoding")
    if encoding and encoding.strip().lower() not in ("identity", "aws-chunked"):
        where, says = in_header(request, "content-encoding"), "The body is compressed."
        yield suspected("body-compressed-after-signing", says, where=where)
    elif not body.isascii():
        yield from _not_ascii(case)


def _not_ascii(case: Case) -> Iterator[Finding]:
    body, length = case.request.body, case.request.header("content-length")
    text = body.decode(errors="ignore")
    yield suspected("body-encoding-not-utf8", "There are characters in the body that are not ASCII.")
    if length is not None and length.strip() == str(len(text)) != str(len(body)):
        says = f"Content-Length is {len(text)}, the number of characters; the body has {len(body)} bytes."
        where = in_header(case.request, "content-length")
        yield suspected("content-length-chars-not-bytes", says, where=where)


_DEFAULT_PORTS = ("80", "443")


def host_habits(case: Case) -> Iterator[Finding]:
    """Return what about the host of this request was often seen to break a signature."""
    request = case.request
    if not case.is_signed or not case.knows("host"):
        return
    host, typed = request.host, UrlParts.of(request.url).authority
    where, sent = in_header(request, "host"), f"host:{host}"[:300]
    name, _, port = host.rpartition(":") if host.rpartition(":")[2].isdigit() else (host, "", "")
    if not is_aws_host(host) and not is_loopback(host):
        yield suspected("proxy-changed-host", _why_changed(name, case), where=where, sent=sent)
    if "://" in typed or "://" in (request.header("host") or ""):
        yield suspected("host-not-a-host-name", "The host has a scheme before it.", where=where, sent=sent)
        return
    forwarded = request.header("x-forwarded-host")
    if forwarded is not None and forwarded.strip() != host:
        yield suspected("header-added-by-proxy", "X-Forwarded-Host is another host.", where=where, sent=sent)
    if port:
        is_default = port in _DEFAULT_PORTS
        slug = "host-with-default-port" if is_default else "host-port-missing"
        leave = "leave it out" if is_default else "have it in Host, and some signers leave it out"
        yield suspected(slug, f"The host has the port {port}; HTTP clients {leave}.", where=where, sent=sent)
    if host.lower() not in (request.default_host, typed.lower()):
        says = "Host is not the URL's: some signers take the one, some the other."
        yield suspected("host-override-not-signed", says, where=where, sent=sent)
    if host != host.lower() or (typed != typed.lower() and typed.lower() == host):
        yield suspected("host-case", "The host was typed with capital letters.", where=where, sent=sent)


def _why_changed(name: str, case: Case) -> str:
    if name.endswith(".cloudfront.net"):
        return "The host is CloudFront's; the service behind it has another name."
    why = "The host is no name of AWS's own; a custom domain, a CDN or a proxy may pass on another."
    is_edge = case.reading.service == "execute-api" and case.reading.region != _REGION_OF_EDGES
    edge = f" An edge-optimized custom domain of API Gateway is signed for {_REGION_OF_EDGES}."
    return f"{why}{edge if is_edge else ''}"


_REGION_OF_EDGES = "us-east-1"


class HabitPlace(Enum):
    """Where a habit does harm."""

    ALL = "everywhere"
    S3 = "at S3"
    OTHERS = "elsewhere"


@dataclass(frozen=True, slots=True)
class PathHabit:
    """What may stand in a path: a pattern, and what it does to a signature."""

    slug: str
    is_there: str
    services: HabitPlace
    says: str


_PATH_HABITS = records("sigv4_explain.doctor.look", "path_habits.toml", PathHabit, "slug").values()


def path_habits(case: Case) -> Iterator[Finding]:
    """Return what stands in the path of this request and was often seen to break a signature."""
    if not case.is_signed:
        return
    path = case.request.path
    is_once = case.reading.signing_rules.path_encoding is PathEncoding.ONCE
    other = HabitPlace.OTHERS if is_once else HabitPlace.S3
    for habit in _PATH_HABITS:
        match = re.search(habit.is_there, path) if habit.services is not other else None
        if match:
            yield suspected(habit.slug, habit.says, where=in_target(case.request, match[0]))


_PLUS = re.compile(r"\+")

_QUERY_HABITS = (
    ("query-param-empty-value", re.compile(r"^[^=]*$"), "A parameter without = is signed with one."),
    ("plus-for-space", _PLUS, "AWS reads a plus in a query as a space, and signs %20."),
    ("plus-in-query-read-as-space", _PLUS, "If a plus was meant, it must be sent as %2B."),
    (
        "query-char-not-encoded",
        re.compile(r"[^A-Za-z0-9._~%=+-]|=[^=]*="),
        "AWS encodes every character but A-Z a-z 0-9 - . _ ~ in names and values.",
    ),
    ("xml-escaped-ampersand", re.compile(r"^amp;"), "A name begins with amp;, a rest of &amp;."),
    ("double-encoded-query", re.compile(r"%25[0-9A-Fa-f]{2}"), "A value seems to be encoded twice."),
)

_SIGNATURE_AND_TOKEN = ("X-Amz-Signature=", "X-Amz-Security-Token=", "X-Amz-S3session-Token=")


def query_habits(case: Case) -> Iterator[Finding]:
    """Return what stands in the query of this request and was often seen to break a signature."""
    if not case.is_signed or not case.request.query:
        return
    if case.presented.carrier is Carrier.QUERY:
        yield from _presigned(case)
    pieces = [piece for piece in case.reading.query.split("&") if piece and not piece.startswith("X-Amz-")]
    if not pieces:
        return
    query = "&".join(pieces)
    yield from _repeated(case)
    yield from _written_otherwise(case, pieces)
    if canonical_query_string(query).split("&") != [canonical_query_string(piece) for piece in pieces]:
        yield suspected(
            "unsorted-query", "The parameters are not sent in AWS's order.", where=in_target(case.request, query)
        )
    yield from _sorted_otherwise(case, pieces)


def _presigned(case: Case) -> Iterator[Finding]:
    _, _, after = case.request.query.partition("X-Amz-Signature=")
    pieces = after.split("&")[1:]
    added = [piece for piece in pieces if piece and not piece.startswith(_SIGNATURE_AND_TOKEN)]
    # Whoever sorts the parameters, as AWS SDK for JavaScript v3 does, writes SignedHeaders and others after Signature.
    is_sorted = any(piece.startswith("X-Amz-SignedHeaders=") for piece in pieces)
    if added and not is_sorted:
        says = "A parameter stands after X-Amz-Signature, where most clients write nothing more."
        yield suspected("extra-query-param", says, where=in_target(case.request, added[0]))
    if case.request.method == "HEAD":
        says = "The method is HEAD; most URLs are presigned for GET or PUT."
        yield suspected("method-mismatch", says, where=in_target(case.request))


def _repeated(case: Case) -> Iterator[Finding]:
    names = [piece.partition("=")[0] for piece in case.request.query.split("&") if piece]
    name = next((name for name, count in Counter(names).items() if count > 1), None)
    if name is not None:
        is_first = case.reading.signing_rules.repeated_parameters is RepeatedParameters.FIRST
        keeps = "S3 signs the first of them" if is_first else "all of them are signed, sorted by value"
        yield suspected(
            "duplicate-query-param",
            f"A parameter is there more than once: {keeps}.",
            where=in_target(case.request, name),
        )


def _written_otherwise(case: Case, pieces: list[str]) -> Iterator[Finding]:
    for slug, is_there, says in _QUERY_HABITS:
        piece = next(filter(is_there.search, pieces), None)
        if piece is not None:
            yield suspected(slug, says, where=in_target(case.request, piece))


def _sorted_otherwise(case: Case, pieces: list[str]) -> Iterator[Finding]:
    """Two wrong ways to sort: whole texts, and before encoding."""
    encoded = canonical_query_string("&".join(pieces)).split("&")
    if sorted(encoded) != encoded:
        says = "Sorted as whole texts, the parameters stand in another order than sorted by name."
        yield suspected("query-sorted-as-string", says, where=in_target(case.request))
    decoded = sorted(encoded, key=lambda piece: [uri_decode(word) for word in piece.split("=", 1)])
    if decoded != encoded:
        says = "Sorted before they are encoded, the parameters stand in another order."
        yield suspected("query-sorted-before-encoding", says, where=in_target(case.request))
