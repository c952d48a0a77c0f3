from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sigv4_explain import Request, trim
from sigv4_explain.masking import pictured
from tests.clients.parts import curl_command, raw_http

TOKEN = "FwoGMarkerSessionToken/+=="

_characters = st.characters(exclude_categories=("Cc", "Cs"))
_in_url = st.text(
    st.characters(exclude_characters="#", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")) | st.just(" ")
)
_names = st.text("abcXYZ019!#$%&'*+.^_`|~-", min_size=1).filter(
    lambda name: name.lower() not in ("host", "content-length")
)
_requests = st.builds(
    Request,
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "M-SEARCH", "IT'S"]),
    url=st.builds(
        lambda origin, target: f"{origin}/{target}".rstrip(" "),
        st.sampled_from(["https://example.com", "https://Example.com:8443", "https://[::1]:80"]),
        _in_url,
    ),
    headers=st.lists(
        st.tuples(_names | st.sampled_from(["Content-Type", "accept"]), st.text(_characters | st.just("\t"))),
        max_size=4,
    ),
    body=st.text(_characters | st.sampled_from("\r\n\t'\"\\")),
)


@given(_requests)
@example(Request("GET", "https://example.com/a  b HTTP/1.1", [("A", "1"), ("B", "2"), ("a", " 3 ")], "\n\nx"))
def test_raw_http_reads_back_as_the_same_request(request: Request) -> None:
    """Nothing is lost but what the text cannot say: the scheme and the fragment; Host and Content-Length are added."""
    again = Request.parse(raw_http(request, reveal=True))

    assert again.headers[0] == ("Host", request.host)
    assert again.headers[1 : 1 + len(request.headers)] == request.headers
    assert (again.method, again.path, again.query, again.body) == (
        request.method,
        request.path,
        request.query,
        request.body,
    )


@given(_requests)
@example(Request("POST", "https://example.com/a/../b?x=[1]#top", [("A", "1"), ("B", "2"), ("a", " 3 ")], "@f"))
@example(Request("POST", "http://example.com", {"Host": "other.example", "Content-Length": "1"}, "x"))
def test_a_curl_command_reads_back_as_the_same_request(request: Request) -> None:
    """Nothing is lost, but that a value of nothing but blanks becomes empty."""
    headers = [(name, value if value.strip(" \t") else "") for name, value in request.headers]

    assert Request.parse(curl_command(request, reveal=True)) == Request(
        request.method, request.url, headers, request.body
    )


def test_raw_http_has_host_first_and_keeps_the_order_of_the_rest() -> None:
    """A Host header that was sent moves to the front; a Content-Length that was sent is not repeated."""
    request = Request("PUT", "https://a.example?x", [("A", ""), ("content-length", "2"), ("host", "b.example")], "xy")

    assert raw_http(request) == "PUT /?x HTTP/1.1\nhost: b.example\nA:\ncontent-length: 2\n\nxy"


def test_an_empty_host_header_is_shown_as_sent() -> None:
    """It is not joined by a second one, which would not be sent."""
    assert raw_http(Request("GET", "https://example.com/", {"Host": ""})) == "GET / HTTP/1.1\nHost:\n\n"


def test_raw_http_without_a_body_ends_with_an_empty_line() -> None:
    """Without a body there is no Content-Length, and the end of the headers can be seen."""
    assert raw_http(Request("GET", "https://example.com/#top")) == "GET / HTTP/1.1\nHost: example.com\n\n"


def test_a_body_that_is_no_text_is_a_note() -> None:
    """Raw bytes would be read as other text, so their number stands there, or a file's name."""
    request = Request("PUT", "https://example.com/", {"Content-Type": "image/png"}, b"\x89PNG")

    assert raw_http(request).endswith("Content-Length: 4\n\n(4 bytes that are not UTF-8 text)")
    assert curl_command(request) == (
        "# body.bin holds the body: 4 bytes that cannot stand here\n"
        "curl https://example.com/ \\\n  -X PUT \\\n  -H 'Content-Type: image/png' \\\n  --data-binary @body.bin"
    )


def test_a_nul_character_cannot_stand_in_a_command() -> None:
    """A shell's words end at a NUL, so such a text goes into the file, too."""
    assert curl_command(Request("POST", "https://example.com/", (), "a\0b")).endswith("--data-binary @body.bin")


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        (Request("GET", "https://h/"), "curl https://h/"),
        (
            Request("POST", "https://h/", {"Content-Type": "a"}, "b"),
            "curl https://h/ \\\n  -H 'Content-Type: a' \\\n  --data-raw b",
        ),
        (
            Request("GET", "https://h/", {"Content-Type": "a"}, "b"),
            "curl https://h/ \\\n  -X GET \\\n  -H 'Content-Type: a' \\\n  --data-raw b",
        ),
        (Request("POST", "https://h/"), "curl https://h/ \\\n  -X POST"),
        (Request("HEAD", "https://h/"), "curl https://h/ \\\n  --head"),
        (Request("GET", "https://h/a/..?b=[c]&d"), "curl --path-as-is --globoff 'https://h/a/..?b=[c]&d'"),
        (
            Request("HEAD", "https://h/", {"Content-Type": ""}, "b"),
            "curl https://h/ \\\n  -X HEAD \\\n  -H 'Content-Type;' \\\n  --data-raw b",
        ),
        (Request("GET", "https://h/", {"A": " \t"}), "curl https://h/ \\\n  -H 'A;'"),
        (Request("GET", "https://h/a/%2E%2e"), "curl --path-as-is https://h/a/%2E%2e"),
        (Request("GET", "https://h/..a?/../"), "curl 'https://h/..a?/../'"),
        (Request("GET", "https://h/a b?c"), "curl https://h --request-target '/a b?c'"),
    ],
)
def test_a_command_has_only_the_switches_that_it_needs(request_: Request, command: str) -> None:
    """The method is named when curl would choose another; a switch stands there when curl would change the URL."""
    assert curl_command(request_) == command


@pytest.mark.parametrize("write", [raw_http, curl_command])
def test_session_tokens_are_masked_unless_revealed(write: object) -> None:
    """In a header, in a query string that curl takes and in one it does not."""
    assert callable(write)
    headers = {"X-Amz-Security-Token": TOKEN, "x-amz-s3session-token": TOKEN}
    for path in ("/a", "/a b"):
        request = Request("GET", f"https://h{path}?X-Amz-Security-Token={TOKEN}&b=1", headers)

        assert TOKEN not in write(request)
        assert write(request).count("••• (26 characters)") == 3
        assert write(request, reveal=True).count(TOKEN) == 3


@given(_requests)
def test_masking_changes_nothing_else(request: Request) -> None:
    """A request without a session token is shown as it is."""
    assert raw_http(request) == pictured(raw_http(request, reveal=True))
    assert curl_command(request) == curl_command(request, reveal=True)


def test_the_length_counts_bytes() -> None:
    """A character outside ASCII is more than one byte."""
    assert "Content-Length: 3\n" in raw_http(Request("POST", "https://h/", (), "ሴ"))


def test_blanks_in_a_value_are_written_as_they_are() -> None:
    """What Trim would remove is still there, for it is what was given."""
    request = Request("GET", "https://h/", {"A": "  b "})

    assert "A:   b \n" in raw_http(request)
    assert "-H 'A:   b '" in curl_command(request)
    assert trim(Request.parse(raw_http(request)).header("a") or "") == "b"
