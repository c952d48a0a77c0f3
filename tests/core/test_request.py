from __future__ import annotations

import pytest
from hypothesis import given

from sigv4_explain import Request
from tests.core import strategies
from tests.core.examples import CAROL

TOKEN = CAROL.session_token or ""


def test_the_url_stays_as_it_was_sent() -> None:
    """Nothing is decoded, encoded, reordered or normalised; a fragment is kept and never sent."""
    url = "HTTPS://Example.com:443/a/../%7e//b c?b=+&a=%2f&a#top"
    request = Request("GET", url)

    assert (request.url, request.path, request.query) == (url, "/a/../%7e//b c", "b=+&a=%2f&a")


@pytest.mark.parametrize(
    ("url", "path", "query"),
    [
        ("https://example.com", "", ""),
        ("https://example.com/", "/", ""),
        ("https://example.com?a", "", "a"),
        ("https://example.com/?", "/", ""),
        ("https://example.com/a;b?c?d", "/a;b", "c?d"),
        ("https://example.com//a", "//a", ""),
    ],
)
def test_path_and_query_are_cut_where_http_cuts_them(url: str, path: str, query: str) -> None:
    """At the first question mark; an empty path stays empty."""
    request = Request("GET", url)

    assert (request.path, request.query) == (path, query)


def test_a_host_header_is_taken_as_sent() -> None:
    """A custom Host wins over the URL's, default port and all."""
    assert Request("GET", "https://example.com/", {"hOsT": "Custom.example:443"}).host == "Custom.example:443"


def test_headers_keep_their_order_and_repeats() -> None:
    """Given as pairs or as a mapping, they are pairs."""
    pairs = [("B", "1"), ("a", "2"), ("b", "3")]

    assert Request("GET", "https://h/", pairs).headers == tuple(pairs)
    assert Request("GET", "https://h/", {"B": "1", "a": "2"}).headers == (("B", "1"), ("a", "2"))
    assert Request("GET", "https://h/", iter(pairs)).headers == tuple(pairs)


def test_the_first_header_of_a_name_is_found_whatever_its_case() -> None:
    """Header names have no case."""
    request = Request("GET", "https://h/", [("X-A", "1"), ("x-a", "2")])

    assert (request.header("x-A"), request.header("x-b")) == ("1", None)


def test_added_headers_replace_those_of_the_same_name() -> None:
    """All of them, and new ones stand at the end; the request itself is unchanged."""
    request = Request("GET", "https://h/", [("X-A", "1"), ("B", "2"), ("x-a", "3")])

    assert request.with_headers([("x-A", "4"), ("C", "5")]).headers == (("B", "2"), ("x-A", "4"), ("C", "5"))
    assert len(request.headers) == 3


def test_a_text_body_is_utf_8() -> None:
    """Bytes are taken as they are."""
    assert Request("PUT", "https://h/", (), "ሴ").body == b"\xe1\x88\xb4"
    assert Request("PUT", "https://h/", (), b"\xff\x00").body == b"\xff\x00"


def test_the_method_is_upper_case() -> None:
    """As HTTP clients send it."""
    assert Request("patch", "https://h/").method == "PATCH"


@given(strategies.REQUESTS)
def test_equal_requests_are_one_key(request: Request) -> None:
    """Requests are values: equal when their parts are, and hashable."""
    same = Request(request.method, request.url, request.headers, request.body)

    assert same == request
    assert hash(same) == hash(request)
    assert Request("OTHER", request.url, request.headers, request.body) != request


def test_a_request_cannot_be_changed() -> None:
    """What was signed stays what was signed."""
    request = Request("GET", "https://h/")

    with pytest.raises(AttributeError):
        request.method = "PUT"  # type: ignore[misc]  # that is what is tested


def test_the_repr_says_all_but_the_token_and_the_body() -> None:
    """One line with method, URL, headers and the size of the body."""
    request = Request("PUT", "https://h/?a=1", [("X-A", "1"), ("X-Amz-Security-Token", TOKEN)], "body")

    assert repr(request) == (
        "Request('PUT', 'https://h/?a=1', "
        "headers=[('X-A', '1'), ('X-Amz-Security-Token', '••• (18 characters)')], body=4 bytes)"
    )
