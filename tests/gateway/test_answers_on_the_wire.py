"""Each of AWS's answers again, as a client gets it through a socket."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sigv4_explain.gateway import LocalAws
from tests.gateway.calling import NOON
from tests.gateway.sockets import exchange, raw
from tests.gateway.test_rest_api_answers import ROWS


@pytest.fixture
def aws() -> Iterator[LocalAws]:
    """The story, with its clock at noon."""
    with LocalAws(at=NOON) as aws:
        yield aws


@pytest.mark.parametrize("name", ROWS)
def test_a_refusal_is_aws_own_on_the_wire_too(aws: LocalAws, name: str) -> None:
    """Status line, the seven headers in their order, and the body byte for byte."""
    row = ROWS[name]
    request = row.request(aws.cloud)
    answer = exchange(aws.loopback.rest_url, raw(request.with_headers([("Host", request.host)])))

    status_line, *headers = answer.head.split("\r\n")
    ids = re.compile(r"^(x-amzn-RequestId|x-amz-apigw-id): \S+$")
    assert status_line == f"HTTP/1.1 {row.status} Forbidden"
    assert [ids.sub(r"\1: …", header) for header in headers] == [
        "Date: Sun, 30 Aug 2015 12:36:00 GMT",
        "Content-Type: application/json",
        f"Content-Length: {len(row.body)}",
        "Connection: keep-alive",
        "x-amzn-RequestId: …",
        f"x-amzn-ErrorType: {row.error_type}",
        "x-amz-apigw-id: …",
    ]
    assert answer.body == row.body.encode()
