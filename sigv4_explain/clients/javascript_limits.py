"""What a client for Node cannot sign or send, said in its code. Each was seen with the client itself."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.clients.client import Call
from sigv4_explain.clients.notes import (
    DOTS_IN_A_KEY,
    REPEATED_IN_S3,
    S3_EXPRESS,
    Note,
    has_body_without_type,
    has_empty_segments,
    has_header_beyond_ascii,
    is_s3,
    path_of,
)
from sigv4_explain.encoding import uri_decode
from sigv4_explain.rules import ContentSha256


def body_with_get(call: Call) -> bool:
    """Tell whether a GET or HEAD has a body."""
    return bool(call.request.body) and call.request.method in ("GET", "HEAD")


def host_of_its_own(call: Call) -> bool:
    """Tell whether the Host header is another than the URL's."""
    return call.request.header("host") is not None


def parameter_without_name(call: Call) -> bool:
    """Tell whether a query parameter has an empty name."""
    return any(piece.startswith("=") for piece in call.request.query.split("&"))


def query_beyond_utf8(call: Call) -> bool:
    """Tell whether the query holds bytes that are not UTF-8."""
    try:
        uri_decode(call.request.query).decode()
    except UnicodeDecodeError:
        return True
    return False


def region_not_in_host(call: Call) -> bool:
    """Tell whether aws4, left to itself, would read another Region from the host name."""
    host = call.request.default_host
    return call.region != "us-east-1" and not (host.endswith(".amazonaws.com") and f".{call.region}." in host)


def changed_by_generic_rules(call: Call) -> bool:
    """Tell whether S3's path would be another one by the rules of other services."""
    return is_s3(call) and ("%" in path_of(call) or has_empty_segments(call))


def named_s3(call: Call) -> bool:
    """Tell whether the service is S3 under its usual name."""
    return call.service == "s3"


def like_s3(call: Call) -> bool:
    """Tell whether the service has S3's rules under another name."""
    return call.service != "s3" and is_s3(call)


def hash_header_elsewhere(call: Call) -> bool:
    """Tell whether a service with other rules than S3's wants the payload hash in a header."""
    return not is_s3(call) and call.rules.content_sha256 is ContentSha256.REQUIRED


_AXIOS = frozenset({"smithy-axios", "aws4-axios"})
_REQUEST = frozenset({"request"})
_NODE_FETCH = frozenset({"aws4-node-fetch", "aws4-query"})
_WITH_SIGN_V4_AND_FETCH = frozenset({"smithy-ky", "smithy-fetch", "lambda-function", "sts-assume-role"})
_FETCH = _WITH_SIGN_V4_AND_FETCH | {"aws-sigv4-fetch", "aws4fetch"}
_ALL = _FETCH | _NODE_FETCH | _AXIOS | _REQUEST
_AWS4_AND_AWS4FETCH = _NODE_FETCH | _REQUEST | {"aws4-axios", "aws4fetch"}


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that some clients cannot do."""

    name: str
    clients: frozenset[str]
    note: Note


LIMITS = (
    Limit(
        "body with GET",
        _FETCH | _NODE_FETCH,
        Note(body_with_get, "This cannot be sent: fetch takes no body with GET or HEAD. axios would."),
    ),
    Limit(
        "body without a type",
        _REQUEST,
        Note(
            has_body_without_type,
            "AWS will refuse this: the body has no Content-Type, aws4 signs one, and request does not send it.",
        ),
    ),
    Limit(
        "header beyond ASCII",
        _ALL,
        Note(
            has_header_beyond_ascii,
            "AWS may refuse this: a header's value is not ASCII. It is signed as UTF-8, and Node does not send it so.",
        ),
    ),
    Limit(
        "another host, signed",
        _WITH_SIGN_V4_AND_FETCH,
        Note(
            host_of_its_own,
            "AWS will refuse this: the host header is signed, and fetch sends the host of the URL. axios obeys.",
        ),
    ),
    Limit(
        "another host, ignored",
        frozenset({"aws-sigv4-fetch", "aws4fetch"}),
        Note(host_of_its_own, "The host header is ignored: this client signs and sends the host of the URL."),
    ),
    Limit(
        "parameter without a name",
        _AWS4_AND_AWS4FETCH,
        Note(parameter_without_name, "AWS will refuse this: this signer leaves out a query parameter without a name."),
    ),
    Limit(
        "query beyond UTF-8",
        _ALL,
        Note(
            query_beyond_utf8,
            "AWS will refuse this: this signer reads the query as UTF-8, and some of its bytes are none.",
        ),
    ),
    Limit(
        "Region not in the host name",
        _REQUEST,
        Note(
            region_not_in_host,
            "AWS will refuse this: request leaves the Region to aws4, which reads it from the host name, and this one "
            "does not tell it.",
        ),
    ),
    Limit("S3: repeated parameter", _ALL - _AWS4_AND_AWS4FETCH, REPEATED_IN_S3),
    Limit("S3: dots in the path", _ALL - _REQUEST, DOTS_IN_A_KEY),
    Limit(
        "S3: path",
        frozenset({"aws-sigv4-fetch"}),
        Note(
            changed_by_generic_rules,
            "S3 will refuse this: aws-sigv4-fetch encodes the path once more and signs // as /, and S3 does not.",
        ),
    ),
    Limit(
        "S3: payload hash",
        _REQUEST,
        Note(named_s3, "S3 will refuse this: aws4 signs x-amz-content-sha256, and request does not send it."),
    ),
    Limit(
        "S3's rules under another name",
        _AWS4_AND_AWS4FETCH,
        Note(like_s3, "AWS will refuse this: this signer has S3's rules for the service s3 alone."),
    ),
    Limit(
        "payload hash elsewhere",
        _AWS4_AND_AWS4FETCH,
        Note(
            hash_header_elsewhere,
            "AWS will refuse this: this signer sends x-amz-content-sha256 for the service s3 alone.",
        ),
    ),
    Limit("session token of another name", _ALL, S3_EXPRESS),
)
"""In the order in which they are told."""


def notes_of(client: str) -> tuple[Note, ...]:
    """Return what a client has to say, if it applies to a call."""
    return tuple(limit.note for limit in LIMITS if client in limit.clients)
