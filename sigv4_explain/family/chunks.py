"""The signatures of an upload in chunks: each is made with the one before it, the first with the request's own.

In the order of AWS's pages, one function per term:
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hmac import HMAC
from typing import NamedTuple

from sigv4_explain.canonical import Headers, StepFunction, canonical_headers, plain
from sigv4_explain.encoding import EMPTY_SHA256, hmac_sha256, sha256_hex, utf_8
from sigv4_explain.family.checksums import Bytes
from sigv4_explain.masking import fields_alone

CHUNK_ALGORITHM = "AWS4-HMAC-SHA256-PAYLOAD"
TRAILER_ALGORITHM = "AWS4-HMAC-SHA256-TRAILER"


def hashed_chunk_data(chunk_data: Bytes) -> str:
    """Hash the data of one chunk, without its framing.

    ``Hex(SHA256Hash(CurrentChunkData))``

    >>> hashed_chunk_data(b"a" * 1024)[:16]
    '2edc986847e209b4'
    """
    return sha256_hex(chunk_data)


def chunk_string_to_sign(
    request_date_time: str, credential_scope: str, previous_signature: str, hashed_chunk_data: str
) -> str:
    r"""Put algorithm, time, scope, the previous signature, the hash of nothing and the data's hash under each other.

    ``"AWS4-HMAC-SHA256-PAYLOAD"\nRequestDateTime\nCredentialScope\nPreviousSignature\nHash("")\nHashedChunkData``.
    The previous signature of the first chunk is the request's own, the seed.

    >>> print(chunk_string_to_sign("20130524T000000Z", "20130524/us-east-1/s3/aws4_request", "4f23…", "bf71…"))
    AWS4-HMAC-SHA256-PAYLOAD
    20130524T000000Z
    20130524/us-east-1/s3/aws4_request
    4f23…
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    bf71…
    """
    begins = f"{CHUNK_ALGORITHM}\n{request_date_time}\n{credential_scope}\n"
    return f"{begins}{previous_signature}\n{EMPTY_SHA256}\n{hashed_chunk_data}"


def chunk_signature(signing_key: bytes, chunk_string_to_sign: str) -> str:
    """Sign one chunk with the key that signed the request.

    ``Hex(HMAC-SHA256(kSigning, ChunkStringToSign))``

    >>> len(chunk_signature(bytes(32), "AWS4-HMAC-SHA256-PAYLOAD…"))
    64
    """
    signing = _keyed(signing_key).copy()
    signing.update(utf_8(chunk_string_to_sign))
    return signing.hexdigest()


@lru_cache(maxsize=4)
def _keyed(signing_key: bytes) -> HMAC:
    """Begin with the key that signs all chunks of an upload: once, for it takes as long as all the rest."""
    return HMAC(signing_key, digestmod="sha256")


def canonical_trailers(trailers: Headers) -> str:
    r"""Write the trailers as headers are written to be signed; their signature is not among them.

    ``Lowercase(name):Trim(value)\n…``

    >>> canonical_trailers((("X-Amz-Checksum-CRC32C", "sOO8/Q=="),))
    'x-amz-checksum-crc32c:sOO8/Q==\n'
    """
    return canonical_headers(trailers)


def hashed_trailers(canonical_trailers: str) -> str:
    r"""Hash the canonical trailers.

    ``Hex(SHA256Hash(CanonicalTrailers))``

    >>> hashed_trailers("x-amz-checksum-crc32c:sOO8/Q==\n")[:16]
    '1e376db7e1a34a8e'
    """
    return sha256_hex(utf_8(canonical_trailers))


def trailer_string_to_sign(
    request_date_time: str, credential_scope: str, previous_signature: str, hashed_trailers: str
) -> str:
    r"""Put algorithm, time, scope, the last chunk's signature and the hash of the trailers under each other.

    ``"AWS4-HMAC-SHA256-TRAILER"\nRequestDateTime\nCredentialScope\nPreviousSignature\nHashedTrailers``

    >>> print(trailer_string_to_sign("20130524T000000Z", "20130524/us-east-1/s3/aws4_request", "2ca2…", "1e37…"))
    AWS4-HMAC-SHA256-TRAILER
    20130524T000000Z
    20130524/us-east-1/s3/aws4_request
    2ca2…
    1e37…
    """
    return f"{TRAILER_ALGORITHM}\n{request_date_time}\n{credential_scope}\n{previous_signature}\n{hashed_trailers}"


def trailer_signature(signing_key: bytes, trailer_string_to_sign: str) -> str:
    """Sign the trailers with the key that signed the request.

    ``Hex(HMAC-SHA256(kSigning, TrailerStringToSign))``

    >>> len(trailer_signature(bytes(32), "AWS4-HMAC-SHA256-TRAILER…"))
    64
    """
    return hmac_sha256(signing_key, trailer_string_to_sign).hex()


class Seed(NamedTuple):
    """What the chain of signatures begins with: the request's own signature, and what it was made with."""

    request_date_time: str
    credential_scope: str
    signing_key: bytes
    signature: str

    def __repr__(self) -> str:
        return fields_alone(self)


class SignatureChain:
    """The chain, previous to next: for whoever signs, explains or checks an upload.

    >>> chain = SignatureChain(Seed("20130524T000000Z", "20130524/us-east-1/s3/aws4_request", bytes(32), "4f23…"))
    >>> first, second = chain.chunk(hashed_chunk_data(b"a")), chain.chunk(hashed_chunk_data(b"a"))
    >>> first == second
    False
    """

    def __init__(self, seed: Seed, taken: Callable[[StepFunction], StepFunction] = plain) -> None:
        self._seed = seed
        self._taken = taken
        self._string_to_sign, self._sign = taken(chunk_string_to_sign), taken(chunk_signature)
        self.previous = seed.signature
        """The last signature, with which the next is made."""

    def chunk(self, hashed_chunk_data: str) -> str:
        """Return the signature of the next chunk, by the hash of its data."""
        date_time, scope, key, _ = self._seed
        text = self._string_to_sign(
            request_date_time=date_time,
            credential_scope=scope,
            previous_signature=self.previous,
            hashed_chunk_data=hashed_chunk_data,
        )
        self.previous = self._sign(signing_key=key, chunk_string_to_sign=text)
        return self.previous

    def trailer(self, trailers: Headers) -> str:
        """Return the signature of the trailers, behind the last chunk."""
        seed = self._seed
        lines = self._taken(canonical_trailers)(trailers=trailers)
        text = self._taken(trailer_string_to_sign)(
            request_date_time=seed.request_date_time,
            credential_scope=seed.credential_scope,
            previous_signature=self.previous,
            hashed_trailers=self._taken(hashed_trailers)(canonical_trailers=lines),
        )
        self.previous = self._taken(trailer_signature)(signing_key=seed.signing_key, trailer_string_to_sign=text)
        return self.previous
