from __future__ import annotations

import sys
import zlib
from base64 import b64decode
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import InvalidInput
from sigv4_explain.family import checksums
from sigv4_explain.family.checksums import Checksum, ChecksumAlgorithm, by_table, checksum, provider

CHECKS = {
    "crc32": "cbf43926",
    "crc32c": "e3069283",
    "crc64nvme": "ae8b14860a799888",
    "sha1": "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "sha256": "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
}
"""The checksum of 123456789: the check values of the CRC catalogue, and of NIST's hashes."""
POLYNOMIALS = {"crc32": (0xEDB88320, 32), "crc32c": (0x82F63B78, 32), "crc64nvme": (0x9A6C9329AC4BC9B5, 64)}
BODIES = st.lists(st.binary(max_size=50), max_size=5)


@pytest.mark.parametrize("name", CHECKS)
def test_each_algorithm_gives_its_check_value(name: str) -> None:
    """Of the digits 1 to 9, in base64."""
    assert b64decode(checksum(name, b"123456789")).hex() == CHECKS[name]


@pytest.mark.parametrize("name", POLYNOMIALS)
@given(pieces=BODIES)
def test_the_table_gives_what_the_library_gives(name: str, pieces: list[bytes]) -> None:
    """However the body is cut, so that who has no library only waits longer."""
    running, crc = Checksum(ChecksumAlgorithm(name)), 0
    for piece in pieces:
        running.update(piece)
        crc = by_table(*POLYNOMIALS[name])(memoryview(piece), crc)

    assert int.from_bytes(running.digest(), "big") == crc
    assert name != "crc32" or crc == zlib.crc32(b"".join(pieces))


@pytest.fixture
def _forgotten() -> Iterator[None]:
    checksums.crc_of.cache_clear()
    yield
    checksums.crc_of.cache_clear()


@pytest.mark.usefixtures("_forgotten")
@pytest.mark.parametrize("name", ["crc32c", "crc64nvme"])
def test_without_a_library_the_table_is_used_and_said_to_be_slower(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a browser, where neither awscrt nor google-crc32c is."""
    monkeypatch.setitem(sys.modules, "awscrt.checksums", None)
    monkeypatch.setitem(sys.modules, "google_crc32c", None)

    assert "slower" in provider(ChecksumAlgorithm(name))
    assert b64decode(checksum(name, b"123456789")).hex() == CHECKS[name]


@pytest.mark.usefixtures("_forgotten")
def test_google_crc32c_serves_where_awscrt_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has CRC32C alone."""
    google = pytest.importorskip("google_crc32c", reason="google-crc32c is not installed: pip install google-crc32c")
    monkeypatch.setitem(sys.modules, "awscrt.checksums", None)

    assert google
    assert provider(ChecksumAlgorithm.CRC32C) == "google-crc32c"
    assert b64decode(checksum("crc32c", b"123456789")).hex() == CHECKS["crc32c"]


@pytest.mark.parametrize("algorithm", ChecksumAlgorithm)
def test_a_checksum_has_the_length_that_is_counted_for_it(algorithm: ChecksumAlgorithm) -> None:
    """Content-Length is known before the checksum is."""
    assert len(checksum(algorithm.value, b"any body")) == algorithm.encoded_length
    assert ChecksumAlgorithm.of_header(algorithm.header.upper()) is algorithm


def test_a_header_of_no_algorithm_is_refused_with_those_there_are() -> None:
    """The names are S3's."""
    with pytest.raises(InvalidInput, match=r"'x-amz-checksum-md5'.*x-amz-checksum-crc64nvme"):
        ChecksumAlgorithm.of_header("x-amz-checksum-md5")
