"""What the form of the scope clock says, as text, and the verdict that follows from it. No widget in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sigv4_explain.credentials import EXAMPLE, TERMINATOR, Credentials, CredentialScope
from sigv4_explain.doctor.recipe import KeyDerivation, right_recipe
from sigv4_explain.encoding import uri_encode
from sigv4_explain.errors import InvalidInput, InvalidScope, describe
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import request_date_time
from sigv4_explain.signing import explain
from sigv4_explain.texts import records
from sigv4_explain.verifier import Verdict, verify
from sigv4_explain.verifier.reading import Reading
from sigv4_explain.verifier.services import profile_of
from sigv4_explain.widgets.scope_clock.page import ClockView, stretches
from sigv4_explain.widgets.signing_lab.input import Placement

# Sign for any credential scope, also for one whose day is not the request's: as a client with a stale scope does.


def scoped_request(
    request: Request,
    owner: Credentials,
    scope: CredentialScope,
    signed_at: str,
    service: str,
    region: str,
    expires: int | None = None,
) -> Request:
    """Sign a request for a server's service and Region, with whatever scope the client writes; ``expires`` presigns.

    Scope, key and signature agree with each other: the client is consistent, and may be consistently wrong.
    """
    rules = SigningRules.for_service(service)
    trace = explain(
        request, owner, region=scope.region, service=scope.service, at=signed_at, expires=expires, rules=rules
    )
    written = trace["credential_scope"].text
    if written == str(scope):
        return trace.signed_request
    sent = _replaced(trace.signed_request, written, str(scope))
    reading = Reading(sent, presented_by(sent, rules.token_name.value), region, service, profile_of(service), rules)
    chain = KeyDerivation(owner.secret_access_key, scope.date, scope.region, scope.service)
    recipe = right_recipe(reading, owner.secret_access_key)._replace(
        scope=(scope.date, scope.region, scope.service, TERMINATOR), key_chain=chain
    )
    return _replaced(sent, trace.signature, recipe.signature())


def _replaced(request: Request, old: str, new: str) -> Request:
    """Replace a text in the Authorization header or, percent-encoded, in the URL."""
    headers = [(name, value.replace(old, new)) for name, value in request.headers]
    return Request(request.method, request.url.replace(uri_encode(old), uri_encode(new)), headers, request.body)


_REQUEST = Request("GET", "https://example.amazonaws.com/")
_AROUND, _AFTER_EXPIRY = 1200, 600
"""Seconds: how much of the time before and after is drawn."""
_BEGINNING, _END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC, microsecond=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockInput:
    """The fields of the form, as typed."""

    service: str = "execute-api"
    """What the server offers."""
    region: str = "eu-central-1"
    """Where the server is."""
    placement: Placement = Placement.HEADER
    expires: str = "600"
    """Seconds; counts only for a presigned URL."""
    signed_at: str = "20150830T123600Z"
    """The client's clock."""
    scope: str = "20150830/eu-central-1/execute-api/aws4_request"
    """What the client writes."""
    server_time: str = "20150830T123600Z"
    """The server's clock."""


def clock_of(form: ClockInput) -> ClockView:
    """Sign as the form says, and let the server judge. Raises InvalidInput naming the field that is wrong."""
    signed_at, server_time = (_time(form, field) for field in ("signed_at", "server_time"))
    moment = datetime.fromisoformat(signed_at)
    scope, expires = _scope(form.scope), _expires(form)
    service, region = form.service, form.region.strip()
    request = scoped_request(_REQUEST, EXAMPLE, scope, signed_at, service, region, expires)

    def judge(seconds: int) -> Verdict:
        at = _later(moment, seconds)
        return verify(request, {EXAMPLE.access_key_id: EXAMPLE}, region=region, service=service, at=at)

    seconds = _seconds(datetime.fromisoformat(server_time) - moment)
    first, last = (_seconds(_later(moment, end) - moment) for end in (-_AROUND, _last_drawn(expires)))
    return ClockView(
        signed_at=signed_at,
        server_time=server_time,
        seconds=seconds,
        scope=scope,
        region=region,
        service=service,
        expires=expires,
        verdict=judge(seconds),
        stretches=stretches(judge, first, last),
        midnight=_midnight(moment, first, last),
    )


def later(signed_at: str, seconds: int) -> str:
    """Write the moment so many seconds after another; it never leaves the calendar.

    >>> later("20150830T235950Z", 20)
    '20150831T000010Z'
    """
    return request_date_time(_later(datetime.fromisoformat(request_date_time(signed_at)), seconds))


def _later(moment: datetime, seconds: int) -> datetime:
    try:
        return moment + timedelta(seconds=seconds)
    except OverflowError:
        return _BEGINNING if seconds < 0 else _END


def _last_drawn(expires: int | None) -> int:
    return _AROUND if expires is None else max(_AROUND, expires + _AFTER_EXPIRY)


def _midnight(moment: datetime, first: int, last: int) -> int | None:
    """Return when the signature's day ends, or else when it began, if that is on the line."""
    began = -_seconds(moment - moment.replace(hour=0, minute=0, second=0))
    day = _seconds(timedelta(days=1))
    return next((midnight for midnight in (began + day, began) if first <= midnight <= last), None)


def _seconds(duration: timedelta) -> int:
    return duration // timedelta(seconds=1)


def _time(form: ClockInput, field: str) -> str:
    text = getattr(form, field).strip()
    try:
        return request_date_time(text)
    except InvalidInput as error:
        raise InvalidScope(field, error.received, error.expected) from None


def _scope(text: str) -> CredentialScope:
    try:
        return CredentialScope.parse(text.strip())
    except InvalidScope as error:
        raise InvalidScope("scope", describe(text), f"{error.expected}, as 20150830/…/…/aws4_request") from None


def _expires(form: ClockInput) -> int | None:
    if form.placement is Placement.HEADER:
        return None
    text = form.expires.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= len("604800")):
        raise InvalidScope("expires", describe(form.expires), "whole seconds from 1 to 604800")
    return int(text)


# The menu of the scope clock: signatures and servers to look at.

CLOCKS = records("sigv4_explain.widgets.scope_clock", "clock_presets.toml", ClockInput)
"""What the menu offers, by the name it shows."""
FIRST = next(iter(CLOCKS))
