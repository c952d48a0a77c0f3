"""Exercise of notebook 08: call with keys that STS lent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.credentials import Credentials
from sigv4_explain.masking import EXAMPLE_SECRET_OF_IAM
from sigv4_explain.request import Request
from sigv4_explain.signing import sign
from sigv4_explain.verifier import KeyRecord, verify

_USING = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html"
_REQUEST = Requirement("While the session lasts, return the signed Request.")
_SIGNED = Requirement("It is signed with the lent keys, for execute-api in this Region, as of now.", _USING)
_TOKEN = Requirement(
    "The session token is sent too: AWS checks a temporary key by it, and refuses the key without it.", _USING
)
_TOKEN_SIGNED = Requirement("The token is there before you sign, so that it is signed: no x-amz-… header is left out.")
_OVER = Requirement("When the end is reached the keys are worth nothing: ask STS for others, and send nothing.", _USING)
_ID = Requirement("The key's id begins with ASIA; the role's ids name who you are, they are no keys.", _USING)


def my_request(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    """Return the signed GET, or None when the session is over."""
    if now >= datetime.fromisoformat(lent["Expiration"]):
        return None
    keys = Credentials(lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"])
    return sign(Request("GET", url), keys, region=region, service="execute-api", at=now)


def _judged(arguments: tuple[Any, ...], answer: Any) -> Requirement | None:
    lent, _, region, now = arguments
    end = datetime.fromisoformat(lent["Expiration"])
    if now >= end:
        return None if answer is None else _OVER
    if not isinstance(answer, Request):
        return _REQUEST
    if answer.header("X-Amz-Security-Token") is None:
        return _TOKEN
    keys = Credentials(lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"])
    known = {keys.access_key_id: KeyRecord(keys, end)}
    verdict = verify(answer, known, region=region, service="execute-api", at=now)
    if not verdict.accepted:
        return _SIGNED
    return None if "x-amz-security-token" in verdict.covered_headers else _TOKEN_SIGNED


def _signed(keys: Credentials, url: str, region: str, now: datetime) -> Request:
    return sign(Request("GET", url), keys, region=region, service="execute-api", at=now)


def _without_token(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    over = now >= datetime.fromisoformat(lent["Expiration"])
    return None if over else _signed(Credentials(lent["AccessKeyId"], lent["SecretAccessKey"]), url, region, now)


def _token_afterwards(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    signed = _without_token(lent, url, region, now)
    return None if signed is None else signed.with_headers([("X-Amz-Security-Token", lent["SessionToken"])])


def _never_over(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    keys = Credentials(lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"])
    return _signed(keys, url, region, now)


def _over_a_moment_late(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    return None if now > datetime.fromisoformat(lent["Expiration"]) else _never_over(lent, url, region, now)


def _role_as_key(lent: dict[str, str], url: str, region: str, now: datetime) -> Request | None:
    return my_request({**lent, "AccessKeyId": "AROAEXAMPLE"}, url, region, now)


_LENT = {
    "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
    "SecretAccessKey": EXAMPLE_SECRET_OF_IAM,
    "SessionToken": "AQoDYXdzEXAMPLETOKEN",
    "Expiration": "2015-08-30T12:51:00+00:00",
}
_URL = "https://abc123.execute-api.eu-central-1.amazonaws.com/default/hello"


def _at(time: str) -> tuple[Any, ...]:
    return (_LENT, _URL, "eu-central-1", datetime.fromisoformat(f"2015-08-30T{time}+00:00"))


EXERCISES = (
    Exercise(
        name="assume",
        chapter="08",
        task="write my_request(lent, url, region, now): GET url, signed with lent keys; None when their time is over.",
        cases=(
            Example(_at("12:36:00"), _SIGNED),
            Example(_at("12:50:59"), _SIGNED),
            Example(_at("12:51:00"), _OVER),
            Example(_at("13:06:00"), _OVER),
        ),
        judge=_judged,
        imports=("from datetime import datetime", "", "from sigv4_explain import Credentials, Request, sign"),
        solution=my_request,
        mistakes=(
            WrongAnswer(_without_token, _TOKEN),
            WrongAnswer(_token_afterwards, _TOKEN_SIGNED),
            WrongAnswer(_never_over, _OVER),
            WrongAnswer(
                _over_a_moment_late,
                Requirement("At the very second of Expiration it is too late: send nothing then.", _USING),
            ),
            WrongAnswer(_role_as_key, _ID),
        ),
        hints=(
            "lent has four texts. Three of them make Credentials, the fourth says when they end.",
            "datetime.fromisoformat reads Expiration. Compare it with now, then sign for execute-api.",
            'sign(Request("GET", url), keys, region=region, service=…, at=now) adds the token by itself, and signs it.',
        ),
    ),
)
