from __future__ import annotations

import hashlib
import hmac
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import hmac_sha256, sha256_hex, sha256_hex_of_file, trim, uri_encode
from sigv4_explain.encoding import uri_decode
from tests.core.strategies import CHARACTERS
from tests.tables import tables

TABLES = tables(__file__)

UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


@given(st.binary(max_size=30))
def test_uri_encode_is_the_specification(data: bytes) -> None:
    """Every byte but the unreserved ones becomes a percent sign and two upper-case hex digits."""
    expected = "".join(chr(byte) if chr(byte) in UNRESERVED else f"%{byte:02X}" for byte in data)

    assert uri_encode(data) == expected


@given(st.text(CHARACTERS, max_size=20))
def test_uri_decode_undoes_uri_encode(text: str) -> None:
    """What was encoded is found again, byte by byte."""
    assert uri_decode(uri_encode(text)) == text.encode()


@given(st.text(CHARACTERS | st.sampled_from("%2fZz"), max_size=12))
def test_uri_decode_leaves_what_is_no_encoding(text: str) -> None:
    """A percent sign without two hex digits stands for itself."""
    expected = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode())

    assert uri_decode(text) == expected


def test_only_what_is_kept_is_left_alone() -> None:
    """The slash is encoded, except where it separates segments."""
    assert uri_encode("a/b c") == "a%2Fb%20c"
    assert uri_encode("a/b c", keep="/") == "a/b%20c"


@pytest.mark.parametrize(("value", "trimmed"), TABLES["trimmed"])
def test_trim_folds_spaces_and_tabs_and_nothing_else(value: str, trimmed: str) -> None:
    """Blanks at the ends go, runs inside become one space, other white space stays."""
    assert trim(value) == trimmed


@given(st.text(st.sampled_from(' \tab"\u00a0'), max_size=12))
def test_trimming_is_what_splitting_at_blanks_does(value: str) -> None:
    """The words between the blanks, joined by one space; doing it again changes nothing."""
    assert trim(value) == " ".join(word for word in value.replace("\t", " ").split(" ") if word)
    assert trim(trim(value)) == trim(value)


@given(st.binary(max_size=20), st.text(CHARACTERS, max_size=20))
def test_hashes_are_the_standard_ones(data: bytes, message: str) -> None:
    """SHA-256 in lower-case hex; HMAC-SHA256 of a UTF-8 message as raw bytes."""
    assert sha256_hex(data) == hashlib.sha256(data).hexdigest()
    assert hmac_sha256(data, message) == hmac.new(data, message.encode(), "sha256").digest()


def test_a_file_is_hashed_from_where_it_stands_and_put_back() -> None:
    """Whoever sends the file after hashing it sends the same bytes."""
    file = io.BytesIO(b"skipped" + b"body" * 100_000)
    file.seek(7)

    assert sha256_hex_of_file(file) == sha256_hex(b"body" * 100_000)
    assert file.tell() == 7
