"""A URL, cut and checked but never changed: what is signed is what is sent."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from sigv4_explain.errors import InvalidRequest, describe
from sigv4_explain.masking import fields_alone

_A_URL = "a URL such as https://example.com/path?query"
_control_character_or_lone_surrogate = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
is_host_name = re.compile(r"[A-Za-z0-9.-]+").fullmatch
_LONGEST_PORT = 12
_before_host = re.compile(r"//[^?#]*@")


class UrlParts(NamedTuple):
    """A URL, cut at its punctuation and nowhere changed; the fragment is never sent."""

    scheme: str
    authority: str
    path: str
    query: str

    def __repr__(self) -> str:
        return fields_alone(self)

    @classmethod
    def of(cls, url: str) -> UrlParts:
        """Cut a URL.

        >>> tuple(UrlParts.of("https://example.com:8443/a%20b?x=1#top"))
        ('https', 'example.com:8443', '/a%20b', 'x=1')
        """
        scheme, _, rest = url.partition("://")
        rest, _, query = rest.partition("#")[0].partition("?")
        authority, slash, path = rest.partition("/")
        return cls(scheme, authority, slash + path, query)


def host_of(url: str) -> str:
    """Return the Host header that HTTP clients send for a URL: lower case, default port dropped.

    >>> host_of("https://Example.com:443/"), host_of("https://example.com:8443/")
    ('example.com', 'example.com:8443')
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return host if parts.port in (None, default) else f"{host}:{parts.port}"


def checked_url(url: str) -> UrlParts:
    """Cut a URL, or raise InvalidRequest saying why it cannot be sent."""
    if not isinstance(url, str):
        raise InvalidRequest("url", describe(url), _A_URL)
    if found := unsendable(url):
        raise InvalidRequest(
            "url", f"{found[0]!r} at position {found.start()}", f"{_A_URL}, without control characters"
        )
    if url != url.strip():
        raise InvalidRequest("url", _shown(url), f"{_A_URL}, without blanks around it")
    parts = UrlParts.of(url)
    if parts.scheme.lower() not in ("http", "https"):
        raise InvalidRequest("url", _shown(url), f"{_A_URL}, with http or https and a host")
    if not is_host_name(parts.authority):
        _check_authority(url, parts.authority)
    return parts


def unsendable(text: str) -> re.Match[str] | None:
    """Find the first character that HTTP cannot carry; a text that is printable throughout has none."""
    return None if text.isprintable() else _control_character_or_lone_surrogate.search(text)


def _shown(url: str) -> str:
    """Return a URL for an error's text: without the query, and without what may be a password."""
    return describe(_before_host.sub("//…@", url.partition("?")[0]))


def _has_a_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _check_authority(url: str, authority: str) -> None:
    """Look closely at what is no plain host name: a port or an address in brackets is well, the rest is not."""
    try:
        parts = urlsplit(url)
    except ValueError:  # its text repeats what may be a password
        raise InvalidRequest("url", _shown(url), _A_URL) from None
    if not parts.hostname:
        raise InvalidRequest("url", _shown(url), f"{_A_URL}, with http or https and a host")
    if "@" in authority:
        raise InvalidRequest("url", "a user name before the host", "keys as Credentials, not in the URL")
    if not _has_a_port(parts):
        port = authority.rpartition(":")[2]
        is_told = port.isdecimal() and len(port) <= _LONGEST_PORT and "@" not in url  # else it may be a password's
        received = f"the port {port}" if is_told else "a port that is none"
        raise InvalidRequest("url", received, "a port from 1 to 65535, in digits")
    if not authority.isascii():
        raise InvalidRequest("url", f"the host {authority!r}", "a host in ASCII (xn--… for other scripts)")
    if found := re.search(r"[\s\\<>\"{}|^`]", authority):
        raise InvalidRequest("url", f"{found[0]!r} in the host", "a host name")
