from __future__ import annotations

import re
from random import Random
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import (
    canonical_headers,
    canonical_query_string,
    canonical_request,
    canonical_uri,
    hashed_canonical_request,
    hashed_payload,
    headers_to_sign,
    sha256_hex,
    signed_headers,
)
from sigv4_explain.canonical import normalized_path
from sigv4_explain.rules import PathEncoding, PathNormalization, RepeatedParameters
from tests.core.strategies import HEADERS, ODD_TEXTS

ONCE, AS_SENT = PathEncoding.ONCE, PathNormalization.AS_SENT


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("", "/"),
        ("/", "/"),
        ("//", "/"),
        ("/a", "/a"),
        ("/a/", "/a/"),
        ("/a//b///c//", "/a/b/c/"),
        ("/./a/./", "/a/"),
        ("/a/.", "/a"),
        ("/a/..", "/"),
        ("/a/../", "/"),
        ("/a/b/../c", "/a/c"),
        ("/../../a", "/a"),
        ("/...", "/..."),
        ("/a b", "/a%20b"),
        ("/a%20b", "/a%2520b"),
        ("/a%2Fb", "/a%252Fb"),
        ("/%2E%2E/a", "/%252E%252E/a"),
        ("/prod:1/*", "/prod%3A1/%2A"),
        ("/a+b", "/a%2Bb"),
        ("/ሴ", "/%E1%88%B4"),
        ("/~-._", "/~-._"),
    ],
)
def test_the_generic_path_is_normalized_and_encoded_once_more(path: str, canonical: str) -> None:
    """Dots and empty segments go, a slash at the end stays, and what was encoded is encoded again."""
    assert canonical_uri(path) == canonical


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("", "/"),
        ("/", "/"),
        ("//", "//"),
        ("/a/../b", "/a/../b"),
        ("/a b", "/a%20b"),
        ("/a%20b", "/a%20b"),
        ("/a%2fb", "/a/b"),
        ("/%2Fa%2F%2f../%252F", "//a//../%252F"),
        ("/a%20b%2Fc.txt", "/a%20b/c.txt"),
        ("/%41", "/A"),
        ("/it's*(a)", "/it%27s%2A%28a%29"),
        ("/a+b", "/a%20b"),
        ("/a%2Bb", "/a%2Bb"),
        ("/a%2bb", "/a%2Bb"),
        ("/++/+", "/%20%20/%20"),
        ("/100%", "/100%25"),
        ("/%FF", "/%FF"),
        ("/ሴ", "/%E1%88%B4"),
    ],
)
def test_the_path_for_s3_is_kept_and_encoded_once(path: str, canonical: str) -> None:
    """A key may hold anything, also dots and empty segments; an encoded slash is a slash, a raw plus a space."""
    assert canonical_uri(path, ONCE, AS_SENT) == canonical


@given(st.lists(ODD_TEXTS, max_size=4).map("/".join))
def test_a_key_signs_alike_whether_it_was_encoded_or_not(key: str) -> None:
    """For S3 it does not matter how a client encoded the key, as long as it means the same."""
    path = "/" + quote(key)

    lower_hex = re.sub("%..", lambda found: found[0].lower(), path)
    raw = "/" + key.replace("%", "%25").replace("+", "%2B")  # a raw plus would mean a space
    as_a_segment = "/" + quote(key, safe="")

    assert {canonical_uri(sent, ONCE, AS_SENT) for sent in (path, lower_hex, raw, as_a_segment)} == {path}


