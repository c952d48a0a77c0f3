"""What makes each client's signature wrong, and the name of the cause: each row was seen with the client itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """A call that a client signs wrongly."""

    client: str
    path: str
    """With the query, as the user writes it."""
    causes: tuple[str, ...]
    """In any order; the doctor's first finding is one of them, and all are found."""
    service: str = "execute-api"
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    is_dialect: bool = True
    """Whether the client does this by itself; otherwise its user made the mistake."""

    def __str__(self) -> str:
        return f"{self.client}, {self.service}, {self.method} {self.path}, {self.causes[0]}"


def _fault(client: str, path: str, *causes: str, **more: Any) -> Fault:
    return Fault(client, path, causes, **more)


def _request(**changes: Any) -> dict[str, Any]:
    """Give the signer another request than is sent."""
    return {"request": changes}


def _of_the_user(client: str, path: str, *causes: str, **more: Any) -> Fault:
    return Fault(client, path, causes, is_dialect=False, **more)


_NOTE = "x-amz-meta-note"
_ALL_THREE = ("path-normalised-for-s3", "path-cut-at-semicolon", "plus-in-path-read-as-space")
_JSON = {"content-type": "application/json"}
_BOTH_CUT = ("query-value-cut-at-equals", "path-not-normalised")
_BLANK, _TIGHT = '{"a": 1}', '{"a":1}'
_WHOLE = "/default/items/a?b=1"
_LATE = {"late": True}
_S3_SIGNER = {"signer": {"uriEscapePath": False}}

