from __future__ import annotations

import pytest

from sigv4_explain import Request, UnreadableText, explain
from sigv4_explain.readers import parse_raw_http
from tests.core.examples import ALICE, SCOPE

SECRET = "FwoGZXIvYXdzEJrMarkerSecret"


def test_it_reads_method_url_headers_and_body() -> None:
    """Order and repeats of headers are kept, Host among them, and the body is the rest."""
    text = "PUT /a?b=1 HTTP/1.1\nB: 2\nHost: example.com\nA: 1\nB: 3\n\nHello\n\nWorld\n"

    request = parse_raw_http(text)

    assert request == Request(
        "PUT",
        "https://example.com/a?b=1",
        [("B", "2"), ("Host", "example.com"), ("A", "1"), ("B", "3")],
        "Hello\n\nWorld\n",
    )


def test_lines_may_end_with_crlf_and_the_body_is_left_alone() -> None:
    """CRLF ends lines of the head; in the body it is content."""
    request = parse_raw_http("POST / HTTP/1.1\r\nHost: example.com\r\nA:\r\n\r\na\r\nb")

    assert request.headers == (("Host", "example.com"), ("A", ""))
    assert request.body == b"a\r\nb"


@pytest.mark.parametrize(
    ("line", "path", "query"),
    [
        ("GET /example space/ HTTP/1.1", "/example space/", ""),
        ("GET /ሴ?x=é y HTTP/2", "/ሴ", "x=é y"),
        ("GET /a  b", "/a  b", ""),
        ("GET /a", "/a", ""),
        ("GET /HTTP/1.1 HTTP/1.1", "/HTTP/1.1", ""),
        ("GET //a/../b HTTP/1.1", "//a/../b", ""),
    ],
)
def test_the_target_is_what_stands_between_method_and_version(line: str, path: str, query: str) -> None:
    """Blanks and other scripts stay in the target; only a last word that is a version is cut off."""
    request = parse_raw_http(f"{line}\nHost: example.com\n\n")

    assert (request.path, request.query) == (path, query)


def test_an_absolute_target_needs_no_host() -> None:
    """What a client sends to a proxy names scheme and host itself."""
    assert parse_raw_http("GET http://example.com:8080/a HTTP/1.1").url == "http://example.com:8080/a"


def test_blank_lines_before_the_request_line_are_skipped() -> None:
    """A text pasted between triple quotes begins with a line break."""
    assert parse_raw_http("\n  \r\n\nGET / HTTP/1.1\nHost: example.com").host == "example.com"


def test_a_headers_blanks_are_kept_but_for_the_first() -> None:
    """The blanks that Trim removes must still be there to be seen."""
    request = parse_raw_http('GET / HTTP/1.1\nHost: example.com\nA:  "a   b" \nB:\tb\n')

    assert request.headers[1:] == (("A", ' "a   b" '), ("B", "\tb"))


def test_a_folded_header_is_one_line() -> None:
    """AWS's published case get-header-value-multiline, whose signature this is: a space for each line break."""
    text = "GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:value1\n  value2\n     value3\n"

    trace = explain(parse_raw_http(text), ALICE, **SCOPE)

    assert "\nmy-header1:value1 value2 value3\n" in str(trace["canonical_request"].output)
    assert trace.signature == "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd"


AWS_CHUNKS = "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "framed", "body"),
    [
        ("", "3\r\nabc\r\nA;x=1\r\n0123\r\n6789\r\n0\r\nTrailer: a\r\n\r\n", "abc0123\r\n6789"),
        ("", "3\nabc\n4\ndé\n\n0", "abcdé\n"),
        ("", "0\r\n\r\n", ""),
        ("", "3\r\nabc\r\n", None),
        ("", "3\r\nab", None),
        ("", "4\r\nabc\r\n0\r\n\r\n", None),
        ("", "0\r\n\r\nmore", None),
        ("", '{"already": "whole"}', None),
        ("Content-Encoding: aws-chunked\r\n", AWS_CHUNKS, None),
        (
            "Content-Encoding: aws-chunked\r\n",
            f"{len(AWS_CHUNKS):x}\r\n{AWS_CHUNKS}\r\n0\r\n\r\n",
            AWS_CHUNKS,
        ),
    ],
)
def test_a_chunked_body_is_taken_out_of_its_chunks(headers: str, framed: str, body: str | None) -> None:
    """As RFC 9112 has it; what is not whole chunks stays, and so do the chunks of aws-chunked, which are the body."""
    head = f"PUT /a HTTP/1.1\r\nHost: example.com\r\n{headers}Transfer-Encoding: chunked\r\n\r\n"

    request = parse_raw_http(head + framed)

    assert request.body == (framed if body is None else body).encode()
    assert request.header("transfer-encoding") == "chunked"