@given(st.lists(ODD_TEXTS | st.sampled_from(["", ".", ".."]), max_size=5))
def test_normalizing_twice_is_normalizing_once(segments: list[str]) -> None:
    """A normalized path has no dot segments and no empty ones left."""
    path = normalized_path("/" + "/".join(segments))

    assert normalized_path(path) == path
    assert not {"", ".", ".."} & set(path.strip("/").split("/")) or path == "/"


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("a", "a="),
        ("a=", "a="),
        ("=a", "=a"),
        ("=", "="),
        ("b=1&a=2", "a=2&b=1"),
        ("a=2&a=1", "a=1&a=2"),
        ("a=2&a=10", "a=10&a=2"),
        ("a-b=1&a=2", "a=2&a-b=1"),
        ("a=1&A=2", "A=2&a=1"),
        ("a1=1&a=2&a%41=3", "a=2&a1=1&aA=3"),
        ("z=1&ሴ=2", "%E1%88%B4=2&z=1"),
        ("a=b=c", "a=b%3Dc"),
        ("a=%3D&b=%3d", "a=%3D&b=%3D"),
        ("a=b+c", "a=b%20c"),
        ("a=b%2Bc", "a=b%2Bc"),
        ("a=b%20c", "a=b%20c"),
        ("a=%7E&b=~", "a=~&b=~"),
        ("a=%FF", "a=%FF"),
        ("a=100%", "a=100%25"),
        ("&&a=1&", "a=1"),
        ("&", ""),
        ("a=b?c", "a=b%3Fc"),
        ("a=b/c:d,e;f", "a=b%2Fc%3Ad%2Ce%3Bf"),
    ],
)
def test_the_query_is_encoded_once_and_sorted(query: str, canonical: str) -> None:
    """By encoded name, then by value, each as bytes; a name without a value has an empty one."""
    assert canonical_query_string(query) == canonical


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("b=1&a=2&a=1", "a=2&b=1"),
        ("a=1&a=1", "a=1"),
        ("a=2&%61=1&A=3", "A=3&a=2"),
        ("a&a=1", "a="),
        ("x+y=1&x%20y=2", "x%20y=1"),
        ("=2&=1&&", "=2"),
    ],
)
def test_where_the_first_counts_later_values_are_not_signed(query: str, canonical: str) -> None:
    """Of a name that is repeated, however it is encoded, the value that was sent first is signed alone."""
    assert canonical_query_string(query, RepeatedParameters.FIRST) == canonical


@given(st.lists(ODD_TEXTS, max_size=4).map("&".join))
def test_a_canonical_query_is_its_own_canonical_form(query: str) -> None:
    """Encoding and sorting what is encoded and sorted changes nothing."""
    once = canonical_query_string(query)

    assert canonical_query_string(once) == once


@given(st.lists(st.tuples(ODD_TEXTS, ODD_TEXTS), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_parameters_does_not_matter(pairs: list[tuple[str, str]], random: Random) -> None:
    """Both sides sort, so that proxies may reorder; and no parameter is lost or changed."""
    pieces = [f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs]
    canonical = canonical_query_string("&".join(pieces))
    random.shuffle(pieces)

    assert canonical_query_string("&".join(pieces)) == canonical
    read = [tuple(map(unquote, piece.split("="))) for piece in canonical.split("&")] if canonical else []
    assert sorted(read) == sorted(pairs)


@pytest.mark.parametrize(
    ("headers", "lines"),
    [
        ((), ""),
        ((("Host", "h"),), "host:h\n"),
        ((("X-B", "1"), ("x-a", "2")), "x-a:2\nx-b:1\n"),
        ((("X-A", "2"), ("x-a", "1"), ("X-a", "2")), "x-a:2,1,2\n"),
        ((("X-A", ""), ("X-A", " ")), "x-a:,\n"),
        ((("A", ""),), "a:\n"),
        ((("X-A", " a \t b "),), "x-a:a b\n"),
        ((("X-A", "VALUE: b"),), "x-a:VALUE: b\n"),
        ((("a-b", "1"), ("a", "2"), ("a_b", "3")), "a:2\na-b:1\na_b:3\n"),
    ],
)
def test_headers_become_lines(headers: tuple[tuple[str, str], ...], lines: str) -> None:
    """Lower-case name, colon, trimmed value; sorted by name; repeats in one line in the order of arrival."""
    assert canonical_headers(headers) == lines


@given(HEADERS.map(tuple))
def test_signed_headers_names_the_lines(headers: tuple[tuple[str, str], ...]) -> None:
    """The list of names is that of the lines, in their order: the server rebuilds one from the other."""
    lines = canonical_headers(headers).split("\n")

    assert lines[-1] == ""
    assert signed_headers(headers) == ";".join(line.partition(":")[0] for line in lines[:-1])


def test_headers_that_are_never_signed_are_left_out_in_any_case() -> None:
    """All others stay as they were sent, in their order."""
    headers = [("USER-AGENT", "x"), ("B", "1"), ("User-Agent", "y"), ("a", "2")]

    assert headers_to_sign(headers, frozenset({"user-agent"})) == (("B", "1"), ("a", "2"))


def test_a_declared_hash_is_repeated_and_not_checked() -> None:
    """Even a wrong or an empty one: it is what the request says."""
    assert hashed_payload(b"body") == sha256_hex(b"body")
    assert hashed_payload(b"body", "wrong") == "wrong"
    assert hashed_payload(b"body", "") == ""


def test_the_canonical_request_is_six_parts_and_one_empty_line() -> None:
    """The headers end with a line break of their own; nothing follows the hash."""
    parts = ("GET", "/", "a=1", "a:1\nb:2\n", "a;b", "hash")

    assert canonical_request(*parts) == "GET\n/\na=1\na:1\nb:2\n\na;b\nhash"
    assert hashed_canonical_request("ሴ") == sha256_hex("ሴ".encode())
