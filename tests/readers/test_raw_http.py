from __future__ import annotations

import pytest

from sigv4_explain import Request, UnreadableText, explain
from sigv4_explain.readers import parse_raw_http
from tests.core.examples import ALICE, SCOPE
from tests.tables import tables

SECRET = "FwoGZXIvYXdzEJrMarkerSecret"
TABLES = tables(__file__, SECRET=SECRET)


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


@pytest.mark.parametrize(("line", "path", "query"), TABLES["targets"])
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


@pytest.mark.parametrize(("headers", "framed", "body"), TABLES["chunked"])
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
        *TABLES["unreadable"],
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


@pytest.mark.parametrize("text", TABLES["secrets"])
def test_an_error_shows_no_value(text: str) -> None:
    """A header's value or a pasted key may be a secret, so no error repeats it."""
    with pytest.raises(UnreadableText) as caught:
        parse_raw_http(text)

    assert SECRET not in str(caught.value)
    assert SECRET not in str(caught.value.__cause__)
