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


class _Expects(Enum):
    SIZE = "a size line"
    DATA = "data"
    CRLF = "CRLF"
    TRAILER = "a trailer or an empty line"
    NOTHING = "nothing more"


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
        self._expects = _Expects.SIZE
        self._line = bytearray()
        self._left = 0
        self._chunk = 0
        self._position = 0
        self._trailers: list[tuple[str, str]] = []

    def receive(self, data: Bytes) -> Iterator[Event]:
        """Go through the bytes that arrived; take all events before you give more. Raises FramingError."""
        view, position = memoryview(data), 0
        while position < len(view):
            if self._expects is _Expects.DATA:
                piece = view[position : position + self._left]
                position += len(piece)
                self._position += len(piece)
                self._left -= len(piece)
                if not self._left:
                    self._expects = _Expects.CRLF
                yield ChunkData(piece)
                continue
            taken, line = self._take(view[position : position + LONGEST_LINE + 2])
            position += taken
            if line is not None:
                yield from self._read(line)
                self._position += len(line) + 2

    def end(self) -> None:
        """Say that nothing follows. Raises FramingError unless that is the end of the framing, too."""
        if self._expects is _Expects.NOTHING:
            return
        missing = f"{self._left} more bytes of data" if self._left else self._expects.value
        raise self._error(FramingFault.TRUNCATED, "the end", missing)

    def _take(self, view: memoryview) -> tuple[int, bytes | None]:
        """Take as much as belongs to a line; return how much that was, and the line once it is whole."""
        if self._expects is _Expects.NOTHING:
            raise self._error(FramingFault.BYTES_AFTER_END, describe_bytes(view), "the end")
        longest = 0 if self._expects is _Expects.CRLF else LONGEST_LINE
        before = len(self._line)
        self._line += view[: longest + 2 - before]
        end = self._line.find(b"\r\n", max(before - 1, 0))
        if end < 0:
            if len(self._line) < longest + 2:
                return len(self._line) - before, None
            fault = FramingFault.ENDLESS_LINE if longest else FramingFault.MISSING_CRLF
            raise self._error(fault, describe_bytes(self._line), "CRLF")
        line = bytes(self._line[:end])
        self._line.clear()
        return end + 2 - before, line

    def _read(self, line: bytes) -> Iterator[Event]:
        if self._expects is _Expects.CRLF:
            self._expects = _Expects.SIZE
            yield ChunkEnds(self._chunk)
        elif self._expects is _Expects.SIZE:
            yield from self._begin(line)
        elif line:
            self._add_trailer(line)
        else:
            self._expects = _Expects.NOTHING
            yield self._ended()

    def _begin(self, line: bytes) -> Iterator[Event]:
        found = _size_line(line)
        if found is None or (found[2] is not None) is not self.payload.is_signed:
            expected = "hex digits;chunk-signature=64 hex digits" if self.payload.is_signed else "hex digits"
            raise self._error(FramingFault.BAD_SIZE, describe_bytes(line), expected)
        size = int(found[1], 16)
        if self.decoded_length + size > self._limit:
            received = f"{self.decoded_length + size} bytes with this chunk"
            raise self._error(FramingFault.TOO_LARGE, received, f"at most {self._limit}")
        self.decoded_length += size
        self._left, self._expects = size, _Expects.DATA if size else _Expects.TRAILER
        self._chunk += 1
        yield ChunkBegins(self._chunk, size, found[2].decode() if found[2] else None)
        if not size:
            yield ChunkEnds(self._chunk)

    def _add_trailer(self, line: bytes) -> None:
        found = _trailer_line(line)
        if found is None or not self.payload.has_trailer or len(self._trailers) == MOST_TRAILERS:
            expected = f"name:value, at most {MOST_TRAILERS}" if self.payload.has_trailer else "an empty line"
            raise self._error(FramingFault.BAD_TRAILER, describe_bytes(line), expected)
        self._trailers.append((found[1].decode(), found[2].decode().rstrip(" \t")))

    def _ended(self) -> BodyEnds:
        own = tuple([pair for pair in self._trailers if pair[0].lower() != TRAILER_SIGNATURE])
        signatures = [value for name, value in self._trailers if name.lower() == TRAILER_SIGNATURE]
        if len(signatures) > 1:
            raise self._error(FramingFault.BAD_TRAILER, f"{len(signatures)} signatures", "one")
        return BodyEnds(own, signatures[0] if signatures else None)

    def _error(self, fault: FramingFault, received: str, expected: str) -> FramingError:
        chunk = self._chunk + 1 if self._expects is _Expects.SIZE else self._chunk
        return FramingError(fault, chunk, self._position, received, expected)


def describe_bytes(data: Bytes) -> str:
    """Describe bytes that came from outside, cut short.

    >>> describe_bytes(b"0x7")
    "'0x7'"
    """
    return describe(bytes(data[:64]).decode("latin-1"))
