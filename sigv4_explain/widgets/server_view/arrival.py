"""What the form of the server's view says, as text, and the verdict that follows from it. No widget in here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from types import MappingProxyType

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, InvalidRequest, InvalidScope, describe
from sigv4_explain.masking import TOKEN_NAMES, masked_encoded, masked_header, masked_url, tokens_in
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import request_date_time
from sigv4_explain.trace.trace import Trace
from sigv4_explain.url import UrlParts
from sigv4_explain.verifier import KeyRecord, Keys, Wording, verify
from sigv4_explain.widgets.server_view.transit import Transit
from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, LabInput, headers_of

# What left the client, and what the server knows before anything arrives.


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


_is_number = re.compile(r"[+-]?[0-9]{1,6}(?:\.[0-9]{1,6})?").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ArrivalForm:
    """The fields of the form, as typed: the request as it arrives, and the server that it arrives at."""

    method: str
    target: str
    """Path and query."""
    headers: str
    """One ``Name: value`` a line; a mask stands for the session token that was sent."""
    body: str
    minutes: str = "0"
    """How long the request was on its way."""
    region: str
    """Where the server is."""
    service: str
    """What the server offers."""
    key_on_file: KeyOnFile = KeyOnFile.SAME
    wording: Wording = Wording.CURRENT

    def __repr__(self) -> str:
        return f"Arrival({self.method} {describe(self.target.partition('?')[0])}, {self.service} in {self.region})"


def untouched(sent: Sent) -> ArrivalForm:
    """Fill the form with what was sent, session tokens masked."""
    request = sent.request
    return ArrivalForm(
        method=request.method,
        target=masked_url(_target_of(request)),
        headers="\n".join([f"{name}: {masked_header(name, value)}" for name, value in request.headers]),
        body=request.body.decode(errors="replace"),
        region=sent.region,
        service=sent.service,
    )


def transit_of(sent: Sent, arrival: ArrivalForm) -> Transit:
    """Let the request arrive as the form says, and judge it. Raises InvalidInput naming the field that is wrong."""
    signed_at = sent.trace["request_date_time"].text
    duration = _duration_of(arrival.minutes)
    server_clock = _later(signed_at, duration)
    region, service = arrival.region.strip(), arrival.service.strip()
    verdict = verify(
        arrived_request(sent, arrival),
        keys_of(sent, arrival.key_on_file, server_clock),
        region=region,
        service=service,
        at=server_clock,
        wording=arrival.wording,
    )
    return Transit(sent.trace, sent.request, verdict, verdict.trace, server_clock, duration)


def arrived_request(sent: Sent, arrival: ArrivalForm) -> Request:
    """Read the request's fields. Raises InvalidRequest naming the field."""
    before = untouched(sent)
    body = sent.request.body if arrival.body == before.body else arrival.body  # a body may be no text
    headers = [(name, _unmasked(sent, name, value)) for name, value in headers_of(arrival.headers)]
    try:
        return Request(arrival.method, _url_of(sent, arrival.target), headers, body)
    except InvalidRequest as error:
        if error.field != "url":
            raise
        raise InvalidRequest("target", error.received, "a path such as /default?client=requests") from None


def _duration_of(minutes: str) -> timedelta:
    if not _is_number(minutes.strip()):
        raise InvalidScope("minutes", describe(minutes), "a number of minutes such as 6, 4.5 or -10")
    return timedelta(minutes=float(minutes))


def _later(signed_at: str, duration: timedelta) -> str:
    try:
        return request_date_time(datetime.fromisoformat(signed_at) + duration)
    except OverflowError:
        raise InvalidScope("minutes", f"{duration} from {signed_at}", "a server's clock within the calendar") from None


def _target_of(request: Request) -> str:
    return request.path + (f"?{request.query}" if request.query else "")


def _url_of(sent: Sent, target: str) -> str:
    if target and target[0] not in "/?":
        raise InvalidRequest("target", describe(masked_url(target)), "a path such as /default?client=requests")
    for token in tokens_in(sent.request.url):
        target = target.replace(masked_encoded(token), token)
    parts = UrlParts.of(sent.request.url)
    return f"{parts.scheme}://{parts.authority}{target}"


def _unmasked(sent: Sent, name: str, value: str) -> str:
    """Put the token that was sent in the place of its mask."""
    return next(
        (
            token
            for key, token in sent.request.headers
            if key.lower() == name.lower() in TOKEN_NAMES and masked_header(name, token) == value
        ),
        value,
    )


# What the client can have signed: the lab's presets, the first of them with a header that is not signed.

GIVEN = "the trace that was given"
"""What the menu calls a trace that came from Python."""
_GET = replace(PRESETS[FIRST], headers="x-api-key: example\nUser-Agent: python-requests/2.32.5")
_PAGED = replace(_GET, url=f"{_GET.url}&page=2")
REQUESTS: Mapping[str, LabInput] = MappingProxyType(
    {FIRST: _GET, "API Gateway: GET, two parameters": _PAGED, **{n: f for n, f in PRESETS.items() if n != FIRST}}
)
"""What the menu offers, by the name it shows."""
