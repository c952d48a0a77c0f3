"""The function behind a front: the event that it gets, and how its answer is read."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from sigv4_explain import Request
from tests.local_aws.calling import ALICE, HOSTS, NOON, assumed, called, get
from tests.local_aws.parts import Answered, Cloud, Failed, Front, echo, invoke

SESSION = "AROAAPIACCESSEXAMPLE:session1"


def _event(front: Front, request: Request, *, as_session: bool = False) -> dict[str, Any]:
    """Return the event that reaches the function."""
    events: list[dict[str, Any]] = []

    def function(event: dict[str, Any]) -> object:
        events.append(event)
        return echo(event)

    cloud = Cloud(function=function)
    assert called(front, request, assumed(cloud) if as_session else ALICE, cloud=cloud).status == 200
    json.dumps(events[0])  # an event is JSON
    return events[0]


def _rest(path: str, body: str = "", **headers: str) -> Request:
    return Request("POST" if body else "GET", HOSTS[Front.REST_API] + path, {"x-api-key": "example", **headers}, body)


def test_version_1_tells_who_calls() -> None:
    """A user by ``AIDA…``, a session by role and name; the key's id, never its secret."""
    user = _event(Front.REST_API, _rest("/default", **{"User-Agent": "tests"}))["requestContext"]["identity"]
    session = _event(Front.REST_API, _rest("/default"), as_session=True)["requestContext"]["identity"]

    assert (user["caller"], user["accountId"]) == ("AIDAALICEEXAMPLE", "444455556666")
    assert (user["userArn"], user["accessKey"]) == ("arn:aws:iam::444455556666:user/alice", "AKIDEXAMPLE")
    assert (user["userAgent"], user["sourceIp"], user["apiKeyId"]) == ("tests", "127.0.0.1", "k3y1d")
    assert session["caller"] == SESSION
    assert session["userArn"] == "arn:aws:sts::444455556666:assumed-role/ApiAccess/session1"
    assert session["accessKey"].startswith("ASIA")


def test_version_1_keeps_what_was_sent() -> None:
    """Repeated parameters and headers are all there, decoded; the last one stands alone in the short form."""
    request = Request(
        "PUT",
        f"{HOSTS[Front.REST_API]}/default/items/a%20b/c?x=1&x=2&e=%E1%88%B4&empty",
        [("X-Tag", "one"), ("X-Tag", "two")],
        "{}",
    )
    event = _event(Front.REST_API, request)

    assert (event["path"], event["resource"]) == ("/items/a b/c", "/items/{proxy+}")
    assert event["pathParameters"] == {"proxy": "a b/c"}
    assert event["queryStringParameters"] == {"x": "2", "e": "ሴ", "empty": ""}
    assert event["multiValueQueryStringParameters"]["x"] == ["1", "2"]
    assert (event["headers"]["X-Tag"], event["multiValueHeaders"]["X-Tag"]) == ("two", ["one", "two"])
    assert (event["httpMethod"], event["body"]) == ("PUT", "{}")


def test_version_1_writes_null_for_what_is_not_there() -> None:
    """No query, no path parameter, no body."""
    event = _event(Front.REST_API, _rest("/default"))

    assert [event[name] for name in ("queryStringParameters", "pathParameters", "body")] == [None, None, None]


@pytest.mark.parametrize(("front", "service_stage"), [(Front.HTTP_API, "$default"), (Front.FUNCTION_URL, "$default")])
def test_version_2_tells_who_calls(front: Front, service_stage: str) -> None:
    """``requestContext.authorizer.iam``, with the same seven fields for an HTTP API and a function URL."""
    event = _event(front, Request("GET", f"{HOSTS[front]}/hello?a=1&a=2"), as_session=True)
    iam = event["requestContext"]["authorizer"]["iam"]

    assert (event["version"], event["rawPath"], event["rawQueryString"]) == ("2.0", "/hello", "a=1&a=2")
    assert event["queryStringParameters"] == {"a": "1,2"}
    assert list(iam) == [
        "accessKey",
        "accountId",
        "callerId",
        "cognitoIdentity",
        "principalOrgId",
        "userArn",
        "userId",
    ]
    assert (iam["callerId"], iam["userId"], iam["accountId"]) == (SESSION, SESSION, "444455556666")
    assert event["requestContext"]["stage"] == service_stage
    assert event["requestContext"]["http"]["method"] == "GET"
    assert event["requestContext"]["time"] == "30/Aug/2015:12:36:00 +0000"
    assert event["requestContext"]["timeEpoch"] == NOON.timestamp() * 1000


def test_the_route_key_is_the_route_or_default() -> None:
    """An HTTP API names the route, a function URL has one for everything."""
    assert _event(Front.HTTP_API, Request("GET", f"{HOSTS[Front.HTTP_API]}/hello"))["routeKey"] == "GET /hello"
    assert _event(Front.FUNCTION_URL, Request("GET", HOSTS[Front.FUNCTION_URL]))["routeKey"] == "$default"


def test_version_2_joins_headers_and_takes_cookies_apart() -> None:
    """Names in lower case, repeats joined by commas, cookies in a list of their own."""
    headers = [("X-Tag", "one"), ("X-Tag", "two"), ("Cookie", "a=1; b=2")]
    event = _event(Front.HTTP_API, Request("GET", f"{HOSTS[Front.HTTP_API]}/hello", headers))

    assert (event["headers"]["x-tag"], event["cookies"]) == ("one,two", ["a=1", "b=2"])
    assert "cookie" not in event["headers"]


@pytest.mark.parametrize(
    ("content_type", "body", "is_base64"),
    [
        ("application/json", b"{}", False),
        ("text/plain; charset=utf-8", "ሴ".encode(), False),
        ("image/png", b"\x89PNG", True),
        ("application/json", b"\xff", True),
    ],
)
def test_version_2_puts_what_is_no_text_in_base64(content_type: str, body: bytes, is_base64: object) -> None:
    """By the content type, and when it says text and lies, by looking."""
    request = Request("POST", HOSTS[Front.FUNCTION_URL], {"Content-Type": content_type}, body)
    event = _event(Front.FUNCTION_URL, request)

    assert event["isBase64Encoded"] is is_base64
    assert event["body"] == (base64.b64encode(body).decode() if is_base64 else body.decode())


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
    response = called(Front.REST_API, get(), ALICE, cloud=Cloud(function=lambda _: None))

    assert (response.status, response.text) == (502, '{"message":"Internal server error"}')
    assert response.header("x-amzn-ErrorType") == "InternalServerErrorException"


def test_a_function_of_one_s_own_takes_the_place_of_the_echo() -> None:
    """Its headers follow AWS's own."""
    function = lambda event: {"statusCode": 418, "headers": {"X-Tea": event["httpMethod"]}, "body": "short and stout"}  # noqa: E731
    response = called(Front.REST_API, get(), ALICE, cloud=Cloud(function=function))

    assert (response.status, response.header("X-Tea"), response.text) == (418, "GET", "short and stout")
