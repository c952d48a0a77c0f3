"""The framing of aws-chunked: each piece of a body behind its size, and behind the last one the trailers.

Written, and read as it arrives: this file sees no network and no file, only bytes. Source:
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from sigv4_explain.canonical import Headers
from sigv4_explain.errors import SigV4Error, describe
from sigv4_explain.family.checksums import Bytes, ChecksumAlgorithm

TRAILER_SIGNATURE = "x-amz-trailer-signature"
LARGEST_BODY = 5 << 30
"""The most bytes that S3 takes in one request."""
LONGEST_LINE = 1024
"""The longest line that is read: a chunk's has at most 98 characters, a checksum's trailer 70."""
MOST_TRAILERS = 16
_SIGNATURE = ";chunk-signature="
_size_line = re.compile(rb"([0-9a-fA-F]{1,16})(?:;chunk-signature=([0-9a-f]{64}))?").fullmatch
_trailer_line = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\t]*)\n?").fullmatch


class StreamingPayload(Enum):
    """How a body travels in chunks, by the word in ``x-amz-content-sha256``."""

    SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    SIGNED_WITH_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
    UNSIGNED_WITH_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"

    @property
    def is_signed(self) -> bool:
        """Whether each chunk, and the trailer, carries a signature."""
        return self is not StreamingPayload.UNSIGNED_WITH_TRAILER

    @property
    def has_trailer(self) -> bool:
        """Whether something follows the last chunk."""
        return self is not StreamingPayload.SIGNED


def chunk_header(chunk_size: int, chunk_signature: str | None = None) -> str:
    """Write the line before a chunk's data, without its CRLF.

    ``Hex(size) + ";chunk-signature=" + signature``; an unsigned chunk has its size alone.

    >>> chunk_header(65536, "ad80…8648"), chunk_header(7)
    ('10000;chunk-signature=ad80…8648', '7')
    """
    return f"{chunk_size:x}" if chunk_signature is None else f"{chunk_size:x}{_SIGNATURE}{chunk_signature}"


def trailer_lines(trailers: Headers, trailer_signature: str | None = None) -> str:
    r"""Write what follows the last chunk, short of the empty line: each trailer, then the trailers' signature.

    ``name:value\r\n… x-amz-trailer-signature:signature\r\n``

    >>> trailer_lines((("x-amz-checksum-crc32", "f//hAg=="),))
    'x-amz-checksum-crc32:f//hAg==\r\n'
    """
    signature = () if trailer_signature is None else ((TRAILER_SIGNATURE, trailer_signature),)
    return "".join([f"{name}:{value}\r\n" for name, value in (*trailers, *signature)])


def content_length(
    decoded_content_length: int, chunk_size: int, content_sha256: str, trailer: str | None = None
) -> str:
    """Count the bytes on the wire: the data, and the framing of each chunk and of the trailer.

    ``content_sha256`` and ``trailer`` are what x-amz-content-sha256 and x-amz-trailer say.

    >>> content_length(66560, 65536, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
    '66824'

    Source: the example in https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
    """
    is_signed = StreamingPayload(content_sha256).is_signed
    signature = "0" * 64 if is_signed else None
    full, rest = divmod(decoded_content_length, chunk_size)
    frames = full * (len(chunk_header(chunk_size, signature)) + chunk_size + 4)
    if rest:
        frames += len(chunk_header(rest, signature)) + rest + 4
    behind = ""
    if trailer is not None:
        value = "=" * ChecksumAlgorithm.of_header(trailer).encoded_length
        behind = trailer_lines(((trailer, value),), signature)
    return str(frames + len(chunk_header(0, signature)) + 4 + len(behind))


class FramingFault(Enum):
    """What can be wrong with a framing."""

    TRUNCATED = "the body ends before its framing does"
    BAD_SIZE = "a chunk does not begin with its size in hex, and its signature where chunks are signed"
    MISSING_CRLF = "no CRLF behind a chunk's data"
    TOO_LARGE = "more data than is allowed"
    ENDLESS_LINE = "a line that does not end"
    BAD_TRAILER = "behind the last chunk stands what is no trailer, or too many of them"
    BYTES_AFTER_END = "something follows the end"


class FramingError(SigV4Error):
    """A framing that cannot be read: what is wrong, in which chunk, at which byte, what came, what was expected."""

    def __init__(self, fault: FramingFault, chunk: int, position: int, received: str, expected: str) -> None:
        where = f"chunk {chunk}, byte {position}"
        super().__init__(f"{where}: {fault.value}: received {received}, expected {expected}")
        self.fault = fault
        self.chunk = chunk
        """The number of the chunk, from 1; in the trailer it is the last one, of size 0."""
        self.position = position
        """The byte of the framed body, from 0, at which the line or the piece begins."""
        self.received = received
        self.expected = expected


class ChunkBegins(NamedTuple):
    """The line before a chunk's data; the last chunk has the size 0."""

    number: int
    size: int
    signature: str | None


class ChunkData(NamedTuple):
    """A piece of a chunk's data, as much of it as arrived."""

    data: memoryview


class ChunkEnds(NamedTuple):
    """All of a chunk's data was there: now its signature can be checked."""

    number: int


class BodyEnds(NamedTuple):
    """The end of the framed body: the trailers as they were sent, and their signature."""

    trailers: Headers
    trailer_signature: str | None


Event = ChunkBegins | ChunkData | ChunkEnds | BodyEnds


class FramingReader:
    r"""Reads a framed body as it arrives, in pieces of any length, and says what it holds.

    Strict, in linear time, and in constant memory: of a chunk's data nothing is kept, of a line at most 1026 bytes.

    >>> reader = FramingReader(StreamingPayload.UNSIGNED_WITH_TRAILER)
    >>> for event in reader.receive(b"7\r\nhello!\n\r\n0\r\nx-amz-checksum-crc32:f//hAg==\r\n\r\n"):
    ...     print(type(event).__name__)
    ChunkBegins
    ChunkData
    ChunkEnds
    ChunkBegins
    ChunkEnds
    BodyEnds
    >>> reader.end(), reader.decoded_length
    (None, 7)
    """

    def __init__(self, payload: StreamingPayload, limit: int = LARGEST_BODY) -> None:
        self.payload = payload
        self.decoded_length = 0
        """How many bytes of data the chunks so far have, or say that they have."""
        self._limit = limit
        self._chunk = 1
        self._is_signed = payload.is_signed
        self._expects = "a size"
        self._left = 0
        self._data = b""  # what arrived last, and how much of it was taken
        self._taken = 0
        self._line = bytearray()  # of a line that has not ended: what came before
        self._before = 0  # how many bytes arrived earlier
        self._begins = 0
        self._events = self._read()

    def receive(self, data: Bytes) -> Iterator[Event]:
        """Go through the bytes that arrived; take all events before you give more. Raises FramingError."""
        self._before += len(self._data)
        self._data, self._taken = bytes(data), 0
        return iter(self._events.__next__, None)

    def end(self) -> None:
        """Say that nothing follows. Raises FramingError unless that is the end of the framing, too."""
        if self._expects:
            self._begins = self._before + len(self._data) - len(self._line)
            missing = f"{self._left} more bytes of data" if self._left else self._expects
            raise self._error(FramingFault.TRUNCATED, "the end", missing)

    def _read(self) -> Iterator[Event | None]:
        """Read the whole framing, from its first byte to its last; None is a wish for more bytes."""
        size = 1
        while size:
            while (line := self._next_line(LONGEST_LINE, FramingFault.ENDLESS_LINE)) is None:
                yield None
            size, signature = self._size(line)
            yield ChunkBegins(self._chunk, size, signature)
            self._left = left = size
            while left:
                start = self._taken
                piece = memoryview(self._data)[start : start + left]
                if piece:
                    self._taken = start + len(piece)
                    self._left = left = left - len(piece)
                    yield ChunkData(piece)
                else:
                    yield None
            if size:
                self._expects = "CRLF"
                while self._next_line(0, FramingFault.MISSING_CRLF) is None:
                    yield None
            yield ChunkEnds(self._chunk)
            if size:
                self._chunk, self._expects = self._chunk + 1, "a size"
        yield from self._ending()

    def _ending(self) -> Iterator[Event | None]:
        """Read what follows the line of the last chunk: trailers, if there are any, and an empty line."""
        self._expects = "a trailer or an empty line"
        trailers: list[tuple[str, str]] = []
        while True:
            while (line := self._next_line(LONGEST_LINE, FramingFault.ENDLESS_LINE)) is None:
                yield None
            if not line:
                break
            trailers.append(self._trailer(line, len(trailers)))
        own = tuple([pair for pair in trailers if pair[0].lower() != TRAILER_SIGNATURE])
        signatures = [value for name, value in trailers if name.lower() == TRAILER_SIGNATURE]
        if len(signatures) > 1:
            raise self._error(FramingFault.BAD_TRAILER, f"{len(signatures)} signatures", "one")
        self._expects = ""
        yield BodyEnds(own, signatures[0] if signatures else None)
        while self._taken == len(self._data):
            yield None
        self._begins = self._before + self._taken
        raise self._error(FramingFault.BYTES_AFTER_END, describe_bytes(self._data[self._taken :]), "the end")

    def _next_line(self, longest: int, fault: FramingFault) -> bytes | None:
        """Take a line, without its CRLF; None when it has not yet ended."""
        data, start, held = self._data, self._taken, self._line
        if not held:
            self._begins = self._before + start
            end = data.find(b"\r\n", start, start + longest + 2)
            if end >= 0:
                self._taken = end + 2
                return data[start:end]
        before = len(held)
        held += data[start : start + longest + 2 - before]
        end = held.find(b"\r\n", max(before - 1, 0))
        if end < 0:
            if len(held) == longest + 2:
                raise self._error(fault, describe_bytes(held), "CRLF")
            self._taken = start + len(held) - before
            return None
        self._taken = start + end + 2 - before
        line = bytes(held[:end])
        held.clear()
        return line

    def _size(self, line: bytes) -> tuple[int, str | None]:
        found = _size_line(line)
        if found is None or (found[2] is not None) is not self._is_signed:
            expected = "hex digits;chunk-signature=64 hex digits" if self._is_signed else "hex digits"
            raise self._error(FramingFault.BAD_SIZE, describe_bytes(line), expected)
        size = int(found[1], 16)
        if self.decoded_length + size > self._limit:
            received = f"{self.decoded_length + size} bytes with this chunk"
            raise self._error(FramingFault.TOO_LARGE, received, f"at most {self._limit}")
        self.decoded_length += size
        return size, found[2].decode() if self._is_signed else None

    def _trailer(self, line: bytes, before: int) -> tuple[str, str]:
        found = _trailer_line(line)
        if found is None or not self.payload.has_trailer or before == MOST_TRAILERS:
            expected = f"name:value, at most {MOST_TRAILERS}" if self.payload.has_trailer else "an empty line"
            raise self._error(FramingFault.BAD_TRAILER, describe_bytes(line), expected)
        return found[1].decode(), found[2].decode().rstrip(" \t")

    def _error(self, fault: FramingFault, received: str, expected: str) -> FramingError:
        return FramingError(fault, self._chunk, self._begins, received, expected)


def describe_bytes(data: Bytes) -> str:
    """Describe bytes that came from outside, cut short.

    >>> describe_bytes(b"0x7")
    "'0x7'"
    """
    return describe(bytes(data[:64]).decode("latin-1"))
