"""Uploads in chunks, signed as they are read: ``sign_chunks``, and ``explain_upload``, which keeps every step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any

from sigv4_explain.authorization import Authorization
from sigv4_explain.canonical import StepFunction, plain
from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, check_kind, describe
from sigv4_explain.family.catalogues import UPLOAD
from sigv4_explain.family.checksums import Bytes, Checksum, ChecksumAlgorithm, checksum, provider
from sigv4_explain.family.chunks import Seed, SignatureChain, hashed_chunk_data
from sigv4_explain.family.framing import StreamingPayload, chunk_header, content_length, trailer_lines
from sigv4_explain.masking import masked_url, pictured
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signing import explain, scope_and_signing_key, sign
from sigv4_explain.trace.overriding import given_outputs
from sigv4_explain.trace.step import FUNCTIONS, Recorder
from sigv4_explain.trace.trace import Trace

CHUNK_SIZE = 65_536
"""Bytes of a chunk, where nobody says otherwise: S3 wants at least 8192 in all but the last."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a body travels: all that is known of it before it is read."""

    payload: StreamingPayload
    chunk_size: int
    length: int
    checksum: ChecksumAlgorithm | None

    @property
    def trailer_name(self) -> str | None:
        return None if self.checksum is None else self.checksum.header

    def content_length(self, taken: Callable[[StepFunction], StepFunction] = plain) -> str:
        """Count the bytes on the wire."""
        return taken(content_length)(
            decoded_content_length=self.length,
            chunk_size=self.chunk_size,
            content_sha256=self.payload.value,
            trailer=self.trailer_name,
        )

    def announced(self, request: Request, on_the_wire: str) -> Request:
        """Return the request with the headers that say how its body travels, and without the body."""
        encoding = request.header("content-encoding") or ""
        if "aws-chunked" not in encoding:
            encoding = f"aws-chunked,{encoding}" if encoding else "aws-chunked"
        headers = [
            ("Content-Encoding", encoding),
            ("Content-Length", on_the_wire),
            ("X-Amz-Content-SHA256", self.payload.value),
            ("X-Amz-Decoded-Content-Length", str(self.length)),
        ]
        if self.trailer_name is not None:
            headers.append(("X-Amz-Trailer", self.trailer_name))
        return Request(request.method, request.url, request.headers).with_headers(headers)

    def chunks(
        self, pieces: Iterable[Bytes], signatures: SignatureChain, taken: Callable[[StepFunction], StepFunction] = plain
    ) -> Iterator[Bytes]:
        """Write the line of each chunk and its data, as far as the line of the last one, which has none."""
        hashed, written = taken(hashed_chunk_data), taken(chunk_header)
        before = ""
        for piece in chain(pieces, (b"",)):
            signature = signatures.chunk(hashed(chunk_data=piece)) if self.payload.is_signed else None
            line = written(chunk_size=len(piece), chunk_signature=signature)
            yield f"{before}{line}\r\n".encode()
            if piece:
                yield piece
            before = "\r\n"

    def ending(
        self, value: str | None, signatures: SignatureChain, taken: Callable[[StepFunction], StepFunction] = plain
    ) -> bytes:
        """Write what follows the last chunk's line: the trailer with the checksum, if any, and the empty line."""
        if self.trailer_name is None or value is None:
            return b"\r\n"
        trailers = ((self.trailer_name, value),)
        signature = signatures.trailer(trailers) if self.payload.is_signed else None
        lines = taken(trailer_lines)(trailers=trailers, trailer_signature=signature)
        return f"{lines}\r\n".encode()


