"""What is signed: a Request, exactly as it is sent. Frozen, checked once, then trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sigv4_explain.errors import InvalidRequest, check_kind, describe
from sigv4_explain.masking import masked_headers, masked_url
from sigv4_explain.shown import ask
from sigv4_explain.url import UrlParts, checked_url, host_of, is_host_name, unsendable

_is_token = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+").fullmatch


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Request:
    """An HTTP request exactly as it is sent: nothing decoded, reordered or added.

    >>> request = Request("GET", "https://example.amazonaws.com/a%20b?x=1#top", {"Accept": "*/*"})
    >>> request.host, request.path, request.query
    ('example.amazonaws.com', '/a%20b', 'x=1')
    """

    method: str
    """Upper case, as HTTP clients send it."""
    url: str
    """``http(s)://host/path?query``, percent-encoded the way it travels."""
    headers: tuple[tuple[str, str], ...]
    """Name and value pairs; order and repeats are kept."""
    body: bytes
    """The payload; a ``str`` given is encoded as UTF-8."""
    _parts: UrlParts = field(init=False, compare=False)

    def __init__(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes | str = b"",
    ) -> None:
        check_kind("headers", headers, Iterable, "a mapping, or pairs of a name and a value", InvalidRequest)
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        object.__setattr__(self, "method", _checked_method(method))
        object.__setattr__(self, "_parts", checked_url(url))
        object.__setattr__(self, "url", url)
        object.__setattr__(self, "headers", tuple([_checked_header(pair) for pair in pairs]))
        object.__setattr__(self, "body", _checked_body(body))

    @property
    def host(self) -> str:
        """The Host header: as sent, else what every client derives from the URL (without a default port)."""
        return self.header("host") or self.default_host

    @property
    def default_host(self) -> str:
        """The Host header that clients derive from the URL: lower case, without a default port."""
        authority = self._parts.authority
        return authority.lower() if is_host_name(authority) else host_of(self.url)

    @property
    def path(self) -> str:
        """The path as sent, still percent-encoded; empty when the URL has none."""
        return self._parts.path

    @property
    def query(self) -> str:
        """The query string as sent, without its question mark."""
        return self._parts.query

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever the case of its name, or None."""
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None

    def with_url(self, url: str) -> Request:
        """Return the same request to another URL."""
        return _trusted(self.method, url, self.headers, self.body, checked_url(url))

    def with_headers(self, added: Iterable[tuple[str, str]]) -> Request:
        """Return the same request with headers added; a header of the same name is replaced."""
        added = tuple(added)
        replaced = {name.lower() for name, _ in added}
        kept = [pair for pair in self.headers if pair[0].lower() not in replaced]
        return _trusted(self.method, self.url, (*kept, *added), self.body, self._parts)

    @classmethod
    def parse(cls, text: str) -> Request:
        r"""Read what can be pasted: raw HTTP, a curl command or its ``-v`` output, HAR, a debug log, a URL.

        Raises UnreadableText when the text is none of these.

        >>> Request.parse("GET /?a=1 HTTP/1.1\nHost: example.amazonaws.com").url
        'https://example.amazonaws.com/?a=1'
        >>> Request.parse("curl -d a=1 https://example.amazonaws.com/").method
        'POST'
        """
        request: Request = ask("Request.parse", text)
        return request

    def __repr__(self) -> str:
        headers = list(masked_headers(self.headers))
        return f"Request({self.method!r}, {masked_url(self.url)!r}, headers={headers!r}, body={len(self.body)} bytes)"


def _trusted(method: str, url: str, headers: tuple[tuple[str, str], ...], body: bytes, parts: UrlParts) -> Request:
    """Build a Request from parts of another, which were checked when it was built."""
    request = object.__new__(Request)
    keep = object.__setattr__  # it is frozen
    keep(request, "method", method)
    keep(request, "url", url)
    keep(request, "headers", headers)
    keep(request, "body", body)
    keep(request, "_parts", parts)
    return request


def _checked_method(method: str) -> str:
    if not isinstance(method, str) or not _is_token(method):
        raise InvalidRequest("method", describe(method), "an HTTP method such as GET")
    return method.upper()


def _checked_header(pair: tuple[str, str]) -> tuple[str, str]:
    try:
        name, value = pair
    except (TypeError, ValueError):
        kind = type(pair).__name__  # not its text, which may hold a session token
        raise InvalidRequest("headers", kind, "pairs of a name and a value") from None
    if not isinstance(name, str) or not _is_token(name):
        shown = describe(name.partition(":")[0] if isinstance(name, str) else name)
        raise InvalidRequest("headers", f"the name {shown}", "letters, digits and !#$%&'*+-.^_`|~")
    if not isinstance(value, str):
        raise InvalidRequest(f"headers[{name!r}]", type(value).__name__, "str")
    if found := unsendable(value.replace("\t", " ")):  # a tab is a blank
        where = f"{found[0]!r} at position {found.start()}"
        raise InvalidRequest(f"headers[{name!r}]", where, "a value of one line, without control characters")
    return name, value


def _checked_body(body: bytes | str) -> bytes:
    if isinstance(body, bytes):
        return body
    if not isinstance(body, str):
        raise InvalidRequest("body", describe(body), "bytes, or str to be encoded as UTF-8")
    try:
        return body.encode()
    except UnicodeEncodeError as error:
        raise InvalidRequest(
            "body", f"{body[error.start]!r} at position {error.start}", "text that is Unicode"
        ) from None
