"""Bytes in, requests out, and answers as bytes."""

from __future__ import annotations

from io import BytesIO

import pytest

from sigv4_explain import Request
from tests.local_aws.parts import Received, RequestReader, Response, Trouble, Unreadable, written

HEAD = b"POST /default HTTP/1.1\r\nHost: localhost\r\n"
ONE = b"GET /a//b/./%2f?x=+&%zz HTTP/1.1\r\nHost: localhost\r\nx-B: 1\r\nX-a: 2\r\nx-b:  3 \r\n\r\n"
TWO = HEAD + b"Content-Length: 5\r\nConnection: close\r\n\r\n\x00\r\n\r\n"
THREE = HEAD + b"Transfer-Encoding: chunked\r\n\r\n3;name=value\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n"


def _read(data: bytes, longest_body: int = 1000) -> list[Received]:
    reader = RequestReader(BytesIO(data), longest_body)
    return list(iter(reader.next, None))


def _trouble(data: bytes) -> tuple[Trouble, str]:
    with pytest.raises(Unreadable) as caught:
        _read(data, longest_body=10)
    return caught.value.trouble, str(caught.value)


def test_a_request_arrives_as_sent() -> None:
    """Path, query, names, order and repeats of headers are what was sent; only the blanks around a value go."""
    (received,) = _read(ONE)

    headers = [("Host", "localhost"), ("x-B", "1"), ("X-a", "2"), ("x-b", "3")]
    assert received == (Request("GET", "http://localhost/a//b/./%2f?x=+&%zz", headers), True)


def test_a_body_is_taken_by_its_length_or_by_its_chunks() -> None:
    """A body of any bytes is whole, and chunks are put together without what stands between and behind them."""
    assert [received.request.body for received in _read(THREE + TWO)] == [b"abcde", b"\x00\r\n\r\n"]


@pytest.mark.parametrize(
    ("value", "text"), [(b"caf\xc3\xa9", "café"), (b"caf\xe9", "café"), (b"a  b\t", "a  b"), (b"", "")]
)
def test_a_header_value_is_utf_8_or_else_latin_1(value: bytes, text: str) -> None:
    """Both are seen in the wild; what is valid UTF-8 is taken for that."""
    (received,) = _read(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + value + b"\r\n\r\n")

    assert received.request.header("x") == text


@pytest.mark.parametrize(
    ("line", "headers", "keeps_open"),
    [
        (b"GET / HTTP/1.1", b"", True),
        (b"GET / HTTP/1.1", b"Connection: close\r\n", False),
        (b"GET / HTTP/1.1", b"Connection: keep-alive, Close\r\n", False),
        (b"GET / HTTP/1.0", b"", False),
    ],
)
def test_a_client_says_whether_it_stays(line: bytes, headers: bytes, keeps_open: bool) -> None:  # noqa: FBT001 -- a table's column
    """HTTP/1.1 stays unless it says close; HTTP/1.0 leaves."""
    assert _read(line + b"\r\nHost: localhost\r\n" + headers + b"\r\n")[0].keeps_open is keeps_open


def test_a_client_that_waits_for_leave_to_send_its_body_is_asked_for_it() -> None:
    """Once, and not when its body would be too long."""
    invited: list[str] = []
    waits = HEAD + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\nab"
    assert RequestReader(BytesIO(waits), 100, lambda: invited.append("once")).next() is not None
    with pytest.raises(Unreadable):
        RequestReader(BytesIO(waits), 1, lambda: invited.append("again")).next()

    assert invited == ["once"]


def test_a_folded_header_is_one_line() -> None:
    """As AWS's published case get-header-value-multiline has it: the lines are joined by one blank."""
    (received,) = _read(HEAD + b"My-Header1: value1\r\n  value2\r\n\tvalue3\r\n\r\n")

    assert received.request.header("my-header1") == "value1 value2 value3"


