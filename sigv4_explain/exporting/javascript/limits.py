"""What a client cannot sign or send, so that its code says so instead of being refused without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.javascript import concerns

_SIGN_V4 = frozenset({"smithy-ky", "smithy-fetch", "smithy-axios", "lambda-function", "sts-assume-role"})
_AWS4 = frozenset({"aws4-node-fetch", "aws4-query", "aws4-axios", "request"})
_ALL = _SIGN_V4 | _AWS4 | {"aws-sigv4-fetch", "aws4fetch"}
_AXIOS = frozenset({"smithy-axios", "aws4-axios"})
_REQUEST = frozenset({"request"})


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that some clients cannot do."""

    name: str
    clients: frozenset[str]
    concerns: Callable[[Call], bool]
    says: str
    """The comment in the code: what goes wrong, and why."""


LIMITS = (
    Limit(
        "body with GET",
        _ALL - _AXIOS - _REQUEST,
        concerns.body_with_get,
        "Cannot be sent: fetch refuses a body with GET or HEAD. axios would send it.",
    ),
    Limit(
        "body without a type",
        _REQUEST,
        concerns.body_without_type,
        "Will be refused: aws4 signs a Content-Type for a body that has none, and request does not send it. Add one.",
    ),
    Limit(
        "header beyond ASCII",
        _ALL,
        concerns.value_beyond_ascii,
        "Will be refused: signers hash a header's value as UTF-8, and Node sends it as Latin-1. Encode the value.",
    ),
    Limit(
        "another host",
        frozenset({"aws-sigv4-fetch", "aws4fetch"}),
        concerns.host_of_its_own,
        "This client signs and sends the host of the URL, whatever the host header says.",
    ),
    Limit(
        "parameter without a name",
        _AWS4 | {"aws4fetch"},
        concerns.parameter_without_name,
        "Will be refused: this signer leaves out a query parameter without a name.",
    ),
    Limit(
        "query beyond UTF-8",
        _ALL,
        concerns.query_beyond_utf8,
        "Will be refused: this signer decodes the query as UTF-8, and some of its bytes are not.",
    ),
    Limit(
        "Region not in the host name",
        _REQUEST,
        concerns.region_not_in_host,
        "Will be refused: request lets aws4 read the Region from the host name; this one does not tell it.",
    ),
    Limit(
        "S3: repeated parameter",
        _AWS4 | {"aws4fetch"},
        concerns.repeated_for_s3,
        "Will be refused: for S3, this signer takes only the first of the parameters with the same name.",
    ),
    Limit(
        "S3: encoded slash",
        _AWS4 | {"aws4fetch"},
        concerns.slash_in_key,
        "Will be refused: for S3, this signer decodes %2F in the path.",
    ),
    Limit(
        "S3: dots in the path",
        _ALL - _REQUEST,
        concerns.dots_kept,
        "Reaches another object: new URL() resolves . and .. in the path, which S3 takes for parts of the key.",
    ),
    Limit(
        "S3: path",
        frozenset({"aws-sigv4-fetch"}),
        concerns.path_changed_by_generic_rules,
        "Will be refused: aws-sigv4-fetch encodes the path once more and drops empty parts, which S3 does not.",
    ),
    Limit(
        "S3: payload hash",
        _REQUEST,
        concerns.hash_header_of_s3,
        "Will be refused: aws4 signs x-amz-content-sha256 for S3, and request does not send it.",
    ),
    Limit(
        "S3's rules under another name",
        _AWS4 | {"aws4fetch"},
        concerns.like_s3,
        "Will be refused: this signer has S3's rules for the service s3 alone.",
    ),
    Limit(
        "payload hash elsewhere",
        _AWS4 | {"aws4fetch"},
        concerns.hash_header_elsewhere,
        "Will be refused: this signer adds x-amz-content-sha256 for the service s3 alone.",
    ),
    Limit(
        "session token of another name",
        _ALL,
        concerns.token_of_another_name,
        "With a session's keys: this signer sends x-amz-security-token, the service wants x-amz-s3session-token.",
    ),
)
"""In the order in which they are told. Each was seen with the client itself."""


def limits_of(client: str, call: Call) -> list[str]:
    """Return what this client cannot do with this call, each as one line."""
    return [limit.says for limit in LIMITS if client in limit.clients and limit.concerns(call)]
