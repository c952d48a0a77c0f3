"""What the form of the server's view says, as text, and the verdict that follows from it. No widget in here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sigv4_explain.errors import InvalidRequest, InvalidScope, describe
from sigv4_explain.masking import TOKEN_NAMES, masked_encoded, masked_header, masked_url, tokens_in
from sigv4_explain.render.transit import Transit
from sigv4_explain.request import Request
from sigv4_explain.signature import request_date_time
from sigv4_explain.url import UrlParts
from sigv4_explain.verifier import Wording, verify
from sigv4_explain.widgets.lab_input import headers_of
from sigv4_explain.widgets.sent import KeyOnFile, Sent, keys_of

_is_number = re.compile(r"[+-]?[0-9]{1,6}(?:\.[0-9]{1,6})?").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Arrival:
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


def untouched(sent: Sent) -> Arrival:
    """Fill the form with what was sent, session tokens masked."""
    request = sent.request
    return Arrival(
        method=request.method,
        target=masked_url(_target_of(request)),
        headers="\n".join([f"{name}: {masked_header(name, value)}" for name, value in request.headers]),
        body=request.body.decode(errors="replace"),
        region=sent.region,
        service=sent.service,
    )


def transit_of(sent: Sent, arrival: Arrival) -> Transit:
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


def arrived_request(sent: Sent, arrival: Arrival) -> Request:
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
