"""HTTP/1.1 as bytes, in and out, without a socket: what arrives is kept as it was sent.

The standard library's own reader lets lines pass that are no headers and answers what it refuses by itself, so the
bytes are read here: names, order and repeats as sent, and whatever a server would have to guess about is refused.

Source: RFC 9112, HTTP/1.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import BinaryIO, NamedTuple

from sigv4_explain.errors import InvalidRequest
from sigv4_explain.local_aws.cloud import Response
from sigv4_explain.local_aws.front import Trouble
from sigv4_explain.request import Request
from sigv4_explain.url import unsendable

LONGEST_HEAD = 32_768
"""Bytes of the first line and the headers that are read."""
LONGEST_HEADER_VALUES = 10_240
"""Bytes of all header values together.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
"""
_LONGEST_CHUNK_LINE = 256

_first_line = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Z-]+) (/[!\"$-~]*) HTTP/1\.([01])").fullmatch
_is_name = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+").fullmatch
_has_control = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]").search
_is_host = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?").fullmatch
_is_length = re.compile(r"[0-9]{1,20}").fullmatch
_chunk_line = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n").fullmatch


class Unreadable(Exception):
    """No request comes of what arrives; its text says why, for the log."""

    def __init__(self, trouble: Trouble, because: str) -> None:
        super().__init__(because)
        self.trouble = trouble


class Head(NamedTuple):
    """What comes before the body: names, order and repeats as sent."""

    method: str
    target: str
    """The path and query exactly as sent."""
    headers: tuple[tuple[str, str], ...]
    is_latest: bool
    """True for HTTP/1.1; False for 1.0, whose clients leave after the answer."""

    def values(self, name: str) -> list[str]:
        """Return the values of a header, whose name is given in lower case."""
        return [value for given, value in self.headers if given.lower() == name]


class Received(NamedTuple):
    """A whole request, and whether the client stays."""

    request: Request
    keeps_open: bool


class RequestReader:
    r"""Reads the requests of one connection, one after the other; ``invite`` is called when a client waits for leave.

    >>> from io import BytesIO
    >>> data = b"GET /a//b?x=%2f HTTP/1.1\r\nHost: localhost\r\n\r\n"
    >>> RequestReader(BytesIO(data), longest_body=100).next().request.url
    'http://localhost/a//b?x=%2f'
    """

    def __init__(self, stream: BinaryIO, longest_body: int, invite: Callable[[], object] = lambda: None) -> None:
        self._stream = stream
        self._longest_body = longest_body
        self._invite = invite
        self.head: Head | None = None
        """The head of the request whose body is on its way."""

    def next(self) -> Received | None:
        """Return the next request; None at the end. Raises Unreadable, and EOFError for a request that is cut short."""
        self.head = None
        first = self._stream.read(1)
        if not first:
            return None
        head = self.head = self._read_head(first)
        host = head.values("host")
        if len(host) != 1 or not _is_host(host[0]):
            raise _not_http("not one Host that is a host")
        body = self._read_body(head)
        try:
            request = Request(head.method, f"http://{host[0]}{head.target}", head.headers, body)
        except InvalidRequest as error:
            raise _not_http(f"unreadable {error.field}") from None
        closes = any("close" in value.lower() for value in head.values("connection"))
        return Received(request, head.is_latest and not closes)

    def _read_head(self, first: bytes) -> Head:
        if first <= b" ":  # TLS, for one, which would never send the end of a line
            raise _not_http("no first line of HTTP")
        line, left = self._line(first, LONGEST_HEAD)
        found = _first_line(line)
        if found is None:
            raise _not_http("no first line of HTTP")
        headers: list[tuple[bytes, bytes]] = []
        while True:
            line, left = self._line(b"", left)
            if not line:
                break
            if line[:1] in b" \t" and headers:  # a folded header is read as one line
                headers[-1] = headers[-1][0], headers[-1][1] + b" " + line.strip(b" \t")
                continue
            name, colon, value = line.partition(b":")
            if not colon or not _is_name(name) or _has_control(value):
                raise _not_http("a line that is no header")
            headers.append((name, value.strip(b" \t")))
        total = sum(len(value) for _, value in headers)
        if total > LONGEST_HEADER_VALUES:
            raise Unreadable(Trouble.HEADERS_TOO_LARGE, f"header values of {total} bytes")
        kept = tuple((name.decode(), _text(value)) for name, value in headers)
        return Head(found[1].decode(), found[2].decode(), kept, found[3] == b"1")

    def _line(self, first: bytes, left: int) -> tuple[bytes, int]:
        """Return a line without its end, and how many bytes the head may still have."""
        line = first + self._stream.readline(left + 1)
        if len(line) > left:
            raise Unreadable(Trouble.HEADERS_TOO_LARGE, f"more than {LONGEST_HEAD} bytes and no end of the headers")
        if not line.endswith(b"\n"):
            raise EOFError("a head cut short")
        return line[:-1].removesuffix(b"\r"), left - len(line)

    def _read_body(self, head: Head) -> bytes:
        encodings = [value.lower() for value in head.values("transfer-encoding")]
        lengths = set(head.values("content-length"))
        if len(lengths) > 1 or not all(map(_is_length, lengths)) or (lengths and encodings):
            raise _not_http("lengths that nobody could go by")
        if encodings not in ([], ["chunked"]):
            raise _not_http("an encoding that is not spoken here")
        length = int(lengths.pop()) if lengths else 0
        if length > self._longest_body:
            raise Unreadable(Trouble.BODY_TOO_LARGE, f"a body of {length} bytes was announced")
        if any(value.lower() == "100-continue" for value in head.values("expect")):
            self._invite()
        return self._read_chunks() if encodings else self._exactly(length)

    def _read_chunks(self) -> bytes:
        body = bytearray()
        while size := self._chunk_size():
            if len(body) + size > self._longest_body:
                raise Unreadable(Trouble.BODY_TOO_LARGE, f"a body of more than {self._longest_body} bytes")
            body += self._exactly(size)
            if self._exactly(2) != b"\r\n":
                raise _not_http("a chunk of another size")
        left = LONGEST_HEAD
        while True:  # what follows the last chunk is read and dropped
            line, left = self._line(b"", left)
            if not line:
                return bytes(body)

    def _chunk_size(self) -> int:
        line = self._stream.readline(_LONGEST_CHUNK_LINE)
        found = _chunk_line(line)
        if found is None:
            if len(line) < _LONGEST_CHUNK_LINE and not line.endswith(b"\n"):
                raise EOFError("chunks cut short")
            raise _not_http("a chunk without a size")
        return int(found[1], 16)

    def _exactly(self, length: int) -> bytes:
        data = self._stream.read(length)
        if len(data) < length:
            raise EOFError("a body cut short")
        return data


def _not_http(because: str) -> Unreadable:
    return Unreadable(Trouble.NOT_HTTP, because)


def _text(value: bytes) -> str:
    """Read a header's value as UTF-8, or else as what HTTP once was written in."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


_REASONS = {status.value: status.phrase for status in HTTPStatus}


def written(response: Response, method: str, *, keeps_open: bool) -> bytes:
    r"""Write an answer; one to HEAD goes without its body, as do 204 and 304.

    Raises ValueError for what would break HTTP; a function of the user's own may answer anything.

    >>> written(Response(403, (("Connection", "keep-alive"),), b"", "unsigned"), "GET", keeps_open=False)
    b'HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n'
    """
    lines = [f"HTTP/1.1 {response.status} {_REASONS.get(response.status, 'Unknown')}"]
    for name, value in response.headers:
        if name.lower() == "transfer-encoding":
            continue  # how the body is framed is said by Content-Length
        if unsendable(name) or unsendable(value):
            raise ValueError(f"the function's header {name!r} has a control character in it")
        persistence = "keep-alive" if keeps_open else "close"
        lines.append(f"{name}: {persistence if name.lower() == 'connection' else value}")
    body = b"" if method == "HEAD" or response.status in (204, 304) else response.body
    return "\r\n".join((*lines, "", "")).encode() + body