@dataclass(frozen=True, slots=True, repr=False)
class Upload:
    """A signed request, and its body, which is framed and signed while it is read; nothing of it is kept.

    Give it to a client as the body: ``requests.put(url, data=upload, headers=dict(upload.request.headers))``.
    """

    request: Request
    """The request to send, with all its headers; its body is this upload."""
    _body: Any
    _start: int
    _plan: _Plan
    _seed: Seed

    def __iter__(self) -> Iterator[Bytes]:
        """Read the body and return its frames, piece by piece; what can be read once only can be sent once only."""
        plan, signatures = self._plan, SignatureChain(self._seed)
        running = None if plan.checksum is None else Checksum(plan.checksum)
        pieces = _counted(_pieces(self._body, self._start, plan.chunk_size), plan.length, running)
        yield from plan.chunks(pieces, signatures)
        yield plan.ending(None if running is None else running.base64(), signatures)

    def __len__(self) -> int:
        """Count the bytes on the wire, framing included."""
        return int(self._plan.content_length())

    def __repr__(self) -> str:
        algorithm = self._plan.checksum
        by = "" if algorithm is None else f", {algorithm.name} by {provider(algorithm)}"
        where = pictured(masked_url(self.request.url))
        return f"<Upload by {self.request.method} {where}: {len(self)} bytes on the wire{by}>"


def sign_chunks(
    request: Request,
    credentials: Credentials,
    *,
    region: str,
    service: str = "s3",
    at: datetime | str | None = None,
    rules: SigningRules | None = None,
    body: Any = None,
    length: int | None = None,
    chunk_size: int = CHUNK_SIZE,
    payload: StreamingPayload = StreamingPayload.SIGNED,
    checksum: ChecksumAlgorithm | None = None,
) -> Upload:
    """Sign a request whose body travels in chunks, each signed as it is read, in constant memory.

    ``body`` is the request's own, or bytes, an open file, or any iterable of bytes; of what has neither a length nor
    a place to seek, ``length`` says how many bytes it has. A payload with a trailer wants a ``checksum`` for it.
    Raises InvalidInput where they do not fit, also while a body is read that has not the length announced.

    >>> alice = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    >>> request = Request("PUT", "https://s3.amazonaws.com/examplebucket/chunkObject.txt", body=b"a" * 66560)
    >>> upload = sign_chunks(request, alice, region="us-east-1", at="20130524T000000Z")
    >>> upload.request.header("X-Amz-Decoded-Content-Length"), len(upload), len(b"".join(upload))
    ('66560', 66824, 66824)
    """
    body = request.body if body is None else body
    start = body.tell() if _is_seekable(body) else 0
    plan = _planned(_length(body, start) if length is None else length, chunk_size, payload, checksum)
    announced = plan.announced(request, plan.content_length())
    signed = sign(announced, credentials, region=region, service=service, at=at, rules=rules)
    date_time = signed.header("x-amz-date") or ""
    scope, key = scope_and_signing_key(credentials.secret_access_key, date_time[:8], region, service)
    signature = Authorization.parse(signed.header("authorization") or "").signature
    return Upload(signed, body, start, plan, Seed(date_time, scope, key, signature))


