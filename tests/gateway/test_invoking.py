from __future__ import annotations

from typing import Any

import pytest

from sigv4_explain.gateway.cloud import Cloud
from sigv4_explain.gateway.front import Front
from sigv4_explain.gateway.function import Answered, Failed, invoke
from tests.gateway.calling import BOB, called, get

V1: dict[str, Any] = {}
V2: dict[str, Any] = {"version": "2.0"}


def _invoked(answer: Any, event: dict[str, Any] = V1) -> Answered | Failed:
    return invoke(lambda _: answer, event)


def test_a_complete_answer_is_passed_on() -> None:
    """Status, content type, headers, repeated headers, cookies and body."""
    answer = {
        "statusCode": 201,
        "headers": {"content-type": "text/plain", "X-One": 1, "Content-Length": "999"},
        "multiValueHeaders": {"X-Many": ["a", "b"]},
        "cookies": ["c=1"],
        "body": "made",
    }
    headers = (("X-One", "1"), ("X-Many", "a"), ("X-Many", "b"), ("Set-Cookie", "c=1"))

    assert _invoked(answer) == Answered(201, "text/plain", headers, b"made")


@pytest.mark.parametrize(
    ("answer", "event", "content_type", "body"),
    [
        ({"statusCode": 200}, V1, "application/json", b""),
        ({"statusCode": "200", "body": {"a": 1}}, V1, "application/json", b'{"a":1}'),
        ({"statusCode": 200, "body": "aGk=", "isBase64Encoded": True}, V1, "application/json", b"hi"),
        ({"message": "hi"}, V2, "application/json", b'{"message": "hi"}'),
        ("hi", V2, "application/json", b'"hi"'),
        (None, V2, "application/json", b"null"),
        ({"statusCode": 200, "body": "hi"}, V2, "text/plain;charset=utf-8", b"hi"),
    ],
)
def test_what_a_function_leaves_out_is_filled_in(
    answer: Any, event: dict[str, Any], content_type: str, body: bytes
) -> None:
    """As the two payload versions do; version 2 takes any value as the body."""
    answered = _invoked(answer, event)

    assert isinstance(answered, Answered)
    assert (answered.status, answered.content_type, answered.body) == (200, content_type, body)


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        ("hi", V1),
        (None, V1),
        ({"body": "hi"}, V1),
        ({"statusCode": "many"}, V1),
        ({"statusCode": 42}, V1),
        ({"statusCode": 100}, V1),
        ({"statusCode": 200, "headers": ["a"]}, V1),
        ({"statusCode": 200, "headers": {"X-A": "1\r\nX-B: 2"}}, V1),
        ({"statusCode": 200, "body": "not base64!", "isBase64Encoded": True}, V1),
        ({1, 2}, V2),
    ],
)
def test_a_malformed_answer_is_never_passed_on(answer: Any, event: dict[str, Any]) -> None:
    """The client gets AWS's sentence, the log the kind of fault."""
    failed = _invoked(answer, event)

    assert isinstance(failed, Failed)
    assert failed.reason.startswith("the function's answer is malformed")


def test_a_function_that_raises_tells_the_log_its_kind_only() -> None:
    """What it says may hold anything, so it goes nowhere."""
    failed = invoke(lambda event: event["MARKEDSECRET"], {})

    assert failed == Failed("the function raised KeyError")


def test_a_rest_api_answers_502_for_it() -> None:
    """API Gateway's words, without the function's."""
    response = called(Front.REST_API, get(), BOB, cloud=Cloud(function=lambda _: None))

    assert (response.status, response.text) == (502, '{"message":"Internal server error"}')
    assert response.header("x-amzn-ErrorType") == "InternalServerErrorException"


def test_a_function_of_one_s_own_takes_the_place_of_the_echo() -> None:
    """Its headers follow AWS's own."""
    function = lambda event: {"statusCode": 418, "headers": {"X-Tea": event["httpMethod"]}, "body": "short and stout"}  # noqa: E731
    response = called(Front.REST_API, get(), BOB, cloud=Cloud(function=function))

    assert (response.status, response.header("X-Tea"), response.text) == (418, "GET", "short and stout")
