"""Exercises of notebooks 07 and 08: call an API behind IAM, with keys of one's own and with keys that STS lent."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlsplit

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.course import made_up
from sigv4_explain.course.exercise import exercise
from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.errors import InvalidInput
from sigv4_explain.masking import EXAMPLE_SECRET_OF_IAM
from sigv4_explain.request import Request
from sigv4_explain.signing import sign
from sigv4_explain.verifier import KeyRecord, verify


def my_headers(url: str, keys: Credentials, api_key: str, date_time: str) -> dict[str, str]:
    """Return the headers to call with."""
    request = Request("GET", url, {"x-api-key": api_key})
    region = request.host.split(".")[2]
    return dict(sign(request, keys, region=region, service="execute-api", at=date_time).headers)


def _judged(arguments: tuple[Any, ...], answer: Any) -> str | None:
    url, keys, api_key, date_time = arguments
    try:
        request = Request("GET", url, {**answer})
    except (InvalidInput, TypeError):
        return "headers"
    if any(keys.secret_access_key in value for _, value in request.headers):
        return "secret"
    if request.header("x-api-key") != api_key:
        return "api-key"
    told, region = request.header("Authorization") or "", url.split(".")[2]
    missing = (
        (not told.startswith("AWS4-HMAC-SHA256 "), "unsigned"),
        (request.header("X-Amz-Date") is None, "date"),
        (f"/{region}/" not in told, "region"),
        ("/execute-api/" not in told, "service"),
    )
    accepted = verify(request, {keys.access_key_id: keys}, region=region, service="execute-api", at=date_time).accepted
    return None if accepted else next((rule for is_missing, rule in missing if is_missing), "signed")


def _signed(region: str, service: str, url: str, keys: Credentials, api_key: str, date_time: str) -> dict[str, str]:
    request = Request("GET", url, {"x-api-key": api_key})
    return dict(sign(request, keys, region=region, service=service, at=date_time).headers)


def _no_api_key(url: str, keys: Credentials, _api_key: str, date_time: str) -> dict[str, str]:
    signed = sign(Request("GET", url), keys, region=url.split(".")[2], service="execute-api", at=date_time)
    return dict(signed.headers)


def _no_date(url: str, keys: Credentials, api_key: str, date_time: str) -> dict[str, str]:
    headers = my_headers(url, keys, api_key, date_time)
    return {name: headers[name] for name in ("x-api-key", "Authorization")}


_FRANKFURT = "https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=requests"
_VIRGINIA = "https://abc123.execute-api.us-east-1.amazonaws.com/default/items/1"


def _drawn_keys(draw: Random) -> Credentials:
    token = draw.choice((None, None, f"FwoG{made_up.digest(draw)}/+="))
    return Credentials(made_up.access_key_id(draw), made_up.secret(draw), token)


def _drawn_url(draw: Random, region: str) -> str:
    return made_up.url(draw, f"api{draw.randint(1, 3)}.execute-api.{region}.amazonaws.com")


def _drawn(draw: Random) -> tuple[str, Credentials, str, str]:
    api_key = f"key-{draw.randint(0, 20)}"
    return _drawn_url(draw, made_up.region(draw)), _drawn_keys(draw), api_key, made_up.date_time(draw)


_SIGN_HEADERS = exercise(
    "sign-headers",
    judge=_judged,
    drawing=_drawn,
    solution=my_headers,
    cases=(
        ("signed", _FRANKFURT, EXAMPLE, "example", "20150830T123600Z"),
        ("signed", _VIRGINIA, EXAMPLE, "another", "20150831T000000Z"),
    ),
    mistakes=(
        ("region", lambda *given: _signed("eu-central-1", "execute-api", *given)),
        ("service", lambda url, *given: _signed(url.split(".")[2], "apigateway", url, *given)),
        ("api-key", _no_api_key),
        ("date", _no_date),
        ("unsigned", lambda _url, _keys, api_key, date_time: {"x-api-key": api_key, "X-Amz-Date": date_time}),
    ),
)


def my_request(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    """Return the signed GET, or None when the session is over."""
    if now >= datetime.fromisoformat(lent["Expiration"]):
        return None
    keys = Credentials(lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"])
    return sign(Request("GET", url), keys, region=region, service="execute-api", at=now)


def _is_for(url: str, signed: str) -> bool:
    """Tell whether a URL is another one, but for what a signature adds to its query."""
    wanted, given = urlsplit(url), urlsplit(signed)
    pairs = [pair for pair in canonical_query_string(given.query).split("&") if not pair.startswith("X-Amz-")]
    others = [given._replace(query="&".join(pairs)), wanted._replace(query=canonical_query_string(wanted.query))]
    return others[0] == others[1]


def _judged_call(arguments: tuple[Any, ...], answer: Any) -> str | None:
    lent, url, region, now = arguments
    end = datetime.fromisoformat(lent["Expiration"])
    if now >= end:
        return None if answer is None else "over"
    if not isinstance(answer, Request):
        return "request"
    if answer.method != "GET" or not _is_for(url, answer.url):
        return "address"
    if "x-amz-security-token" not in f"{answer.headers} {answer.url}".lower():
        return "token"
    keys = Credentials(lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"])
    known = {keys.access_key_id: KeyRecord(keys, end)}
    verdict = verify(answer, known, region=region, service="execute-api", at=now)
    if not verdict.accepted:
        return "signed"
    in_query = "x-amz-security-token=" in answer.url.lower()  # with an accepted signature, and so signed
    return None if in_query or "x-amz-security-token" in verdict.covered_headers else "token-signed"


def _signed_assume(keys: Credentials, url: str, region: str, now: datetime) -> Request:
    return sign(Request("GET", url), keys, region=region, service="execute-api", at=now)


def _without_token(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    over = now >= datetime.fromisoformat(lent["Expiration"])
    return None if over else _signed_assume(Credentials(lent["AccessKeyId"], lent["SecretAccessKey"]), url, region, now)


def _token_afterwards(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    signed = _without_token(lent, url, region, now)
    return None if signed is None else signed.with_headers([("X-Amz-Security-Token", lent["SessionToken"])])


def _never_over(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    keys = Credentials(lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"])
    return _signed_assume(keys, url, region, now)


def _over_a_moment_late(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    return None if now > datetime.fromisoformat(lent["Expiration"]) else _never_over(lent, url, region, now)


_LENT = {
    "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
    "SecretAccessKey": EXAMPLE_SECRET_OF_IAM,
    "SessionToken": "AQoDYXdzEXAMPLETOKEN",
    "Expiration": "2015-08-30T12:51:00+00:00",
}
_URL = "https://abc123.execute-api.eu-central-1.amazonaws.com/default/hello"


def _at(time: str) -> tuple[Any, ...]:
    return (_LENT, _URL, "eu-central-1", datetime.fromisoformat(f"2015-08-30T{time}+00:00"))


def _drawn_call(draw: Random) -> tuple[dict[str, str], str, str, datetime]:
    end, region = made_up.moment(draw), made_up.region(draw)
    lent = {
        "AccessKeyId": made_up.access_key_id(draw),
        "SecretAccessKey": made_up.secret(draw),
        "SessionToken": f"FwoG{made_up.digest(draw)}/+=",
        "Expiration": end.isoformat(),
    }
    left = timedelta(seconds=draw.choice((1, 0, -1, 3_599, draw.randint(-90_000, 90_000))))
    return lent, _drawn_url(draw, region), region, (end - left).astimezone(made_up.moment(draw).tzinfo)


_ASSUME = exercise(
    "assume",
    judge=_judged_call,
    drawing=_drawn_call,
    solution=my_request,
    cases=(
        ("signed", *_at("12:36:00")),
        ("signed", *_at("12:50:59")),
        ("over", *_at("12:51:00")),
        ("over", *_at("13:06:00")),
    ),
    mistakes=(
        ("token", _without_token),
        ("token-signed", _token_afterwards),
        ("over", _never_over),
        ("over-a-moment-late", _over_a_moment_late),
        ("id", lambda lent, url, region, now: my_request({**lent, "AccessKeyId": "AROAEXAMPLE"}, url, region, now)),
    ),
)
EXERCISES = (_SIGN_HEADERS, _ASSUME)
