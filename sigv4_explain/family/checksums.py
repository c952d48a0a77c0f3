"""The checksums of S3: what tells a damaged body, and protects from nobody who can write the checksum anew.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64encode
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from sigv4_explain.errors import InvalidInput, describe

Bytes = bytes | bytearray | memoryview


class ChecksumAlgorithm(Enum):
    """An algorithm by its name in ``x-amz-checksum-NAME``."""

    CRC32 = "crc32"
    CRC32C = "crc32c"
    CRC64NVME = "crc64nvme"
    SHA1 = "sha1"
    SHA256 = "sha256"

    @property
    def header(self) -> str:
        """The header, or trailer, that carries the checksum."""
        return f"x-amz-checksum-{self.value}"

    @property
    def encoded_length(self) -> int:
        """How many characters the checksum has in base64."""
        return len(Checksum(self).base64())

    @classmethod
    def of_header(cls, header: str) -> ChecksumAlgorithm:
        """Return the algorithm that a header or trailer is for. Raises InvalidInput for another one.

        >>> ChecksumAlgorithm.of_header("X-Amz-Checksum-CRC32C")
        <ChecksumAlgorithm.CRC32C: 'crc32c'>
        """
        for algorithm in cls:
            if algorithm.header == header.lower():
                return algorithm
        raise InvalidInput("checksum", describe(header), f"one of {', '.join(each.header for each in cls)}")


def checksum(algorithm: str, body: bytes) -> str:
    r"""Return the checksum of a body in base64, most significant byte first.

    ``Base64(CRC or SHA of body)``

    >>> checksum("crc32", b"hello!\n"), checksum("crc64nvme", b"hello!\n")
    ('f//hAg==', 'bh/Fr0C6NuQ=')

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
    """
    running = Checksum(ChecksumAlgorithm(algorithm))
    running.update(body)
    return running.base64()


class Checksum:
    """A checksum that grows with what is read.

    >>> running = Checksum(ChecksumAlgorithm.CRC32C)
    >>> running.update(b"1234")
    >>> running.update(b"56789")
    >>> running.digest().hex()
    'e3069283'
    """

    def __init__(self, algorithm: ChecksumAlgorithm) -> None:
        self.algorithm = algorithm
        self._sha = hashlib.new(algorithm.value) if algorithm.value.startswith("sha") else None  # SHA-1 is S3's
        self._crc = 0

    def update(self, data: Bytes) -> None:
        """Count more of the body in."""
        if self._sha is None:
            self._crc = crc_of(self.algorithm).update(data, self._crc)
        else:
            self._sha.update(data)

    def digest(self) -> bytes:
        """Return the checksum of all so far."""
        if self._sha is not None:
            return self._sha.digest()
        return self._crc.to_bytes(8 if self.algorithm is ChecksumAlgorithm.CRC64NVME else 4, "big")

    def base64(self) -> str:
        """Return the checksum of all so far as it stands in a header or trailer."""
        return b64encode(self.digest()).decode()


def provider(algorithm: ChecksumAlgorithm) -> str:
    """Tell who computes a checksum on this machine, and when that is slow.

    >>> provider(ChecksumAlgorithm.CRC32)
    'zlib'
    """
    return "hashlib" if algorithm.value.startswith("sha") else crc_of(algorithm).provider


class _Crc(NamedTuple):
    """Goes on with a CRC, and whose work that is."""

    update: Callable[[Bytes, int], int]
    provider: str


@lru_cache(maxsize=8)
def crc_of(algorithm: ChecksumAlgorithm) -> _Crc:
    """Take the library that is installed, else the table."""
    if algorithm is ChecksumAlgorithm.CRC32:
        return _Crc(zlib.crc32, "zlib")
    try:
        return _Crc(getattr(import_module("awscrt.checksums"), algorithm.value), "awscrt")
    except (ImportError, AttributeError):  # an old awscrt has no CRC64NVME
        pass
    slower = "a table of 256 here, slower: pip install awscrt"
    if algorithm is ChecksumAlgorithm.CRC64NVME:
        return _Crc(by_table(0x9A6C9329AC4BC9B5, 64), slower)
    try:
        extend = import_module("google_crc32c").extend
    except ImportError:
        return _Crc(by_table(0x82F63B78, 32), slower)
    return _Crc(lambda data, crc: int(extend(crc, bytes(data))), "google-crc32c")


def by_table(polynomial: int, bits: int) -> Callable[[Bytes, int], int]:
    """Return the CRC of a reflected polynomial, a byte at a time: for where no library is installed.

    >>> hex(by_table(0x9A6C9329AC4BC9B5, 64)(b"123456789", 0))
    '0xae8b14860a799888'
    """
    table = list(range(256))
    for _ in range(8):
        table = [entry >> 1 ^ (polynomial if entry & 1 else 0) for entry in table]
    ones = (1 << bits) - 1

    def update(data: Bytes, before: int) -> int:
        crc = before ^ ones
        for byte in memoryview(data).cast("B"):
            crc = crc >> 8 ^ table[(crc ^ byte) & 255]
        return crc ^ ones

    return update
