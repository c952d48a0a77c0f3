"""What each client signed when it was measured, as data: where it was not the right line, or not only that."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.clients.cell import Acceptance, Cell, Instead, KnownBy
from sigv4_explain.clients.situations import Situation

VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        "botocore": "1.44.5",
        "awscrt": "0.38.1",
        "requests-aws4auth": "1.4.0",
        "aws-requests-auth": "0.4.3",
        "httpx-aws-auth": "4.2.0",
        "awscurl": "0.44",
        "aws4": "1.13.2",
        "aws4fetch": "1.0.20",
        "@smithy/signature-v4": "5.7.5",
        "curl 7.88": "7.88.1",
        "curl 8.23": "8.23.0",
    }
)
"""The version of each client that was measured, by the name of its column."""

_Signed = tuple[str | Instead, Acceptance]
_HOST = "host:abc123.execute-api.eu-central-1.amazonaws.com"
_NOTE = "x-amz-meta-note"
_S3_NAMES = "x-amz-acl;x-amz-content-sha256;x-amz-date"
_UNABLE = (Instead.UNABLE, Acceptance.UNABLE)
_NOT_SIGNED = (Instead.NOT_SIGNED, Acceptance.ACCEPTED)


def _different(line: str) -> _Signed:
    return line, Acceptance.DIFFERENT


def _accepted(line: str) -> _Signed:
    return line, Acceptance.ACCEPTED


OTHERWISE: Mapping[str, Mapping[str, _Signed]] = {
    "path-space": {
        "httpx-aws-auth": _different("/a%20b"),
        "curl 7.88": _different("/a%20b"),
    },
    "path-space-s3": {
        "aws-requests-auth": _different("/a%2520b"),
        "awscurl": _different("/a%2520b"),
    },
    "path-slashes": {
        "aws-requests-auth": _different("/a//b"),
        "httpx-aws-auth": _different("/a//b"),
        "awscurl": _different("/a//b"),
        "curl 7.88": _different("/a//b"),
        "curl 8.23": _different("/a//b"),
    },
    "path-slashes-s3": {
        "requests-aws4auth": _different("/a/b"),
    },
    "path-reserved-s3": {
        "botocore": _different("/a(b)*;c"),
        "awscrt": _different("/a(b)*;c"),
        "requests-aws4auth": _different("/a%28b%29%2A"),
        "aws-requests-auth": _different("/a%28b%29%2A"),
        "@smithy/signature-v4": _different("/a(b)*;c"),
        "curl 7.88": _different("/a(b)*;c"),
        "curl 8.23": _different("/a(b)*;c"),
    },
    "path-plus-s3": {
        "botocore": _different("/a+b"),
        "awscrt": _different("/a+b"),
        "requests-aws4auth": _different("/a%2Bb"),
        "aws-requests-auth": _different("/a%2Bb"),
        "httpx-aws-auth": _different("/a%2Bb"),
        "awscurl": _different("/a%2Bb"),
        "@smithy/signature-v4": _different("/a+b"),
        "curl 7.88": _different("/a+b"),
        "curl 8.23": _different("/a+b"),
    },
    "path-encoded-s3": {
        "botocore": _different("/a%2Fb"),
        "awscrt": _different("/a%2Fb"),
        "aws-requests-auth": _different("/a%252Fb"),
        "awscurl": _different("/a%252Fb"),
        "@smithy/signature-v4": _different("/a%2Fb"),
        "curl 7.88": _different("/a%2Fb"),
        "curl 8.23": _different("/a%2Fb"),
    },
    "query-plus": {
        "botocore": _different("q=a+b"),
        "awscrt": _different("q=a%2Bb"),
        "aws-requests-auth": _different("q=a+b"),
        "httpx-aws-auth": _different("q=a+b"),
        "awscurl": _different("q=a%2Bb"),
        "curl 7.88": _different("q=a+b"),
    },
    "query-encoded": {
        "awscurl": _different("q=a%2520b%252Bc"),
    },
    "query-order": {
        "aws-requests-auth": _different("a-b=1&a=2"),
        "httpx-aws-auth": _different("a-b=1&a=2"),
        "curl 7.88": _different("a-b=1&a=2"),
    },
    "query-repeated": {
        "curl 7.88": _different("a=2&a=1"),
    },
    "query-repeated-s3": {
        "botocore": _different("a=1&a=2"),
        "awscrt": _different("a=1&a=2"),
        "requests-aws4auth": _different("a=1&a=2"),
        "aws-requests-auth": _different("a=1&a=2"),
        "httpx-aws-auth": _different("a=1&a=2"),
        "awscurl": _different("a=1&a=2"),
        "@smithy/signature-v4": _different("a=1&a=2"),
        "curl 7.88": _different("a=2&a=1"),
        "curl 8.23": _different("a=1&a=2"),
    },
    "query-no-value": {
        "curl 7.88": _different("uploads"),
    },
    "query-no-name": {
        "aws-requests-auth": _different("a=1"),
        "httpx-aws-auth": _different("a=1"),
        "aws4": _accepted("a=1"),
        "aws4fetch": _different("a=1"),
        "curl 8.23": (Instead.UNKNOWN, Acceptance.DIFFERENT),
    },
    "query-reserved": {
        "botocore": _different("q=a:b*(c)"),
        "aws-requests-auth": _different("q=a:b*(c)"),
        "httpx-aws-auth": _different("q=a:b*(c)"),
        "curl 7.88": _different("q=a:b*(c)"),
    },
    "query-equals": {
        "botocore": _different("t=a=="),
        "aws-requests-auth": _different("t=a=="),
        "httpx-aws-auth": _different("t=a=="),
        "awscurl": _different("t=a"),
        "curl 7.88": _different("t=a=="),
    },
    "host-default-port": {
        "awscrt": _accepted(f"{_HOST}:443"),
        "aws-requests-auth": _different(f"{_HOST}:443"),
        "awscurl": _different(f"{_HOST}:443"),
        "aws4": _accepted(f"{_HOST}:443"),
    },
    "header-blanks": {
        "requests-aws4auth": _different(f'{_NOTE}:a b "c   d"'),
        "aws-requests-auth": _NOT_SIGNED,
        "httpx-aws-auth": _NOT_SIGNED,
        "awscurl": _different(f'{_NOTE}:a   b "c   d"'),
    },
    "header-repeated": {
        "requests-aws4auth": _UNABLE,
        "aws-requests-auth": _UNABLE,
        "httpx-aws-auth": _NOT_SIGNED,
        "awscurl": _UNABLE,
        "aws4fetch": _accepted(f"{_NOTE}:b, a"),
        "@smithy/signature-v4": _UNABLE,
        "curl 7.88": _different(f"{_NOTE}:a\n{_NOTE}:b"),
    },
    "headers-signed": {
        "botocore": _accepted(f"cache-control;host;range;{_S3_NAMES}"),
        "awscrt": _accepted(f"cache-control;connection;host;range;{_S3_NAMES}"),
        "aws-requests-auth": _different("host;x-amz-date"),
        "httpx-aws-auth": _different("host;x-amz-date"),
        "aws4": _accepted(f"cache-control;host;{_S3_NAMES}"),
        "aws4fetch": _accepted(f"cache-control;host;{_S3_NAMES}"),
        "@smithy/signature-v4": _accepted(f"host;range;{_S3_NAMES}"),
        "curl 7.88": _different("cache-control;connection;host;range;user-agent;x-amz-acl;x-amz-date"),
        "curl 8.23": _accepted(f"cache-control;connection;host;range;user-agent;{_S3_NAMES}"),
    },
}
"""By situation and client, each line that is not the right one, and what AWS makes of it."""


def recorded(client: str, situation: Situation) -> Cell:
    """Return what a client signed when it was measured; who is not in OTHERWISE signed the right line."""
    signed, outcome = OTHERWISE.get(situation.name, {}).get(client, (situation.right, Acceptance.RIGHT))
    return Cell(signed, outcome, KnownBy.RECORDED)


def known_lines(situation: Situation) -> tuple[str, ...]:
    """Return the wrong lines that any client was seen to sign in a situation."""
    signed = OTHERWISE.get(situation.name, {}).values()
    return tuple(dict.fromkeys(line for line, _ in signed if isinstance(line, str)))
