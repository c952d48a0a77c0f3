"""What left the client, and what the server knows before anything arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifier import KeyRecord, Keys


class KeyOnFile(Enum):
    """What the server has on file about the key that signed."""

    SAME = "the client's own"
    OTHER_SECRET = "the same id with another secret"  # noqa: S105 -- a choice in a menu
    NONE = "nothing: the id is unknown"
    SESSION_OVER = "the client's own, but the session is over"


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the client, and what the server knows before anything arrives."""

    trace: Trace
    keys: Keys
    region: str
    service: str

    @property
    def request(self) -> Request:
        """The request on the wire: with the Host header that every client adds."""
        request = self.trace.signed_request
        return request if request.header("host") else _with_host_first(request)

    @property
    def session_token(self) -> str | None:
        """The token that the request carries, in its header or its query."""
        token_name = SigningRules.for_service(self.service).token_name.value
        return presented_by(self.trace.signed_request, token_name).session_token


def sent_of(trace: Trace, keys: Keys | None = None, region: str | None = None, service: str | None = None) -> Sent:
    """Take a trace as what the client signed; without ``keys`` the server knows the client's own.

    Raises InvalidInput for a trace without a signature, or one whose keys are masked when none are given.
    """
    if "signature" not in trace:
        raise InvalidInput("trace", "a trace that ends before the signature", "a trace made by explain")
    scope = trace["credential_scope"].inputs
    sent = Sent(trace, keys or {}, region or scope["region"], service or scope["service"])
    return sent if keys is not None else Sent(trace, _clients_keys(sent), sent.region, sent.service)


def keys_of(sent: Sent, key_on_file: KeyOnFile, server_clock: str) -> Keys:
    """Return what the server has on file when the request arrives."""
    key_id = sent.trace.access_key_id
    others = {known: record for known, record in sent.keys.items() if known != key_id}
    found = sent.keys.get(key_id)
    if found is None or key_on_file is KeyOnFile.NONE:
        return others
    credentials = found.credentials if isinstance(found, KeyRecord) else found
    match key_on_file:
        case KeyOnFile.OTHER_SECRET:
            return {**others, key_id: Credentials(key_id, "another secret", credentials.session_token)}
        case KeyOnFile.SESSION_OVER:
            return {**others, key_id: KeyRecord(credentials, datetime.fromisoformat(server_clock))}
        case _:
            return sent.keys


def _with_host_first(request: Request) -> Request:
    return Request(request.method, request.url, [("Host", request.host), *request.headers], request.body)


def _clients_keys(sent: Sent) -> Mapping[str, Credentials]:
    """Return the keys that signed, which a trace knows unless it was read from JSON."""
    if sent.trace.masked:
        raise InvalidInput("keys", "none, and a trace whose keys are masked", "the keys that the server knows")
    secret = sent.trace["date_key"].inputs["secret_access_key"]
    key_id = sent.trace.access_key_id
    return {key_id: Credentials(key_id, secret, sent.session_token)}