def test_pseudo_headers_stand_for_the_request_line() -> None:
    """A request as browsers show HTTP/2; the authority becomes Host, as in a gateway."""
    text = ":authority: Example.com:8080\n:method: POST\n:path: /a?b=1\n:scheme: http\nAccept: */*\n\nHello"

    request = parse_raw_http(text)

    assert request == Request(
        "POST", "http://Example.com:8080/a?b=1", {"Host": "Example.com:8080", "Accept": "*/*"}, "Hello"
    )


def test_a_host_header_beside_the_authority_is_kept() -> None:
    """Host is not added a second time."""
    request = parse_raw_http(":method: GET\n:path: /\n:authority: a.example\nhost: b.example\n")

    assert request.headers == (("host", "b.example"),)
    assert request.url == "https://a.example/"


@pytest.mark.parametrize(
    ("text", "received", "expected"),
    [
        ("", "nothing but blanks", "GET /path"),
        (" \n\n", "nothing but blanks", "GET /path"),
        ("hello", "line 1: a line that begins with 'hello'", "GET /path"),
        ("\n\nHost: example.com", "line 3: a line that begins with 'Host'", "GET /path"),
        ("HTTP/1.1 200 OK", "line 1: a line of 15 characters", "GET /path"),
        ("GET / HTTP/1.1\n\n", "line 1: a request without Host", "Host header"),
        ("GET / HTTP/1.1\nHost:\n\n", "line 1: a request without Host", "Host header"),
        ("GET example.com HTTP/1.1\nHost: a", "line 1: no target that begins with /", "GET /path"),
        (":method: GET\n:authority: a", "line 1: no target that begins with /", ":path"),
        (":path: /\n:authority: a", "line 1: method: ''", "GET"),
        (":status: 200\nA: b", "line 1: :status", ":method"),
        ("GET / HTTP/1.1\nHost: a b", "line 1: url: ' ' in the host", "host"),
        ("GET / HTTP/1.1\nHost: a\nno colon", "line 3: a line that begins with 'no'", "Name: value"),
        ("GET / HTTP/1.1\nHost: a\nname : b", "line 3: a line that begins with 'name'", "Name: value"),
        ("GET / HTTP/1.1\n Host: a", "line 2: blanks at the start", "a header before what is folded"),
        ("GET / HTTP/1.1\nHost: a\nA: b\n\t\n", "line 4: blanks at the start", "an empty line before the body"),
        ("GET / HTTP/1.1\nHost: a\nA: b\n c\x00", "line 4: a line that begins with 'A'", "Name: value"),
        ("GET / HTTP/1.1\nHost: a\nA: \ud800", "line 3: a line that begins with 'A'", "Name: value"),
        ("GET / HTTP/1.1\nHost: a\n\n\ud800", "line 1: body: '\\ud800' at position 0", "Unicode"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_line(text: str, received: str, expected: str) -> None:
    """The error names the field, the line, what stands there and what should."""
    with pytest.raises(UnreadableText) as caught:
        parse_raw_http(text)

    assert caught.value.field == "text"
    assert received in caught.value.received
    assert expected in caught.value.expected


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f"aws_secret_access_key = {SECRET}",
        f"X-Amz-Security-Token: {SECRET}",
        f"GET {SECRET} HTTP/1.1\nHost: a",
        f"GET / HTTP/1.1\nHost: a\nX-Amz-Security-Token: {SECRET}\x00",
        f"GET / HTTP/1.1\nHost: a\nX-Amz-Security-Token: a\n {SECRET}\x00",
        f"GET / HTTP/1.1\nHost: a\n{SECRET}",
        f"GET / HTTP/1.1\nHost: a\n(: {SECRET}",
        f"GET /?X-Amz-Security-Token={SECRET} HTTP/1.1",
        f"GET http:///?X-Amz-Security-Token={SECRET} HTTP/1.1",
    ],
)
def test_an_error_shows_no_value(text: str) -> None:
    """A header's value or a pasted key may be a secret, so no error repeats it."""
    with pytest.raises(UnreadableText) as caught:
        parse_raw_http(text)

    assert SECRET not in str(caught.value)
    assert SECRET not in str(caught.value.__cause__)
