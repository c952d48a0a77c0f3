"""The fronts behind real sockets: what HTTP asks of a server, and its limits."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sigv4_explain import Request
from sigv4_explain.local_aws import server
from tests.local_aws.calling import ALICE, API_KEY, signed
from tests.local_aws.parts import Front, Limits, LocalAws
from tests.local_aws.sockets import RawClient, exchange, raw, signed_get
from tests.local_aws.test_rest_api_answers import ROWS

AT = "20150830T123600Z"
HEAD = b"POST /default HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    """The story, with its clock stopped."""
    with LocalAws(at=AT) as aws:
        yield aws


@pytest.fixture
def serve() -> Iterator[Callable[..., LocalAws]]:
    """Start fronts of a test's own, and stop them afterwards."""
    started: list[LocalAws] = []

    def start(**options: Any) -> LocalAws:
        started.append(LocalAws(at=AT, **options))
        return started[-1]

    yield start
    for aws in started:
        aws.close()


def _good(aws: LocalAws) -> bytes:
    return signed_get(aws.loopback.rest_url, at=AT)


def _post(aws: LocalAws, body: bytes) -> bytes:
    request = Request("POST", aws.loopback.rest_url, API_KEY, body)
    return raw(signed(Front.REST_API, request, ALICE))


def _is_served(aws: LocalAws) -> bool:
    return exchange(aws.loopback.rest_url, _good(aws)).status == 200


@pytest.mark.parametrize("target", ["/default/items/a//b/./c/../%2f%41?x=+&y=%20&y&=1", "/default/items/a+b;c=d/(e)"])
def test_a_request_arrives_as_sent(aws: LocalAws, target: str) -> None:
    """Nothing on the way decodes, joins or resolves a path; names keep their case, and repeats their place."""
    url = aws.loopback.rest_url.removesuffix("/default") + target
    headers = [("x-api-key", "example"), ("X-b", "1"), ("x-A", "2"), ("x-B", "3")]

    assert exchange(url, raw(signed(Front.REST_API, Request("GET", url, headers), ALICE))).status == 200
    verdict = aws.log[-1].verdict
    assert verdict is not None
    assert (verdict.request.url, verdict.request.headers[:4]) == (url, tuple(headers))


@pytest.mark.parametrize("name", ["wrong secret", "no permission", "no API key"])
def test_a_refusal_is_aws_own_on_the_wire_too(aws: LocalAws, name: str) -> None:
    """The status line, then the headers and the body that the front wrote."""
    row = ROWS[name]
    request = row.request(aws.cloud)
    answer = exchange(aws.loopback.rest_url, raw(request.with_headers([("Host", request.host)])))

    assert answer.head.startswith("HTTP/1.1 403 Forbidden\r\nDate: Sun, 30 Aug 2015 12:36:00 GMT\r\nContent-Type: ")
    assert answer.headers["x-amzn-errortype"] == row.error_type
    assert answer.body == row.body.encode()


