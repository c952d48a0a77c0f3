"""What real clients sign otherwise than AWS does, as data: each habit is a mistake of the table in one spelling.

Each row was measured with the client itself, in the version that its name has, unless its source says more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Services(Enum):
    """For which services a client has its habits: S3 has rules of its own for paths."""

    S3 = "S3, which encodes a path once and keeps every segment"
    OTHERS = "all services but S3"


class Habit(NamedTuple):
    """A mistake of the table in one of its spellings."""

    slug: str
    spelling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """All that one client does to a signature where a request has room for it."""

    client: str
    """Its name and the version that was measured."""
    services: Services
    habits: tuple[Habit, ...]
    """In the order in which they are made."""
    sentence: str
    """What this client does."""
    fix: str
    """What its users can do."""
    source: str
    """Where its code is."""


_QUERY_AS_SENT = (
    Habit("query-sorted-as-string"),
    Habit("query-char-not-encoded", "as sent, sorted"),
    Habit("query-char-not-encoded", "as sent, sorted as texts name=value"),
    Habit("extra-query-param", "without "),
)
_FOLDED = Habit("header-value-whitespace", "folded, but not between quotes")
_CUT = Habit("path-cut-at-semicolon")
_PLUS_ENCODED = Habit("plus-in-path-read-as-space", "%2B was signed for it")
_AWSCURLS_QUERY = (
    Habit("plus-in-query-read-as-space"),
    Habit("double-encoded-query", "names and values as they were sent"),
    Habit("query-value-cut-at-equals", "encoded once"),
    Habit("query-value-cut-at-equals", "and what was sent encoded once more"),
)
_AWSCURLS_BLANKS = Habit("header-value-whitespace", "with the outer ones cut off")
_PLAIN_QUERY = (
    "Encode the query yourself, and put the parameters in the order of their names before you hand the URL over."
)

DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        client="requests-aws4auth 1.4.0",
        services=Services.S3,
        habits=(
            Habit("path-normalised-for-s3"),
            _CUT,
            _PLUS_ENCODED,
            Habit("duplicate-query-param", "all were signed"),
            _FOLDED,
        ),
        sentence="It resolves dots and drops empty segments of an S3 key, cuts it at a semicolon, signs %2B for a raw "
        "plus, and keeps runs of blanks between quotes.",
        fix="Send %3B for a semicolon, %2B for a plus and no blanks in a row; for keys with // take botocore's signer.",
        source="https://github.com/tedder/requests-aws4auth",
    ),
    Dialect(
        client="requests-aws4auth 1.4.0",
        services=Services.OTHERS,
        habits=(_CUT, _FOLDED),
        sentence="It cuts the path at a semicolon, and keeps runs of blanks between quotes.",
        fix="Send %3B for a semicolon, and no blanks in a row.",
        source="https://github.com/tedder/requests-aws4auth",
    ),
    Dialect(
        client="aws-requests-auth 0.4.3",
        services=Services.OTHERS,
        habits=(Habit("path-not-normalised"), _CUT, *_QUERY_AS_SENT),
        sentence="It signs the query as sent, sorted as texts name=value, keeps empty segments of the path, and cuts "
        "the path at a semicolon.",
        fix=_PLAIN_QUERY,
        source="https://github.com/davidmuller/aws-requests-auth",
    ),
    Dialect(
        client="httpx-aws-auth 4.2.0",
        services=Services.OTHERS,
        habits=(
            Habit("path-not-normalised"),
            Habit("path-double-encoding-rule", "encoded once, as for S3"),
            Habit("path-double-encoding-rule", "encoded once and not normalized, as for S3"),
            Habit("encoded-slash-decoded", "/ was signed for %2F, and the rest once"),
            *_QUERY_AS_SENT,
        ),
        sentence="It decodes the path and encodes it once, as for S3, and signs the query as sent, sorted as texts "
        "name=value.",
        fix="Use paths of letters, digits, dashes and underscores alone. " + _PLAIN_QUERY,
        source="https://github.com/jammymalina/httpx-aws-auth",
    ),
    Dialect(
        client="awscurl 0.44",
        services=Services.OTHERS,
        habits=(Habit("path-not-normalised"), *_AWSCURLS_QUERY, _AWSCURLS_BLANKS),
        sentence="It encodes a query again that is encoded already, cuts values at their second equals sign, keeps "
        "empty segments of the path, and runs of blanks in headers.",
        fix="Give it the query unencoded where the shell and HTTP permit that, or sign with curl --aws-sigv4.",
        source="https://github.com/okigan/awscurl",
    ),
    Dialect(
        client="awscurl 0.44",
        services=Services.S3,
        habits=(
            Habit("double-encoded-path", "as for other services"),
            Habit("duplicate-query-param", "all were signed"),
            *_AWSCURLS_QUERY,
            _AWSCURLS_BLANKS,
        ),
        sentence="It encodes the path and the query again that are encoded already, and cuts values at their second "
        "equals sign.",
        fix="For S3 use the AWS CLI, or curl --aws-sigv4.",
        source="https://github.com/okigan/awscurl",
    ),
    Dialect(
        client="aws4-axios 3.4.0",
        services=Services.OTHERS,
        habits=(Habit("extra-query-param", "without "),),
        sentence="It does not sign a parameter without a name, and axios sends it.",
        fix="Leave no = at the beginning of a parameter.",
        source="https://github.com/jamesmbourne/aws4-axios",
    ),
    Dialect(
        client="aws4-axios 3.4.0 with signQuery",
        services=Services.OTHERS,
        habits=(Habit("duplicate-query-param", "only the last was signed"),),
        sentence="It signs the URL's own parameters, and adds them to the URL once more.",
        fix="Hand the parameters over as params and not in the URL, or sign in the header.",
        source="https://github.com/jamesmbourne/aws4-axios",
    ),
    Dialect(
        client="@smithy/signature-v4 5.7.5 with its default uriEscapePath",
        services=Services.S3,
        habits=(
            Habit("path-normalised-for-s3"),
            Habit("double-encoded-path", "as for other services"),
            Habit("double-encoded-path", "as for other services, normalized"),
            Habit("duplicate-query-param", "all were signed"),
        ),
        sentence="It signs the path as for other services: normalized, and encoded once more than it is sent.",
        fix="Make the signer with uriEscapePath: false for S3.",
        source="https://github.com/smithy-lang/smithy-typescript/tree/main/packages/signature-v4",
    ),
    Dialect(
        client="@smithy/signature-v4 5.7.5 with uriEscapePath: false",
        services=Services.OTHERS,
        habits=(
            Habit("path-not-normalised"),
            Habit("path-double-encoding-rule", "encoded once, as for S3"),
            Habit("path-double-encoding-rule", "as it was sent"),
            Habit("path-double-encoding-rule", "encoded once and not normalized, as for S3"),
            Habit("path-double-encoding-rule", "as it was sent, not normalized"),
            Habit("path-char-not-encoded", "not encoded at all"),
            Habit("path-char-not-encoded", "not encoded and not normalized at all"),
        ),
        sentence="It signs the path exactly as it is sent.",
        fix="Leave uriEscapePath at its default for every service but S3.",
        source="https://github.com/smithy-lang/smithy-typescript/tree/main/packages/signature-v4",
    ),
)
"""Every client whose habits are known."""
