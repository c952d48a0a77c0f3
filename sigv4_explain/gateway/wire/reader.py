"""Bytes in, requests out: h11 reads HTTP, and the request is taken as it was sent."""

from __future__ import annotations

from typing import NamedTuple

import h11

from sigv4_explain.errors import InvalidRequest
from sigv4_explain.request import Request

LONGEST_HEAD = 32_768
"""Bytes of the first line and the headers that are kept before a server gives up."""
LONGEST_HEADER_VALUES = 10_240
"""Bytes of all header values together.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
"""


class NotHttp(Exception):
    """The bytes are no HTTP request that a server may answer; its text says why, for the log."""


class TooLarge(Exception):
    """More came than a limit allows; its text says what, for the log."""


class TooManyHeaders(Exception):
    """The head is longer than the front keeps; its text says what, for the log."""


class Head(NamedTuple):
    """What comes before the body: names, order and repeats as sent."""

    method: str
    target: str
    """The path and query exactly as sent."""
    headers: tuple[tuple[str, str], ...]


class Received(NamedTuple):
    """A whole request, and whether the client stays."""

    request: Request
    keeps_open: bool


class RequestReader:
    r"""Takes what arrives on one connection and returns the requests in it, one after the other.

    >>> reader = RequestReader(longest_body=100)
    >>> reader.feed(b"GET /a//b?x=%2f HTTP/1.1\r\nHost: h\r\n\r\nGET /b HT")
    >>> reader.next().request.url, reader.next()
    ('http://h/a//b?x=%2f', None)
    """

    def __init__(self, longest_body: int) -> None:
        self._longest_body = longest_body
        self._begin(b"")

    def _begin(self, left_over: bytes) -> None:
        """Wait for the next request; its first bytes may be here already."""
        self._connection = h11.Connection(h11.SERVER, max_incomplete_event_size=LONGEST_HEAD)
        self._body = bytearray()
        self.head: Head | None = None
        """The head of the request whose body is still on its way."""
        self.held = 0
        """How many bytes it keeps."""
        self.feed(left_over)

    @property
    def awaits_continue(self) -> bool:
        """True when the client holds the body back until it is asked for it."""
        return self._connection.they_are_waiting_for_100_continue

    def feed(self, data: bytes) -> None:
        """Take bytes as they arrive."""
        self.held += len(data)
        if data:
            self._connection.receive_data(data)

    def next(self) -> Received | None:
        """Return the next whole request, or None until more has come.

        Raises NotHttp, TooManyHeaders and TooLarge; nothing more can be read then.
        """
        try:
            return self._next()
        except h11.RemoteProtocolError as error:
            if error.error_status_hint == 431:
                raise TooManyHeaders(f"more than {LONGEST_HEAD} bytes and no end of the headers") from None
            # What follows the colon is the line itself, which may hold a token.
            raise NotHttp(str(error).partition(":")[0]) from None

    def _next(self) -> Received | None:
        while (event := self._connection.next_event()) is not h11.NEED_DATA:
            if isinstance(event, h11.Request):
                self.head = _head_of(event, self._longest_body)
            elif isinstance(event, h11.Data):
                self._body += event.data
                if len(self._body) > self._longest_body:
                    raise TooLarge(f"a body of more than {self._longest_body} bytes")
            elif self.head is not None:  # the end of the message
                received = Received(_request_of(self.head, bytes(self._body)), self._keeps_open())
                self._begin(self._connection.trailing_data[0])
                return received
        return None

    def _keeps_open(self) -> bool:
        return self._connection.their_state is not h11.MUST_CLOSE


def _head_of(event: h11.Request, longest_body: int) -> Head:
    if event.http_version not in (b"1.0", b"1.1"):
        raise NotHttp("a version of HTTP that is not spoken here")
    headers = tuple((name.decode(), _text(value)) for name, value in event.headers.raw_items())
    total = sum(len(value) for _, value in event.headers)
    if total > LONGEST_HEADER_VALUES:
        raise TooManyHeaders(f"header values of {total} bytes")
    length = next((value for name, value in event.headers if name == b"content-length"), b"0")
    if int(length) > longest_body:
        raise TooLarge(f"a body of {int(length)} bytes was announced")
    return Head(event.method.decode(), event.target.decode(), headers)


def _text(value: bytes) -> str:
    """Read a header's value as UTF-8, or else as what HTTP once was written in."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _request_of(head: Head, body: bytes) -> Request:
    """Make the Request; ``http`` because nothing is encrypted here. Raises NotHttp."""
    if not head.target.startswith("/") or "#" in head.target:
        raise NotHttp("the target is no path, such as /default?client=ky")
    if head.method != head.method.upper():
        raise NotHttp("a method in lower case")  # a Request would write it in capitals, and so accept its signature
    host = next((value for name, value in head.headers if name.lower() == "host"), "")
    try:
        return Request(head.method, f"http://{host}{head.target}", head.headers, body)
    except InvalidRequest as error:
        raise NotHttp(f"unreadable {error.field}") from None