def explain_upload(
    request: Request,
    credentials: Credentials,
    *,
    region: str,
    service: str = "s3",
    at: datetime | str | None = None,
    rules: SigningRules | None = None,
    chunk_size: int = CHUNK_SIZE,
    payload: StreamingPayload = StreamingPayload.SIGNED,
    checksum: ChecksumAlgorithm | None = None,
    overriding: Mapping[str, str | bytes] = MappingProxyType({}),
) -> Trace:
    """Sign an upload as ``sign_chunks`` does, and keep every step; the body is the request's, whole in memory.

    The steps of a chunk have its number: ``trace["chunk_signature.2"]``. ``overriding`` is that of ``explain``.

    >>> alice = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    >>> request = Request("PUT", "https://s3.amazonaws.com/examplebucket/hello", body=b"hello!")
    >>> trace = explain_upload(request, alice, region="us-east-1", at="20130524T000000Z", chunk_size=4)
    >>> [step.name for step in trace][-4:]
    ['hashed_chunk_data.3', 'chunk_string_to_sign.3', 'chunk_signature.3', 'chunk_header.3']
    >>> trace["chunk_header.2"].output == f"2;chunk-signature={trace['chunk_signature.2'].output}"
    True
    """
    check_kind("overriding", overriding, Mapping, "a mapping from a step's name to what it shall return")
    seeds = {name: value for name, value in overriding.items() if name in FUNCTIONS}
    others = {name: value for name, value in overriding.items() if name not in FUNCTIONS}
    record = Recorder(given_outputs(others, "presigned_url", UPLOAD), UPLOAD)
    plan = _planned(len(request.body), chunk_size, payload, checksum)
    announced = plan.announced(request, plan.content_length(record.recorded))
    seed = explain(announced, credentials, region=region, service=service, at=at, rules=rules, overriding=seeds)
    record.keep(seed)
    now, scope, key = (seed[name].text for name in ("request_date_time", "credential_scope", "signing_key"))
    signatures = SignatureChain(Seed(now, scope, bytes.fromhex(key), seed.signature), record.recorded)
    framed = b"".join(plan.chunks(map(bytes, _pieces(request.body, 0, chunk_size)), signatures, record.recorded))
    value = None if checksum is None else _recorded_checksum(record, checksum, request.body)
    framed += plan.ending(value, signatures, record.recorded)
    signed = Request(request.method, request.url, seed.signed_request.headers, framed)
    return Trace(request, signed, tuple(record.steps.values()))


def _recorded_checksum(record: Recorder, algorithm: ChecksumAlgorithm, body: bytes) -> str:
    return record(checksum, algorithm=algorithm.value, body=body)


def _planned(length: int, chunk_size: int, payload: StreamingPayload, algorithm: ChecksumAlgorithm | None) -> _Plan:
    """Refuse what does not fit together."""
    check_kind("payload", payload, StreamingPayload, "a StreamingPayload")
    for field, number, least in (("length", length, 0), ("chunk_size", chunk_size, 1)):
        if type(number) is not int or number < least:
            raise InvalidInput(field, describe(number), f"whole bytes, at least {least}")
    if payload.has_trailer:
        check_kind("checksum", algorithm, ChecksumAlgorithm, f"a ChecksumAlgorithm: {payload.value} has a trailer")
    elif algorithm is not None:
        raise InvalidInput("checksum", describe(algorithm), f"None: {payload.value} has no trailer for it")
    return _Plan(payload, chunk_size, length, algorithm)


def _is_seekable(body: Any) -> bool:
    return hasattr(body, "seekable") and bool(body.seekable())


def _length(body: Any, start: int) -> int:
    if isinstance(body, Bytes):
        return memoryview(body).nbytes
    if not _is_seekable(body):
        raise InvalidInput("length", "None", "how many bytes the body has: S3 wants to know it before")
    end: int = body.seek(0, 2)
    body.seek(start)
    return end - start


def _pieces(body: Any, start: int, size: int) -> Iterator[Bytes]:
    """Cut a body into pieces of one size; the last may be shorter."""
    if isinstance(body, Bytes):
        view = memoryview(body).cast("B")
        yield from (view[place : place + size] for place in range(0, len(view), size))
        return
    if _is_seekable(body):
        body.seek(start)
    given = iter(lambda: body.read(size), b"") if hasattr(body, "read") else iter(body)
    held = bytearray()
    for each in given:
        if not isinstance(each, Bytes):
            raise InvalidInput("body", type(each).__name__, "bytes")
        if not held and len(each) == size:
            yield each
            continue
        held += each
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
    if held:
        yield bytes(held)


def _counted(pieces: Iterable[Bytes], length: int, running: Checksum | None) -> Iterator[Bytes]:
    """Hand pieces on, count them in the checksum, and refuse a body of another length than was announced."""
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > length:
            break
        if running is not None:
            running.update(piece)
        yield piece
    if count != length:
        raise InvalidInput(
            "body",
            f"{'more than ' if count > length else ''}{min(count, length)} bytes",
            f"the {length} bytes that were announced",
        )
