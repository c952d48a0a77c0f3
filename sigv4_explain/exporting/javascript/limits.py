"""What a client for Node cannot sign or send, said in its code. Each was seen with the client itself."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.exporting.javascript import concerns
from sigv4_explain.exporting.notes import (
    DOTS_IN_A_KEY,
    REPEATED_IN_S3,
    S3_EXPRESS,
    Note,
    has_body_without_type,
    has_header_beyond_ascii,
)

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
        Note(concerns.body_with_get, "This cannot be sent: fetch takes no body with GET or HEAD. axios would."),
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
            concerns.host_of_its_own,
            "AWS will refuse this: the host header is signed, and fetch sends the host of the URL. axios obeys.",
        ),
    ),
    Limit(
        "another host, ignored",
        frozenset({"aws-sigv4-fetch", "aws4fetch"}),
        Note(concerns.host_of_its_own, "The host header is ignored: this client signs and sends the host of the URL."),
    ),
    Limit(
        "parameter without a name",
        _AWS4_AND_AWS4FETCH,
        Note(
            concerns.parameter_without_name,
            "AWS will refuse this: this signer leaves out a query parameter without a name.",
        ),
    ),
    Limit(
        "query beyond UTF-8",
        _ALL,
        Note(
            concerns.query_beyond_utf8,
            "AWS will refuse this: this signer reads the query as UTF-8, and some of its bytes are none.",
        ),
    ),
    Limit(
        "Region not in the host name",
        _REQUEST,
        Note(
            concerns.region_not_in_host,
            "AWS will refuse this: request leaves the Region to aws4, which reads it from the host name, and this one "
            "does not tell it.",
        ),
    ),
    Limit(
        "S3: repeated parameter",
        _ALL - _AWS4_AND_AWS4FETCH,
        REPEATED_IN_S3,
    ),
    Limit("S3: dots in the path", _ALL - _REQUEST, DOTS_IN_A_KEY),
    Limit(
        "S3: path",
        frozenset({"aws-sigv4-fetch"}),
        Note(
            concerns.changed_by_generic_rules,
            "S3 will refuse this: aws-sigv4-fetch encodes the path once more and signs // as /, and S3 does not.",
        ),
    ),
    Limit(
        "S3: payload hash",
        _REQUEST,
        Note(
            concerns.named_s3,
            "S3 will refuse this: aws4 signs x-amz-content-sha256, and request does not send it.",
        ),
    ),
    Limit(
        "S3's rules under another name",
        _AWS4_AND_AWS4FETCH,
        Note(concerns.like_s3, "AWS will refuse this: this signer has S3's rules for the service s3 alone."),
    ),
    Limit(
        "payload hash elsewhere",
        _AWS4_AND_AWS4FETCH,
        Note(
            concerns.hash_header_elsewhere,
            "AWS will refuse this: this signer sends x-amz-content-sha256 for the service s3 alone.",
        ),
    ),
    Limit("session token of another name", _ALL, S3_EXPRESS),
)
"""In the order in which they are told."""


def notes_of(client: str) -> tuple[Note, ...]:
    """Return what a client has to say, if it applies to a call."""
    return tuple(limit.note for limit in LIMITS if client in limit.clients)
