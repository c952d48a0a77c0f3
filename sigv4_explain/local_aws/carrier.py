"""A requests.Session for which AWS's own host names lead to this machine: what is signed has AWS's names in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from sigv4_explain.errors import describe

_LOOPBACK = ("127.0.0.1", "localhost", "::1")

Origins = Callable[[], Mapping[str, str]]
"""Returns for each host name the origin on this machine that answers for it, as it is now."""


def carrying_session(origins: Origins) -> requests.Session:
    """Return a session that asks the origins, and nobody else: it never leaves this machine."""
    session = requests.Session()
    session.trust_env = False  # a proxy, or a password for the host in .netrc, has no place here
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Carrier(origins))
    return session


class _Carrier(HTTPAdapter):
    """Sends a request to the origin that answers for its host, with the Host header that it would have at AWS."""

    def __init__(self, origins: Origins) -> None:
        super().__init__()
        self._origins = origins

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send it. Raises ``requests.ConnectionError`` for a host that is not of this world."""
        carried = request.copy()
        parts = urlsplit(request.url or "")
        if parts.hostname not in _LOOPBACK:
            carried.headers.setdefault("Host", parts.netloc)
            carried.url = self._origin(request, parts.hostname or "") + request.path_url
        response = super().send(carried, *args, **kwargs)
        response.request, response.url = request, request.url or ""
        return response

    def _origin(self, request: requests.PreparedRequest, host: str) -> str:
        origins = self._origins()
        if host not in origins:
            known = ", ".join(origins)
            message = f"url: received the host {describe(host)}, expected one of this world: {known}"
            raise requests.ConnectionError(message, request=request)
        return origins[host]