FAULTS = (
    _fault("requests-aws4auth", "/items/a;b", "path-cut-at-semicolon"),
    _fault("requests-aws4auth", "/items/a", "header-value-whitespace", headers={_NOTE: '"a   b"'}),
    _fault("requests-aws4auth", "/items/a", "header-value-whitespace", headers={_NOTE: "\"a   b\"  'c  d'"}),
    _fault("requests-aws4auth", "/items//a", "path-normalised-for-s3", service="s3"),
    _fault("requests-aws4auth", "/items//a;b", "path-normalised-for-s3", "path-cut-at-semicolon", service="s3"),
    _fault("requests-aws4auth", "/items/a?a=2&a=1", "duplicate-query-param", service="s3"),
    _fault("requests-aws4auth", "/items/a+b%20c", "plus-in-path-read-as-space", service="s3"),
    _fault("requests-aws4auth", "/items//a+b;c", *_ALL_THREE, service="s3"),
    _fault("aws-requests-auth", "/items//a", "path-not-normalised"),
    _fault("aws-requests-auth", "/items/a;b", "path-cut-at-semicolon"),
    _fault("aws-requests-auth", "/items/a?b=3&a-b=1&a=2", "query-sorted-as-string"),
    _fault("aws-requests-auth", "/items/a?q=*", "query-char-not-encoded"),
    _fault("aws-requests-auth", "/items/a?t=a==", "query-char-not-encoded"),
    _fault("aws-requests-auth", "/items/a?=x&b=1", "extra-query-param"),
    _fault("aws-requests-auth", "/items//a%20b?a-b=1&a=*", "path-not-normalised", "query-char-not-encoded"),
    _of_the_user("aws-requests-auth", "/items/a", "host-port-missing", options={"host": "127.0.0.1"}),
    _fault("httpx-aws-auth", "/items/a%20b", "path-double-encoding-rule"),
    _fault("httpx-aws-auth", "/items/a%3Ab", "path-double-encoding-rule"),
    _fault("httpx-aws-auth", "/items//a", "path-not-normalised"),
    _fault("httpx-aws-auth", "/items/a?b=3&a-b=1&a=2", "query-sorted-as-string"),
    _fault("httpx-aws-auth", "/items/a?q=*", "query-char-not-encoded"),
    _fault("httpx-aws-auth", "/items//a%20b?a-b=1&a=*", "path-double-encoding-rule", "query-char-not-encoded"),
    _fault("awscurl", "/items//a", "path-not-normalised"),
    _fault("awscurl", "/items/a?q=a%20b", "double-encoded-query"),
    _fault("awscurl", "/items/a?q=a:b%20c", "double-encoded-query"),
    _fault("awscurl", "/items/a?t=a==", "query-value-cut-at-equals"),
    _fault("awscurl", "/items/a?t=a==&q=%20", "query-value-cut-at-equals"),
    _fault("awscurl", "/items//a?t=a==&q=%20", *_BOTH_CUT),
    _fault("awscurl", "/items/a?q=a+b", "plus-in-query-read-as-space"),
    _fault("awscurl", "/items/a", "header-value-whitespace", headers={_NOTE: "a  b"}),
    _of_the_user("awscurl", "/items/a", "method-case", method="post", headers=_JSON, body='{"a": 1}'),
    _fault("awscurl", "/items/a%20b", "double-encoded-path", service="s3"),
    _fault("awscurl", "/items/a:b%20c?q=%2B", "double-encoded-path", "double-encoded-query", service="s3"),
    _of_the_user("aws4", "/items/a", "method-case", method="post", body='{"a": 1}'),
    _of_the_user("aws4", "/items/a", "wrong-region", options={"region": ""}),
    _of_the_user("aws4", "/items/a", "wrong-service", options={"service": ""}),
    _fault("aws4-axios", "/items/a?=x&b=1", "extra-query-param"),
    _of_the_user("aws4-axios", "/items/a", "wrong-region", options={"aws4": {"region": None}}),
    _of_the_user("aws4-axios", "/items/a", "wrong-service", options={"aws4": {"service": None}}),
    _fault("aws4-axios", "/items/a?b=x+y", "duplicate-query-param", options={"aws4": {"signQuery": True}}),
    _of_the_user("aws4-axios", "/items/a", "body-reserialised", method="POST", body='{"a":1,"b":2}', options=_LATE),
    _fault("smithy", "/items//a", "path-normalised-for-s3", service="s3"),
    _fault("smithy", "/items/a%20b", "double-encoded-path", service="s3"),
    _of_the_user("smithy", "/items/a+b", "plus-in-path-read-as-space", service="s3", options=_S3_SIGNER),
    _fault("smithy", "/items//a%20b", "double-encoded-path", service="s3"),
    _of_the_user("smithy", "/items/a%2Fb", "slash-encoded-in-path", service="s3", options=_S3_SIGNER),
    _of_the_user("smithy", "/items/a?b=2&b=1", "duplicate-query-param", service="s3", options=_S3_SIGNER),
    _fault("smithy", "/items/a%20b", "path-double-encoding-rule", options=_S3_SIGNER),
    _fault("smithy", "/items//a", "path-not-normalised", options=_S3_SIGNER),
    _fault("smithy", "/items/a:b", "path-char-not-encoded", options=_S3_SIGNER),
    _fault("smithy", "/items//a%20b:c", "path-char-not-encoded", options=_S3_SIGNER),
    _of_the_user("smithy", "/items/a", "host-not-signed", options=_request(headers={})),
    _of_the_user("smithy", "/items/a", "host-port-missing", options=_request(headers={"host": "127.0.0.1"})),
    _of_the_user("smithy", "/items/a?b=1", "query-string-not-signed", options=_request(query={})),
    _of_the_user("smithy", "/items/a?b=1", "query-signed-in-path", options=_request(path=_WHOLE, query={})),
    _of_the_user("smithy", "/items/a?q=a%20b", "double-encoded-query", options=_request(query={"q": "a%20b"})),
    _of_the_user("smithy", "/items/a", "method-case", options=_request(method="get")),
    _of_the_user("smithy", "/items/a", "body-reserialised", method="POST", body=_BLANK, options=_request(body=_TIGHT)),
)