def test_a_connection_serves_many_requests(aws: LocalAws) -> None:
    """Requests follow each other on one connection, refused ones too."""
    with RawClient(aws.loopback.rest_url) as client:
        for number in range(5):
            client.send(_good(aws) if number % 2 else b"GET /default HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = client.answer()
            assert answer.status == (200 if number % 2 else 403)
            assert answer.headers["connection"] == "keep-alive"


def test_requests_sent_at_once_are_answered_in_their_order(aws: LocalAws) -> None:
    """Several requests in one packet get their answers one after the other."""
    urls = [f"{aws.loopback.rest_url}?n={number}" for number in range(50)]
    with RawClient(urls[0]) as client:
        client.send(b"".join(signed_get(url, at=AT) for url in urls))

        assert [json.loads(client.answer().body)["params"] for _ in urls] == [{"n": str(n)} for n in range(50)]


def test_head_gets_the_headers_and_no_body(aws: LocalAws) -> None:
    """The next answer on the connection begins where the body would have been."""
    url = f"{aws.loopback.rest_url}/items/a"
    head = raw(signed(Front.REST_API, Request("HEAD", url), ALICE))
    with RawClient(url) as client:
        client.send(head + _good(aws))

        assert int(client.answer("HEAD").headers["content-length"]) > 0
        assert client.answer().status == 200


def test_a_client_that_asks_first_is_told_to_send_its_body(aws: LocalAws) -> None:
    """``Expect: 100-continue`` is answered before the body comes."""
    request = signed(Front.REST_API, Request("POST", aws.loopback.rest_url, API_KEY, b"abcde"), ALICE)
    more = [("Expect", "100-continue"), ("Content-Length", "5")]
    with RawClient(aws.loopback.rest_url) as client:
        client.send(raw(Request("POST", request.url, [*request.headers, *more])))
        assert client.answer().status == 100
        client.send(b"abcde")

        assert client.answer().status == 200


@pytest.mark.parametrize(
    ("version", "headers"), [("1.1", "Connection: close\r\n"), ("1.0", "")], ids=["asked for", "HTTP/1.0"]
)
def test_a_connection_is_closed_when_the_client_wants_it(aws: LocalAws, version: str, headers: str) -> None:
    """The answer says so too."""
    with RawClient(aws.loopback.rest_url) as client:
        client.send(f"GET /default HTTP/{version}\r\nHost: localhost\r\n{headers}\r\n".encode())

        assert client.answer().headers["connection"] == "close"
        assert client.rest() == b""


def test_a_client_that_has_closed_its_side_gets_its_answer(aws: LocalAws) -> None:
    """Programs such as ``nc`` send a request, close their side and wait; a function of one's own is no hindrance."""
    with LocalAws(at=AT, function=lambda _: {"statusCode": 201}) as own:
        for fronts, status in [(aws, 200), *[(own, 201)] * 30]:
            with RawClient(fronts.loopback.rest_url) as client:
                client.send(_good(fronts))
                client.end_sending()

                assert client.answer().status == status
                assert client.rest() == b""


TOO_LONG_HEADERS = b"GET /default HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 10_241 + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "status", "body"),
    [
        (b"GET /default HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400, b"Bad Request"),
        (b"GET http://h/default HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, b"Bad Request"),
        (b"GET /default HTTP/1.1\r\n\r\n", 400, b"Bad Request"),
        (TOO_LONG_HEADERS, 431, b"HTTP header is larger than 10240 bytes."),
    ],
    ids=["two hosts", "a URL as target", "no host", "long headers"],
)
def test_what_cannot_be_a_request_gets_a_bare_answer(aws: LocalAws, data: bytes, status: int, body: bytes) -> None:
    """The answer is short, and the connection ends: where the next request begins is anybody's guess."""
    with RawClient(aws.loopback.rest_url) as client:
        client.send(data)
        answer = client.answer()

        assert (answer.status, answer.body, answer.headers["connection"]) == (status, body, "close")
        assert client.rest() == b""
    assert aws.log[-1].status == status
    assert _is_served(aws)


@pytest.mark.parametrize(
    ("url", "limit", "body"),
    [
        ("rest_url", 10_485_760, "HTTP content length exceeded 10485760 bytes."),
        ("http_api_url", 10_485_760, "HTTP content length exceeded 10485760 bytes."),
        (
            "function_url",
            6_291_456,
            '{"Message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"}',
        ),
    ],
)
def test_a_body_that_is_too_long_is_refused_in_awss_words(aws: LocalAws, url: str, limit: int, body: str) -> None:
    """A client that sends all of it before it listens gets the answer too."""
    place = getattr(aws.loopback, url)
    with RawClient(place) as client:
        client.send(
            f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {limit + 1}\r\n\r\n".encode() + bytes(limit + 1)
        )
        answer = client.answer()

    assert (answer.status, answer.body.decode()) == (413, body)


SLOW = {
    "the first line": b"GET /def",
    "the headers": HEAD,
    "the body": HEAD + b"Content-Length: 9\r\n\r\nabc",
    "the chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
}


@pytest.mark.parametrize("part", SLOW)
def test_a_client_that_is_too_slow_is_told_and_left(serve: Callable[..., LocalAws], part: str) -> None:
    """Half a request is not waited for forever."""
    aws = serve(limits=Limits(request_seconds=0.2))
    with RawClient(aws.loopback.rest_url) as client:
        client.send(SLOW[part])

        assert client.answer().status == 408
        assert client.rest() == b""
    assert aws.log[-1].because == "the request did not arrive in time"


def test_a_client_that_sends_byte_by_byte_is_left_all_the_same(serve: Callable[..., LocalAws]) -> None:
    """The time is for the whole request: another byte buys no more of it."""
    aws = serve(limits=Limits(request_seconds=0.5))
    with RawClient(aws.loopback.rest_url) as client, _sending(client, b"GET /", b"a", pause=0.05):
        assert client.answer().status == 408


@contextmanager
def _sending(client: RawClient, first: bytes, data: bytes, pause: float = 0) -> Iterator[None]:
    """Send on and on, beside the test, until the server has had enough or the test is over."""
    stop = threading.Event()

    def send() -> None:
        client.send(first)
        while not stop.wait(pause):
            try:
                client.send(data)
            except OSError:
                return

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_client_that_says_nothing_is_left_without_a_word(serve: Callable[..., LocalAws]) -> None:
    """A connection that was only kept open is closed; the client asked for nothing."""
    aws = serve(limits=Limits(idle_seconds=0.2))
    with RawClient(aws.loopback.rest_url) as client:
        client.send(_good(aws))
        client.answer()

        assert client.rest() == b""
    assert len(aws.log) == 1


def test_a_client_that_does_not_take_its_answer_is_left(serve: Callable[..., LocalAws]) -> None:
    """An answer that nobody reads is not kept forever."""
    aws = serve(limits=Limits(request_seconds=0.5))
    with RawClient(aws.loopback.rest_url) as client:
        client.send(_post(aws, b"a" * 8_000_000))
        while not len(aws.log):
            time.sleep(0.01)
        time.sleep(1.5)

        assert len(client.rest()) < 8_000_000


_SECONDS_TO_BE_READ = 0.5
"""After which the first bytes of a request have been seen, also on a machine with much to do."""


def test_connections_that_say_nothing_keep_nobody_out(serve: Callable[..., LocalAws]) -> None:
    """Idle ones by the hundred and slow ones up to the limit's edge: who has something to ask is served meanwhile."""
    aws = serve(limits=Limits(connections=20, request_seconds=20))
    slow = [RawClient(aws.loopback.rest_url) for _ in range(15)]
    for client in slow:
        client.send(b"GET /def")
    time.sleep(_SECONDS_TO_BE_READ)
    idle = [RawClient(aws.loopback.rest_url) for _ in range(100)]

    assert [_answer_or_none(aws) for _ in range(20)] == [200] * 20
    assert {decision.status for decision in aws.log} == {200}
    slow[0].send(b"ault HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert slow[0].answer().status == 403
    for client in (*slow, *idle):
        client.close()


def test_one_connection_too_many_is_told_that_there_is_no_room(serve: Callable[..., LocalAws]) -> None:
    """When all are in the middle of a request; and when the slow ones are left, the next is served."""
    aws = serve(limits=Limits(connections=3, request_seconds=2))
    guests = [RawClient(aws.loopback.rest_url) for _ in range(3)]
    for guest in guests:
        guest.send(b"GET /def")
    time.sleep(_SECONDS_TO_BE_READ)
    with RawClient(aws.loopback.rest_url) as client:
        assert client.answer().status == 503

    assert [guest.answer().status for guest in guests] == [408] * 3
    for guest in guests:
        guest.close()
    while (status := _answer_or_none(aws)) == 503:
        time.sleep(0.05)
    assert status == 200


def test_the_slowest_to_send_makes_room_for_the_next(serve: Callable[..., LocalAws]) -> None:
    """Slow ones beyond the limit, none of them idle: who asks is served all the same, and keeps its place."""
    aws = serve(limits=Limits(connections=3, sending_seconds=0.1))
    slow = [RawClient(aws.loopback.rest_url) for _ in range(3)]
    for client in slow:
        client.send(b"GET /def")
    time.sleep(_SECONDS_TO_BE_READ)

    assert [_answer_or_none(aws) for _ in range(20)] == [200] * 20
    for client in slow:
        client.close()


def _answer_or_none(aws: LocalAws) -> int | None:
    try:
        return exchange(aws.loopback.rest_url, _good(aws)).status
    except (AssertionError, OSError):
        return None


def test_a_flood_of_tiny_chunks_ends_in_time_and_holds_up_nobody(serve: Callable[..., LocalAws]) -> None:
    """A body of one-byte chunks is no way around the time for a request, and others are answered meanwhile."""
    aws = serve(limits=Limits(request_seconds=3))
    head, delays = HEAD + b"Transfer-Encoding: chunked\r\n\r\n", []
    with RawClient(aws.loopback.rest_url) as client, _sending(client, head, b"1\r\na\r\n" * 10_000):
        begun = time.monotonic()
        while all(decision.status != 408 for decision in aws.log):
            before = time.monotonic()
            assert before - begun < 15
            assert _is_served(aws)
            delays.append(time.monotonic() - before)

    assert max(delays) < 2.5


HOSTS = [
    *("localhost", "LOCALHOST:8400", "127.0.0.1:1", "[::1]:8400"),
    *("abc123.execute-api.eu-central-1.amazonaws.com", "api.example.com"),
]
FOREIGN = {
    "another origin": "Host: localhost:8400\r\nOrigin: http://evil.example",
    "another port": "Host: localhost:8400\r\nOrigin: http://localhost:8888",
    "no origin to speak of": "Host: localhost:8400\r\nOrigin: null",
    "an image of another site": "Host: localhost:8400\r\nSec-Fetch-Site: cross-site",
    "an image of another port": "Host: localhost:8400\r\nSec-Fetch-Site: same-site",
    "a name that was led here": "Host: evil.example:8400",
    "a name that only begins like this machine": "Host: localhost.evil.example",
    "a name that only ends like AWS": "Host: evilamazonaws.com",
}


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("case", FOREIGN)
def test_a_page_of_another_origin_cannot_call(aws: LocalAws, case: str, method: str) -> None:
    """Whatever is signed: the keys are published, and a function of the reader's own may be behind the front."""
    answer = exchange(aws.loopback.rest_url, f"{method} /default HTTP/1.1\r\n{FOREIGN[case]}\r\n\r\n".encode())

    assert (answer.status, answer.headers["content-type"]) == (403, "text/plain; charset=utf-8")
    assert answer.body.startswith(b"This is not AWS: ")
    assert "access-control-allow-origin" not in answer.headers
    assert re.search("the host|a page", aws.log[-1].because)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("more", ["", "Sec-Fetch-Mode: cors", "Sec-Fetch-Site: none", "Origin: http://{host}"])
def test_programs_and_the_address_bar_can_call(aws: LocalAws, host: str, more: str) -> None:
    """Node's fetch says how it fetches and not from where; a function's own page is of the same origin."""
    lines = f"Host: {host}\r\n{more.format(host=host)}".strip()
    answer = exchange(aws.loopback.rest_url, f"GET /default HTTP/1.1\r\n{lines}\r\n\r\n".encode())

    assert answer.body == b'{"message":"Missing Authentication Token"}'


def _slow(release: threading.Event) -> Callable[[dict[str, Any]], object]:
    def function(event: dict[str, Any]) -> object:
        release.wait(10)
        return {"statusCode": 200, "body": event["httpMethod"]}

    return function


def test_a_slow_function_holds_up_nobody_else(serve: Callable[..., LocalAws]) -> None:
    """While one request waits for its function, another front answers, and a refused request is refused."""
    release = threading.Event()
    aws = serve(function=_slow(release))
    with RawClient(aws.loopback.rest_url) as waiting:
        waiting.send(_good(aws))

        unsigned = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
        assert exchange(aws.loopback.sts_url, unsigned).status == 403
        assert exchange(aws.loopback.rest_url, unsigned).status == 403
        release.set()
        assert waiting.answer().body == b"GET"


@pytest.mark.parametrize(
    ("url", "service", "status", "body"),
    [
        ("rest_url", "execute-api", 504, b'{"message":"Endpoint request timed out"}'),
        ("http_api_url", "execute-api", 503, b'{"message":"Service Unavailable"}'),
        ("function_url", "lambda", 502, b"Internal Server Error"),
    ],
)
def test_a_function_that_takes_too_long_is_not_waited_for(
    serve: Callable[..., LocalAws], url: str, service: str, status: int, body: bytes
) -> None:
    """The client gets the answer that AWS gives after 29 seconds."""
    release = threading.Event()
    aws = serve(function=_slow(release), limits=Limits(function_seconds=0.2))
    place = getattr(aws.loopback, url) + ("/hello" if url == "http_api_url" else "")

    answer = exchange(place, signed_get(place, service=service, at=AT))

    release.set()
    assert (answer.status, answer.body) == (status, body)


def test_functions_at_work_are_counted(serve: Callable[..., LocalAws]) -> None:
    """One more than allowed waits for its turn, and has it when another is done."""
    release, at_work, most = threading.Semaphore(0), [], []

    def function(event: dict[str, Any]) -> object:
        at_work.append(event)
        most.append(len(at_work))
        release.acquire(timeout=10)
        at_work.pop()
        return {"statusCode": 200}

    aws = serve(function=function, limits=Limits(functions=2))
    clients = [RawClient(aws.loopback.rest_url) for _ in range(4)]
    for client in clients:
        client.send(_good(aws))
        release.release()

    assert [client.answer().status for client in clients] == [200] * 4
    assert max(most) <= 2
    for client in clients:
        client.close()


def _raising(event: dict[str, Any]) -> object:
    raise SystemExit(f"a secret: {event['httpMethod']}")


@pytest.mark.parametrize(
    ("function", "status"),
    [
        (_raising, 502),
        (lambda _: {"statusCode": 200, "headers": {"X": "a\x00b"}}, 500),
        (lambda _: {"statusCode": 100}, 502),
        (lambda _: None, 502),
    ],
    ids=["ends Python", "breaks a header", "answers for the time being", "answers nothing"],
)
def test_whatever_a_function_does_the_client_gets_an_answer(
    serve: Callable[..., LocalAws], caplog: pytest.LogCaptureFixture, function: Callable[..., object], status: int
) -> None:
    """It is AWS's own answer, without a traceback, and the connection stays."""
    aws = serve(function=function)
    with RawClient(aws.loopback.rest_url) as client:
        for _ in range(2):
            client.send(_good(aws))
            answer = client.answer()
            assert (answer.status, answer.body) == (status, b'{"message":"Internal server error"}')
    assert "secret" not in caplog.text + repr(aws.log)
    assert "Traceback" not in caplog.text


def test_a_fault_in_the_front_is_answered_and_logged(
    serve: Callable[..., LocalAws], caplog: pytest.LogCaptureFixture
) -> None:
    """The client learns nothing of it; the log says where it is, not what was in the request."""
    aws = serve()
    aws.cloud.caller = None  # type: ignore[assignment,method-assign]  # what breaks the front

    answer = exchange(aws.loopback.rest_url, _good(aws))

    assert (answer.status, answer.body) == (500, b'{"message":"Internal server error"}')
    assert answer.headers["x-amzn-errortype"] == "InternalServerErrorException"
    assert re.fullmatch(r"a fault in the front: TypeError in \w+, line \d+", aws.log[-1].because)
    assert aws.log[-1].because in caplog.text
    assert "Traceback" not in caplog.text


def test_whoever_cannot_hear_a_decision_disturbs_nobody(
    serve: Callable[..., LocalAws], caplog: pytest.LogCaptureFixture
) -> None:
    """A ``tell`` that raises is logged; the client is answered, and the log has the decision."""
    aws = serve(tell=lambda decision: decision.nothing)

    assert _is_served(aws)
    assert len(aws.log) == 1
    assert "a fault in the front: AttributeError" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("broken", ["decision_of", "troubled"])
def test_a_fault_anywhere_ends_no_more_than_a_connection(
    aws: LocalAws, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """Also when the answer that says so cannot be made; the log has one line, and the next client is served."""
    with monkeypatch.context() as patch, RawClient(aws.loopback.rest_url) as client:
        patch.setattr(server, broken, lambda *_: 1 / 0)
        client.send(_good(aws) + b"get\r\n\r\n")
        text = client.rest()

    assert b"Traceback" not in text
    assert _is_served(aws)
    assert "Traceback" not in caplog.text
