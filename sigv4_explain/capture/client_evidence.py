"""What a client says it computed: the request, canonical request, string to sign and signature in its debug log."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from sigv4_explain.capture.botocore_log import requests_in_botocore_log
from sigv4_explain.capture.http_dumps import requests_in_dumps
from sigv4_explain.capture.line_ends import unified
from sigv4_explain.capture.log_blocks import blocks_in
from sigv4_explain.errors import UnreadableText, describe
from sigv4_explain.masking import masked_lines
from sigv4_explain.request import Request


@dataclass(frozen=True, slots=True, repr=False)
class ClientEvidence:
    """One call as its client logged it; what the log does not show is None.

    A body that the log does not show is empty in the request, whose Content-Length then says otherwise.
    """

    canonical_request: str | None = None
    """The text that the client hashed, without a line break at its end."""
    string_to_sign: str | None = None
    """The text that the client signed, without a line break at its end."""
    signature: str | None = None
    """64 hex digits; None also when only the request itself shows them."""
    request: Request | None = None
    """The request as it was sent."""

    def __repr__(self) -> str:
        canonical_request = None if self.canonical_request is None else masked_lines(self.canonical_request)
        shown = f"canonical_request={canonical_request!r}, string_to_sign={self.string_to_sign!r}"
        return f"ClientEvidence({shown}, signature={self.signature!r}, request={self.request!r})"


_IN_ORDER = tuple(field.name for field in fields(ClientEvidence))


def read_client_evidence(log: str) -> ClientEvidence:
    """Read the last call of a client's debug log: a program ends where it fails.

    Raises UnreadableText when the log has neither a request nor what a client signed.
    """
    if calls := client_evidence_in(log):
        return calls[-1]
    expected = "a client's debug log, with CanonicalRequest, StringToSign or the request that was sent"
    raise UnreadableText("text", f"a log of {len(log)} characters without what a client signed", expected)


def client_evidence_in(log: str) -> tuple[ClientEvidence, ...]:
    r"""Read each call of a debug log by botocore, the AWS SDKs for Go or Java, or awscurl.

    Raises UnreadableText for a line of the log that shows a request and cannot be read.

    >>> [call] = client_evidence_in("DEBUG:botocore.auth:StringToSign:\nAWS4-HMAC-SHA256\n20150830T123600Z")
    >>> call.string_to_sign
    'AWS4-HMAC-SHA256\n20150830T123600Z'
    """
    if not isinstance(log, str):
        raise UnreadableText("text", describe(log), "a client's debug log, as str")
    log = unified(log)
    requests = requests_in_botocore_log(log) or requests_in_dumps(log)
    pieces: list[tuple[int, str, Any]] = [(at, "request", request) for at, request in requests]
    pieces += blocks_in(log)
    calls: list[ClientEvidence] = []
    for _, name, value in sorted(pieces, key=lambda piece: piece[0]):
        if calls and _is_next(calls[-1], name, value):
            calls[-1] = replace(calls[-1], **{name: value})
        else:
            calls.append(ClientEvidence(**{name: value}))
    return tuple(calls)


def _is_next(call: ClientEvidence, name: str, value: Any) -> bool:
    """Return whether a piece belongs to a call: a client logs in the order in which it works."""
    if any(getattr(call, later) is not None for later in _IN_ORDER[_IN_ORDER.index(name) :]):
        return False
    return name != "request" or call.signature is None or call.signature in _authorization(value)


def _authorization(request: Request) -> str:
    return f"{request.header('authorization')} {request.query}"
