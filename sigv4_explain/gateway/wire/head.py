"""The head of an HTTP request: its first line and its headers, in their order and with their names as sent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sigv4_explain.errors import InvalidRequest
from sigv4_explain.request import Request

_TOKEN = rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_is_request_line = re.compile(rb"(" + _TOKEN + rb") ([^\x00-\x20\x7f]+) HTTP/1\.([01])").fullmatch
_is_header = re.compile(rb"(" + _TOKEN + rb"):[ \t]*(.*?)[ \t]*", re.DOTALL).fullmatch


class NotHttp(Exception):
    """The bytes are no HTTP request that a server may answer; its text says why, for the log."""


@dataclass(frozen=True, slots=True)
class Head:
    """What comes before the body."""

    method: str
    target: str
    """The path and query exactly as sent."""
    minor_version: int
    """0 for HTTP/1.0, 1 for HTTP/1.1."""
    headers: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """Return every value of a header, by its name in lower case."""
        return [value for key, value in self.headers if key.lower() == name]

    @property
    def keeps_open(self) -> bool:
        """True when the client expects to send another request on the connection."""
        options = {option.strip().lower() for value in self.all("connection") for option in value.split(",")}
        return "close" not in options and (self.minor_version == 1 or "keep-alive" in options)

    def request(self, body: bytes) -> Request:
        """Make the Request; ``http`` because nothing is encrypted here. Raises NotHttp."""
        hosts = self.all("host")
        if len(hosts) != 1:
            raise NotHttp(f"{len(hosts)} Host headers instead of one")
        try:
            return Request(self.method, f"http://{hosts[0]}{self.target}", self.headers, body)
        except InvalidRequest as error:
            raise NotHttp(f"unreadable {error.field}") from None


def read_head(block: bytes) -> Head:
    r"""Read the lines up to the empty one. Raises NotHttp.

    >>> read_head(b"GET /a//b?x=%2f HTTP/1.1\r\nhost: h\r\nX-A: 1\r\nx-a: 2")
    Head(method='GET', target='/a//b?x=%2f', minor_version=1, headers=(('host', 'h'), ('X-A', '1'), ('x-a', '2')))

    Source: RFC 9112, sections 3 and 5; a line that goes on in the next one is refused, as section 5.2 allows.
    """
    first, *lines = block.split(b"\r\n")
    found = _is_request_line(first)
    if found is None:
        raise NotHttp("the first line is no request line of HTTP/1.0 or HTTP/1.1")
    return Head(_method(found[1]), _target(found[2]), int(found[3]), tuple([_header(line) for line in lines]))


def _method(word: bytes) -> str:
    if word != word.upper():
        raise NotHttp("a method in lower case")
    return word.decode()


def _target(word: bytes) -> str:
    if not word.startswith(b"/") or b"#" in word:
        raise NotHttp("the target is no path, such as /default?client=ky")
    try:
        return word.decode()
    except UnicodeDecodeError:
        raise NotHttp("the target has bytes that are not UTF-8") from None


def _header(line: bytes) -> tuple[str, str]:
    found = _is_header(line)
    if found is None:
        raise NotHttp("a header line is not a name, a colon and a value")
    try:
        return found[1].decode(), found[2].decode()
    except UnicodeDecodeError:
        return found[1].decode(), found[2].decode("latin-1")
