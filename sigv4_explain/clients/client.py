"""What a program is written from: the request as it was before anybody signed it, and the client that is to sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote

from sigv4_explain.canonical import Headers, canonical_uri
from sigv4_explain.encoding import uri_decode, uri_encode
from sigv4_explain.masking import TOKEN_NAMES, is_private
from sigv4_explain.request import Request
from sigv4_explain.rules import PathEncoding, PathNormalization, SigningRules
from sigv4_explain.url import UrlParts

_WRITTEN_BY_THE_SIGNER = frozenset({"authorization", "date", "x-amz-content-sha256", "x-amz-date", *TOKEN_NAMES})
_WRITTEN_BY_THE_HTTP_CLIENT = frozenset(
    {
        "accept-encoding",  # only the client knows what it can unpack
        "connection",
        "content-length",
        "expect",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_LEFT_OUT = _WRITTEN_BY_THE_SIGNER | _WRITTEN_BY_THE_HTTP_CLIENT
_SIGNATURE_IN_THE_QUERY = TOKEN_NAMES | {
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-expires",
    "x-amz-signature",
    "x-amz-signedheaders",
}
_escape_or_illegal = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/-]")


def unsigned(request: Request, rules: SigningRules) -> Request:
    """Return a request without what an earlier signer and the HTTP client added, and with its URL spelled out.

    Repeated headers become one, joined by commas (RFC 9110 section 5.3). In the URL the default port is dropped and
    percent-encoding is what RFC 3986 section 6.2.2 calls normal, so that no HTTP client changes it after signing.
    Names and values of the query are encoded as for signing, since not every signer does that by itself.

    >>> unsigned(Request("GET", "https://h/é%2f?q=a+b:c&X-Amz-Signature=1#top", {"Date": "…"}), SigningRules())
    Request('GET', 'https://h/%C3%A9%2F?q=a%20b%3Ac', headers=[], body=0 bytes)
    """
    parts = UrlParts.of(request.url)
    path = _path(parts.path or "/", rules)
    query = "&".join(_parameters(parts.query))
    url = f"{parts.scheme.lower()}://{request.default_host}{path}{f'?{query}' if query else ''}"
    return Request(request.method, url, _headers(request), request.body)


def _headers(request: Request) -> Headers:
    found: dict[str, tuple[str, str]] = {}
    for name, value in request.headers:
        key, value = name.lower(), value.strip(" \t")
        if key in _LEFT_OUT or (key == "host" and value.lower() == request.default_host):
            continue
        separator = "; " if key == "cookie" else ","
        found[key] = (found[key][0], f"{found[key][1]}{separator}{value}") if key in found else (name, value)
    return tuple(found.values())


def _path(path: str, rules: SigningRules) -> str:
    if rules.path_encoding is PathEncoding.ONCE:
        return canonical_uri(path, PathEncoding.ONCE, PathNormalization.AS_SENT)
    return _escape_or_illegal.sub(_spelled, path)


def _spelled(found: re.Match[str]) -> str:
    """Encode what no path may hold; of an escape make upper-case hex, or the letter if it needs none."""
    text = found[0]
    if len(text) == 1:
        return uri_encode(text)
    return uri_encode(uri_decode(text))


def _parameters(query: str) -> Iterator[str]:
    for piece in query.split("&"):
        name, equals, value = piece.partition("=")
        if piece and unquote(name).lower() not in _SIGNATURE_IN_THE_QUERY:
            yield f"{_encoded(name)}{equals}{_encoded(value)}"


def _encoded(text: str) -> str:
    return uri_encode(uri_decode(text.replace("+", " ")))


# A client that a request can be written for, and what its code is made from.


class Language(Enum):
    """What the code is written in, with the ending of its file."""

    PYTHON = ".py"
    JAVASCRIPT = ".mjs"
    SHELL = ".sh"


@dataclass(frozen=True, slots=True)
class Call:
    """A request to be signed when the code runs: without the signature, date and token of an earlier one."""

    request: Request
    region: str
    service: str
    rules: SigningRules
    path_given: str = ""
    """The path before it was spelled anew, for what has to be said about that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A library or a program that signs, or is signed for."""

    name: str
    """How it is asked for, such as ``aws4-node-fetch``."""
    title: str
    """How it is shown, such as ``aws4 with node-fetch``."""
    language: Language
    packages: tuple[str, ...]
    """What must be installed, by the names of PyPI or npm."""
    write: Callable[[Call], str]
    """Writes the code. It signs when it runs, and takes its keys from the environment."""
    deprecated: str | None = None
    """Why not to use it any more; None for a client that is kept up."""


# Headers whose value logs somebody in: the code takes it from the environment, as it does with keys.

_not_in_a_variable = re.compile(r"[^A-Z0-9]+")


def environment_variable(name: str) -> str | None:
    """Return the environment variable that holds a header's value; None for a header that may be read by anybody.

    >>> environment_variable("x-api-key"), environment_variable("Cookie"), environment_variable("Accept")
    ('API_KEY', 'COOKIE', None)
    """
    if not is_private(name):
        return None
    variable = _not_in_a_variable.sub("_", name.upper().removeprefix("X-")).strip("_")
    return f"HEADER_{variable}" if variable[0].isdigit() else variable
