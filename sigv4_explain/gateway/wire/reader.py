# FOUNDER: read FOUNDER_READ_ME.md beside this file before you go on.
"""Bytes in, requests out, however the bytes were cut on the way."""

from __future__ import annotations

import re
from typing import NamedTuple

from sigv4_explain.gateway.wire.body import Body, body_of
from sigv4_explain.gateway.wire.head import Head, NotHttp, read_head
from sigv4_explain.request import Request

LONGEST_HEAD = 32_768
"""Bytes of the first line and the headers that are kept before a server gives up."""
LONGEST_HEADER_VALUES = 10_240
"""Bytes of all header values together.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
"""

_find_head_end = re.compile(rb"\r?\n\r?\n").search
_may_begin = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~\r\n-]").match


class TooManyHeaders(Exception):
    """The head is longer than the front keeps; its text says what, for the log."""


class Received(NamedTuple):
    """A whole request, and whether the client stays."""

    request: Request
    keeps_open: bool


class RequestReader:
    r"""Takes what arrives on one connection and returns the requests in it.

    >>> reader = RequestReader(longest_body=100)
    >>> reader.feed(b"GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HT")
    >>> reader.next().request.path, reader.next()
    ('/a', None)
    """

    def __init__(self, longest_body: int) -> None:
        self._longest_body = longest_body
        self._buffer = bytearray()
        self._searched = 0
        self._head: Head | None = None
        self._body: Body | None = None

    @property
    def held(self) -> int:
        """How many bytes it keeps."""
        return len(self._buffer) + (self._body.held if self._body else 0)

    @property
    def head(self) -> Head | None:
        """The head of the request whose body is still on its way."""
        return self._head

    @property
    def awaits_continue(self) -> bool:
        """True when the client holds the body back until it is asked for it."""
        if self._head is None or self._buffer or self.held:
            return False
        return [value.lower() for value in self._head.all("expect")] == ["100-continue"]

    def feed(self, data: bytes) -> None:
        """Take bytes as they arrive."""
        self._buffer += data

    def next(self) -> Received | None:
        """Return the next whole request, or None until more has come.

        Raises NotHttp, TooManyHeaders and TooLarge; nothing more can be read then.
        """
        if self._body is None:
            self._head = self._take_head()
            if self._head is None:
                return None
            self._body = body_of(self._head, self._longest_body)
        head, content = self._head, self._body.take(self._buffer)
        if head is None or content is None:
            return None
        received = Received(head.request(content), head.keeps_open)
        self._head = self._body = None
        return received

    def _take_head(self) -> Head | None:
        if not self._searched and self._buffer.startswith((b"\r", b"\n")):
            self._drop_empty_lines()
        found = _find_head_end(self._buffer, max(0, self._searched - 3))
        if found is None:
            self._searched = len(self._buffer)
            if self._buffer and not _may_begin(self._buffer):
                raise NotHttp("the first byte begins no HTTP request; perhaps https, and only http is spoken here")
            if self._searched > LONGEST_HEAD:
                raise TooManyHeaders(f"more than {LONGEST_HEAD} bytes and no end of the headers")
            return None
        block, end = bytes(self._buffer[: found.start()]), found[0]
        del self._buffer[: found.end()]
        self._searched = 0
        if len(block) > LONGEST_HEAD:
            raise TooManyHeaders(f"a head of {len(block)} bytes")
        if end != b"\r\n\r\n" or block.count(b"\n") != block.count(b"\r\n"):
            raise NotHttp("a line that ends without a carriage return")
        return _checked(read_head(block))

    def _drop_empty_lines(self) -> None:
        """Some clients send a line break too much after a body (RFC 9112, section 2.2)."""
        rest = self._buffer.lstrip(b"\r\n")
        del self._buffer[: len(self._buffer) - len(rest)]


def _checked(head: Head) -> Head:
    total = sum(len(value) if value.isascii() else len(value.encode()) for _, value in head.headers)
    if total > LONGEST_HEADER_VALUES:
        raise TooManyHeaders(f"header values of {total} bytes")
    return head
