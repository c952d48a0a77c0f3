"""Uploads for the tests of this folder: keys, place, and a server that checks what it reads."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from sigv4_explain import Credentials, Request
from sigv4_explain.authorization import Authorization
from sigv4_explain.family.checksums import ChecksumAlgorithm, checksum
from sigv4_explain.family.chunks import Seed, SignatureChain
from sigv4_explain.family.framing import BodyEnds, ChunkBegins, ChunkData, ChunkEnds, FramingReader, StreamingPayload
from sigv4_explain.signing import scope_and_signing_key

# AWS publishes this pair of keys, this request and the signatures of both forms of it.
PUBLISHED = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
OBJECT = Request(
    "PUT",
    "https://s3.amazonaws.com/examplebucket/chunkObject.txt",
    {"x-amz-storage-class": "REDUCED_REDUNDANCY"},
    b"a" * 66560,
)
PLACE: dict[str, Any] = {"region": "us-east-1", "at": "20130524T000000Z"}
SIGNED: dict[str, Any] = {"payload": StreamingPayload.SIGNED}
SIGNED_TRAILER: dict[str, Any] = {
    "payload": StreamingPayload.SIGNED_WITH_TRAILER,
    "checksum": ChecksumAlgorithm.CRC32C,
}
UNSIGNED_TRAILER: dict[str, Any] = {
    "payload": StreamingPayload.UNSIGNED_WITH_TRAILER,
    "checksum": ChecksumAlgorithm.CRC32,
}
MODES = {"signed": SIGNED, "signed trailer": SIGNED_TRAILER, "unsigned trailer": UNSIGNED_TRAILER}


class Noticed(Exception):
    """The server refuses, for this reason."""


def received(request: Request, pieces: Iterable[bytes], mode: dict[str, Any], secret: str) -> bytes:
    """Read a framed body as a server does, and return what it holds; Noticed, or FramingError, for what is wrong."""
    date = request.header("x-amz-date") or ""
    scope, key = scope_and_signing_key(secret, date[:8], "us-east-1", "s3")
    seed = Authorization.parse(request.header("authorization") or "").signature
    chain = SignatureChain(Seed(date, scope, key, seed))
    payload: StreamingPayload = mode["payload"]
    reader, body, hashed, signature, ends = FramingReader(payload), bytearray(), sha256(), None, None
    for piece in pieces:
        for event in reader.receive(piece):
            match event:
                case ChunkBegins():
                    hashed, signature = sha256(), event.signature
                case ChunkData():
                    hashed.update(event.data)
                    body += event.data
                case ChunkEnds() if payload.is_signed and chain.chunk(hashed.hexdigest()) != signature:
                    raise Noticed(f"the signature of chunk {event.number}")
                case BodyEnds():
                    ends = event
    reader.end()
    assert ends is not None
    if str(len(body)) != request.header("x-amz-decoded-content-length"):
        raise Noticed("the decoded length")
    if payload.has_trailer:
        _check_trailer(ends, bytes(body), mode["checksum"], chain if payload.is_signed else None)
    return bytes(body)


def _check_trailer(ends: BodyEnds, body: bytes, algorithm: ChecksumAlgorithm, chain: SignatureChain | None) -> None:
    if chain is not None and chain.trailer(ends.trailers) != ends.trailer_signature:
        raise Noticed("the signature of the trailer")
    if [name.lower() for name, _ in ends.trailers] != [algorithm.header]:
        raise Noticed("the trailer's name")
    if ends.trailers[0][1] != checksum(algorithm.value, body):
        raise Noticed("the checksum")
