"""Where a body ends: after Content-Length bytes, or after the last chunk."""

from __future__ import annotations

import re
from typing import Protocol

from sigv4_explain.gateway.wire.head import Head, NotHttp

LONGEST_LINE = 4096
"""Bytes of a line between two chunks, or of all lines after the last one: nobody needs more."""

_is_length = re.compile(r"[0-9]{1,18}").fullmatch
_is_chunk_size = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?").fullmatch


class TooLarge(Exception):
    """More came than a limit allows; its text says what, for the log."""


class Body(Protocol):
    """A body on its way."""

    @property
    def held(self) -> int:
        """Return how many bytes it keeps."""
        ...

    def take(self, buffer: bytearray) -> bytes | None:
        """Take its bytes off the buffer, and return the body once it is whole. Raises NotHttp and TooLarge."""
        ...


class MeasuredBody:
    """A body whose length was announced; it stays in the buffer until it is whole."""

    held = 0

    def __init__(self, length: int) -> None:
        self._length = length

    def take(self, buffer: bytearray) -> bytes | None:
        """Return the body when all of it is there."""
        if len(buffer) < self._length:
            return None
        body = bytes(buffer[: self._length])
        del buffer[: self._length]
        return body


class ChunkedBody:
    """A body in chunks, each with its size before it (RFC 9112, section 7.1); what trails behind is dropped."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._body = bytearray()
        self._missing = 0
        self._trailer = -1

    @property
    def held(self) -> int:
        """Return how many bytes of chunks it keeps."""
        return len(self._body)

    def take(self, buffer: bytearray) -> bytes | None:
        """Take chunk after chunk, as far as they have come."""
        while self._trailer < 0 and self._take_chunk(buffer):
            pass
        while self._trailer >= 0:
            line = _line(buffer)
            if line == b"":
                return bytes(self._body)
            if line is None:
                return None
            self._trailer += len(line)
            if self._trailer > LONGEST_LINE:
                raise TooLarge("too much behind the last chunk")
        return None

    def _take_chunk(self, buffer: bytearray) -> bool:
        if not self._missing:
            line = _line(buffer)
            if line is None:
                return False
            self._begin_chunk(line)
            return True
        if len(buffer) < self._missing:
            return False
        if buffer[self._missing - 2 : self._missing] != b"\r\n":
            raise NotHttp("a chunk is longer than announced")
        self._body += buffer[: self._missing - 2]
        del buffer[: self._missing]
        self._missing = 0
        return True

    def _begin_chunk(self, line: bytes) -> None:
        found = _is_chunk_size(line)
        if found is None:
            raise NotHttp("a chunk's size is no hexadecimal number")
        size = int(found[1], 16)
        if len(self._body) + size > self._longest:
            raise TooLarge(f"the chunks are more than {self._longest} bytes")
        if size:
            self._missing = size + 2  # with the line break
        else:
            self._trailer = 0


def body_of(head: Head, longest: int) -> Body:
    """Say how a request's body is framed. Raises NotHttp when that is in doubt, TooLarge when too much is announced.

    Source: RFC 9112, section 6.3: who guesses here lets one request hide in another.
    """
    encodings, lengths = head.all("transfer-encoding"), head.all("content-length")
    if encodings:
        if lengths or [encoding.lower() for encoding in encodings] != ["chunked"]:
            raise NotHttp("Transfer-Encoding is not just chunked, or there is a Content-Length too")
        return ChunkedBody(longest)
    if len(set(lengths)) > 1 or (lengths and not _is_length(lengths[0])):
        raise NotHttp("Content-Length is no number, or not one number")
    length = int(lengths[0]) if lengths else 0
    if length > longest:
        raise TooLarge(f"Content-Length is {length}, more than {longest} bytes")
    return MeasuredBody(length)


def _line(buffer: bytearray) -> bytes | None:
    """Take a line off the buffer; None when its end has not come."""
    end = buffer.find(b"\r\n")
    if end > LONGEST_LINE or (end < 0 and len(buffer) > LONGEST_LINE):
        raise NotHttp("a line between chunks is too long")
    if end < 0:
        return None
    line = bytes(buffer[:end])
    del buffer[: end + 2]
    return line
