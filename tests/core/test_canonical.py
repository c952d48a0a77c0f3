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
from tests.tables import tables

TABLES = tables(__file__)

ONCE, AS_SENT = PathEncoding.ONCE, PathNormalization.AS_SENT


@pytest.mark.parametrize(("path", "canonical"), TABLES["generic_paths"])
def test_the_generic_path_is_normalized_and_encoded_once_more(path: str, canonical: str) -> None:
    """Dots and empty segments go, a slash at the end stays, and what was encoded is encoded again."""
    assert canonical_uri(path) == canonical


@pytest.mark.parametrize(("path", "canonical"), TABLES["s3_paths"])
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


@pytest.mark.parametrize(("query", "canonical"), TABLES["queries"])
def test_the_query_is_encoded_once_and_sorted(query: str, canonical: str) -> None:
    """By encoded name, then by value, each as bytes; a name without a value has an empty one."""
    assert canonical_query_string(query) == canonical


@pytest.mark.parametrize(("query", "canonical"), TABLES["first_values"])
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


@pytest.mark.parametrize(("headers", "lines"), TABLES["headers"])
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
