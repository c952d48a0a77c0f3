"""Exercises of notebook 04: the credential scope, the string to sign, and whether a signature is fresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from hashlib import sha256
from random import Random
from typing import Any, Self

from sigv4_explain.canonical import hashed_canonical_request
from sigv4_explain.course.exercise import Function, exercise
from sigv4_explain.course.made_up import date_time, moment, region, scope, service, text, written
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.encoding import EMPTY_SHA256, sha256_hex
from sigv4_explain.request import Request
from sigv4_explain.signature import ALGORITHM, credential_scope, request_date_time, string_to_sign
from sigv4_explain.signing import sign
from sigv4_explain.verifier import verify

_NOON = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
_NIGHT_IN_PARIS = datetime(2015, 8, 31, 1, 30, tzinfo=timezone(timedelta(hours=2)))
_NEW_YEARS_EVE_IN_LIMA = datetime(2015, 12, 31, 20, 0, tzinfo=timezone(timedelta(hours=-5)))


def my_scope(at: datetime, region: str, service: str) -> str:
    """Return the credential scope of a signature made at that moment."""
    day = at.astimezone(UTC).strftime("%Y%m%d")
    return f"{day}/{region}/{service}/aws4_request"


def _right_scope(at: datetime, region: str, service: str) -> str:
    return credential_scope(request_date_time(at), region, service)


class _FromAfar(datetime):
    """A moment on a computer in Honolulu: a function that takes the local day is wrong on a server in UTC too."""

    def astimezone(self, tz: tzinfo | None = None) -> Self:
        return super().astimezone(tz or timezone(timedelta(hours=-10)))


def _from_afar(function: Function, at: datetime, region: str, service: str) -> Any:
    return function(_FromAfar.fromisoformat(at.isoformat()), region, service)


def _day(at: datetime) -> str:
    return request_date_time(at)[:8]


_CREDENTIAL_SCOPE = exercise(
    "scope",
    right=_right_scope,
    call=_from_afar,
    drawing=lambda draw: (moment(draw), region(draw), service(draw)),
    solution=my_scope,
    cases=(
        ("order", _NOON, "eu-central-1", "execute-api"),
        ("utc-day", _NIGHT_IN_PARIS, "us-east-1", "sts"),
        ("utc-day", _NEW_YEARS_EVE_IN_LIMA, "us-west-2", "s3"),
    ),
    mistakes=(
        ("utc-day", lambda at, region, service: f"{at:%Y%m%d}/{region}/{service}/aws4_request"),
        ("local-day", lambda at, region, service: f"{at.astimezone():%Y%m%d}/{region}/{service}/aws4_request"),
        ("order", lambda at, region, service: f"{_day(at)}/{service}/{region}/aws4_request"),
        ("terminator", lambda at, region, service: f"{_day(at)}/{region}/{service}"),
        ("day-only", lambda at, region, service: f"{request_date_time(at)}/{region}/{service}/aws4_request"),
        ("no-dashes", lambda at, region, service: f"{at.astimezone(UTC):%Y-%m-%d}/{region}/{service}/aws4_request"),
    ),
)

_SCOPE, _TIME = "20150830/eu-central-1/execute-api/aws4_request", "20150830T123600Z"
_REQUEST = f"GET\n/\n\nhost:example.com\nx-amz-date:{_TIME}\n\nhost;x-amz-date\n{EMPTY_SHA256}"


def my_string_to_sign(date_time: str, scope: str, canonical_request: str) -> str:
    """Return the string to sign."""
    hashed = sha256(canonical_request.encode()).hexdigest()
    return f"AWS4-HMAC-SHA256\n{date_time}\n{scope}\n{hashed}"


def _right_text(date_time: str, scope: str, canonical_request: str) -> str:
    return string_to_sign(date_time, scope, hashed_canonical_request(canonical_request))


def _lines(*lines: str) -> str:
    return "\n".join(lines)


def _hash(text: str) -> str:
    return sha256_hex(text.encode())


_STRING_TO_SIGN = exercise(
    "string-to-sign",
    right=_right_text,
    drawing=lambda draw: (date_time(draw), scope(draw), f"GET\n/{text(draw)}\n{text(draw, most=9)}"),
    solution=my_string_to_sign,
    cases=(
        ("lines", _TIME, _SCOPE, _REQUEST),
        ("utf-8", _TIME, _SCOPE, "GET\n/Zoë\n\nhost:example.com\n\nhost\nUNSIGNED-PAYLOAD"),
    ),
    mistakes=(
        ("hashed", lambda time, scope, request: _lines(ALGORITHM, time, scope, request)),
        ("lines", lambda time, scope, request: _lines(ALGORITHM, scope, time, _hash(request))),
        ("algorithm", lambda time, scope, request: _lines(time, scope, _hash(request))),
        ("no-end", lambda time, scope, request: _lines(ALGORITHM, time, scope, _hash(request), "")),
        ("one-lf", lambda *given: _right_text(*given).replace("\n", "\r\n")),
        ("lower", lambda time, scope, request: _lines(ALGORITHM, time, scope, _hash(request).upper())),
        ("once", lambda time, scope, request: _lines(ALGORITHM, time, scope, _hash(_hash(request)))),
        ("utf-8", lambda time, scope, request: _lines(ALGORITHM, time, scope, sha256_hex(request.encode("latin-1")))),
    ),
)

_OF_MINUTES = {5: "execute-api", 15: "sts"}


def my_is_fresh(signed_at: str, server_time: str, minutes: int) -> bool:
    """Tell whether a server with this window still accepts, or accepts already, a signature."""
    apart = datetime.fromisoformat(server_time) - datetime.fromisoformat(signed_at)
    return abs(apart) <= timedelta(minutes=minutes)


def _by_the_server(signed_at: str, server_time: str, minutes: int) -> bool:
    """Let a server with such a window judge a request that is right in all else."""
    service = _OF_MINUTES[minutes]
    signed = sign(Request("GET", "https://example.com/"), EXAMPLE, region="us-east-1", service=service, at=signed_at)
    keys = {EXAMPLE.access_key_id: EXAMPLE}
    return verify(signed, keys, region="us-east-1", service=service, at=server_time).accepted


def _apart(signed_at: str, server_time: str) -> timedelta:
    return datetime.fromisoformat(server_time) - datetime.fromisoformat(signed_at)


def _drawn(draw: Random) -> tuple[str, str, int]:
    signed_at, minutes = moment(draw), draw.choice(tuple(_OF_MINUTES))
    edge = 60 * minutes + draw.choice((-1, 0, 0, 1))
    seconds = draw.choice((edge, -edge, draw.randint(-2_000, 2_000), draw.randint(-400, 400), 86_400, -86_300, 3_600))
    return written(signed_at), written(signed_at + timedelta(seconds=seconds)), minutes


_FRESHNESS = exercise(
    "fresh",
    right=_by_the_server,
    drawing=_drawn,
    solution=my_is_fresh,
    cases=(
        ("fresh", "20150830T123600Z", "20150830T123700Z", 5),
        ("too-old", "20150830T123600Z", "20150830T125600Z", 15),
        ("little-future", "20150830T123600Z", "20150830T123200Z", 5),
        ("too-new", "20150830T123600Z", "20150830T122600Z", 5),
        ("edge", "20150830T123600Z", "20150830T124100Z", 5),
        ("edge", "20150830T123600Z", "20150830T124101Z", 5),
        ("midnight", "20150830T235950Z", "20150831T000010Z", 5),
        ("calendar", "20150830T125800Z", "20150830T130100Z", 5),
        ("window", "20150830T123600Z", "20150830T124600Z", 15),
    ),
    mistakes=(
        ("too-new", lambda then, now, minutes: _apart(then, now) <= timedelta(minutes=minutes)),
        ("little-future", lambda then, now, minutes: timedelta(0) <= _apart(then, now) <= timedelta(minutes=minutes)),
        ("edge", lambda then, now, minutes: abs(_apart(then, now)) < timedelta(minutes=minutes)),
        ("midnight", lambda then, now, minutes: then[:8] == now[:8] and my_is_fresh(then, now, minutes)),
        ("calendar", lambda then, now, minutes: abs(int(now[9:15]) - int(then[9:15])) <= minutes * 100),
        ("window", lambda then, now, _minutes: my_is_fresh(then, now, 5)),
        ("too-old", lambda then, now, _minutes: my_is_fresh(then, now, 15)),
    ),
)
EXERCISES = (_CREDENTIAL_SCOPE, _STRING_TO_SIGN, _FRESHNESS)