NO_HTTP = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/2 in words": b"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "nothing": b"\r\n\r\n",
    "a word": b"hello\r\n\r\n",
    "method in lower case": b"get / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "blank in the path": b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "control character in the path": b"GET /a\x00b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no ASCII in the path": b"GET /\xc3\xa9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a URL as target": b"GET http://h/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "CONNECT": b"CONNECT h:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "fragment": b"GET /#top HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "no host in HTTP/1.0": b"GET / HTTP/1.0\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
    "an impossible host": b"GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
    "an empty host": b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
    "a path as host": b"GET /default/secret HTTP/1.1\r\nHost: localhost/default/hello?x=\r\n\r\n",
    "a fragment as host": b"GET /default/secret HTTP/1.1\r\nHost: localhost#\r\n\r\n",
    "a host with a word as port": b"GET / HTTP/1.1\r\nHost: localhost:http\r\n\r\n",
    "a folded first header": b"GET / HTTP/1.1\r\n folded\r\nHost: localhost\r\n\r\n",
    "no colon": b"GET / HTTP/1.1\r\nHost: localhost\r\nX\r\n\r\n",
    "no name": b"GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n",
    "blank before the colon": b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length : 5\r\n\r\n",
    "control character in a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: \x01\r\n\r\n",
    "length is no number": HEAD + b"Content-Length: five\r\n\r\n",
    "negative length": HEAD + b"Content-Length: -5\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
    "a length and chunks": HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a length without end": HEAD + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n",
    "unknown encoding": HEAD + b"Transfer-Encoding: gzip\r\n\r\n",
    "a chunk without size": HEAD + b"Transfer-Encoding: chunked\r\n\r\nfive\r\n",
    "a chunk of another size": HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
}


@pytest.mark.parametrize("case", NO_HTTP)
def test_what_is_no_http_is_refused(case: str) -> None:
    """Bytes that a server must not guess about end the connection, with a reason that repeats nothing of them."""
    trouble, because = _trouble(NO_HTTP[case])

    assert trouble is Trouble.NOT_HTTP
    assert len(because) < 80
    assert "\r" not in because


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"a" * 40_000,
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 10_000,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 10_240 + b"\r\n\r\n",
    ],
    ids=["endless first line", "thousands of headers", "long values"],
)
def test_headers_end_somewhere(head: bytes) -> None:
    """More headers than API Gateway takes are refused, also while their end has not come."""
    assert _trouble(head)[0] is Trouble.HEADERS_TOO_LARGE


@pytest.mark.parametrize(
    "request_",
    [
        HEAD + b"Content-Length: 11\r\n\r\n",
        HEAD + b"Content-Length: 99999999999999999999\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nB\r\n01234567890\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 11,
    ],
    ids=["announced", "announced beyond all numbers", "one chunk", "many chunks"],
)
def test_a_body_ends_somewhere(request_: bytes) -> None:
    """A body that is too long is refused as soon as that is known."""
    assert _trouble(request_)[0] is Trouble.BODY_TOO_LARGE


@pytest.mark.parametrize("cut", [HEAD[:9], HEAD, HEAD + b"Content-Length: 3\r\n\r\nab", THREE[:-9]])
def test_what_is_cut_short_is_nothing(cut: bytes) -> None:
    """The client has gone in the middle of a request, so there is nobody to answer."""
    with pytest.raises(EOFError):
        _read(cut)


def test_a_body_may_be_as_long_as_the_limit() -> None:
    """The limit itself is taken."""
    assert _read(HEAD + b"Content-Length: 10\r\n\r\n0123456789", longest_body=10)[0].request.body == b"0123456789"


RESPONSE = Response(200, (("Content-Length", "2"), ("Connection", "keep-alive"), ("X-A", "é")), b"{}", "for a test")


@pytest.mark.parametrize(
    ("method", "keeps_open", "sent"),
    [
        ("GET", True, "Content-Length: 2\r\nConnection: keep-alive\r\nX-A: é\r\n\r\n{}"),
        ("GET", False, "Content-Length: 2\r\nConnection: close\r\nX-A: é\r\n\r\n{}"),
        ("HEAD", True, "Content-Length: 2\r\nConnection: keep-alive\r\nX-A: é\r\n\r\n"),
    ],
)
def test_an_answer_is_written_in_its_order(method: str, keeps_open: bool, sent: str) -> None:  # noqa: FBT001 -- a table's column
    """Headers stand in AWS's order; the connection's future is told, and HEAD gets no body."""
    assert written(RESPONSE, method, keeps_open=keeps_open) == f"HTTP/1.1 200 OK\r\n{sent}".encode()


@pytest.mark.parametrize(
    ("status", "headers"),
    [(200, (("X", "a\r\nSet-Cookie: b"),)), (200, (("X\n", "a"),)), (200, (("X", "\ud800"),))],
)
def test_an_answer_that_would_break_http_is_not_written(status: int, headers: tuple[tuple[str, str], ...]) -> None:
    """A function of a learner's own may return anything; the client gets no second head."""
    with pytest.raises(ValueError, match="control"):
        written(Response(status, headers, b"", "for a test"), "GET", keeps_open=True)


def test_how_the_body_is_framed_is_not_the_functions_to_say() -> None:
    """Two ways to find the end of one body would be one too many."""
    response = Response(200, (("Transfer-Encoding", "chunked"), ("Content-Length", "0")), b"", "for a test")

    assert b"chunked" not in written(response, "GET", keeps_open=True)
