"""SigV4Auth: ``requests`` signs each request it sends and keeps the trace. The one module that imports requests."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import MissingDependency
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.readers.libraries import CONTENT_SHA256, as_sent, payload_sha256, request_from_requests
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.signing import explain

try:
    from requests import PreparedRequest
    from requests.auth import AuthBase
except ImportError as error:
    raise MissingDependency("requests is not installed: pip install requests") from error


class SigV4Auth(AuthBase):
    """Signs for ``requests``: ``requests.get(url, auth=SigV4Auth(credentials, region=…, service=…))``.

    ``credentials`` may be a function without arguments that returns Credentials: it is asked for each request, so
    that keys can be renewed. ``at`` and ``rules`` are those of ``explain``. The trace is
    ``response.request.sigv4_trace``, or ``trace_of(response)``.
    """

    def __init__(
        self,
        credentials: Credentials | Callable[[], Credentials],
        *,
        region: str,
        service: str,
        at: datetime | str | None = None,
        rules: SigningRules | None = None,
    ) -> None:
        self.credentials = credentials
        self.region = region
        self.service = service
        self.at = at
        self.rules = rules

    def __call__(self, prepared: PreparedRequest) -> PreparedRequest:
        """Sign: called by requests when all but the signature is on the request."""
        _remove_earlier_signature(prepared)
        credentials = self.credentials if isinstance(self.credentials, Credentials) else self.credentials()
        request = request_from_requests(prepared)
        trace = explain(request, credentials, region=self.region, service=self.service, at=self.at, rules=self.rules)
        for name, value in trace.signed_request.headers:
            # Host is left as it is, or to the HTTP library: set here, it would follow a redirect to another host.
            if name.lower() != "host":
                prepared.headers[name] = as_sent(value)  # type: ignore[assignment]  # bytes too, as of requests 2.11
        prepared.sigv4_trace = trace  # type: ignore[attr-defined]  # the one thing we add to requests' object
        return prepared


def _remove_earlier_signature(prepared: PreparedRequest) -> None:
    """Take off what an earlier signature put on, so that time and keys are new; hash the body again."""
    headers = prepared.headers
    if not _text(headers.get("Authorization")).startswith(ALGORITHM):
        return
    for name in ("Authorization", "X-Amz-Date", *TOKEN_NAMES):
        headers.pop(name, None)
    if re.fullmatch(r"[0-9a-f]{64}", _text(headers.get(CONTENT_SHA256))):
        headers[CONTENT_SHA256] = payload_sha256(prepared.body)


def _text(value: str | bytes | None) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value or ""
