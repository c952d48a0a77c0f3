"""Exercise of notebook 07: the headers with which an API behind IAM is called."""

from __future__ import annotations

from typing import Any

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.errors import InvalidInput
from sigv4_explain.request import Request
from sigv4_explain.signing import sign
from sigv4_explain.verifier import verify

_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
_SIGNED = Requirement("The request is signed with these keys, for the service execute-api, at this time.")
_REGION = Requirement(
    "The scope has the Region of the API, and the host name tells it: the third piece between the dots."
)
_SERVICE = Requirement(
    "The service's name in the scope is execute-api, not apigateway.", f"{_GATEWAY}/permissions.html"
)
_API_KEY = Requirement(
    "An API key has a header of its own, x-api-key, and is no signature.", f"{_GATEWAY}/api-gateway-api-key-source.html"
)
_DATE = Requirement("The server must know when it was signed: X-Amz-Date is sent as well, not only signed.")
_HEADERS = Requirement("Return the headers by name, as a dictionary.")


def my_headers(url: str, keys: Credentials, api_key: str, date_time: str) -> dict[str, str]:
    """Return the headers to call with."""
    request = Request("GET", url, {"x-api-key": api_key})
    region = request.host.split(".")[2]
    return dict(sign(request, keys, region=region, service="execute-api", at=date_time).headers)


def _judged(arguments: tuple[Any, ...], answer: Any) -> Requirement | None:
    url, keys, api_key, date_time = arguments
    try:
        request = Request("GET", url, answer)
    except (InvalidInput, TypeError):
        return _HEADERS
    if request.header("x-api-key") != api_key:
        return _API_KEY
    known, region = {keys.access_key_id: keys}, url.split(".")[2]
    return None if verify(request, known, region=region, service="execute-api", at=date_time).accepted else _SIGNED


def _signed(url: str, keys: Credentials, api_key: str, date_time: str, region: str, service: str) -> dict[str, str]:
    request = Request("GET", url, {"x-api-key": api_key})
    return dict(sign(request, keys, region=region, service=service, at=date_time).headers)


def _always_frankfurt(url: str, keys: Credentials, api_key: str, date_time: str) -> dict[str, str]:
    return _signed(url, keys, api_key, date_time, "eu-central-1", "execute-api")


def _apigateway(url: str, keys: Credentials, api_key: str, date_time: str) -> dict[str, str]:
    return _signed(url, keys, api_key, date_time, url.split(".")[2], "apigateway")


def _no_api_key(url: str, keys: Credentials, _api_key: str, date_time: str) -> dict[str, str]:
    signed = sign(Request("GET", url), keys, region=url.split(".")[2], service="execute-api", at=date_time)
    return dict(signed.headers)


def _no_date(url: str, keys: Credentials, api_key: str, date_time: str) -> dict[str, str]:
    headers = my_headers(url, keys, api_key, date_time)
    return {name: headers[name] for name in ("x-api-key", "Authorization")}


def _unsigned(_url: str, _keys: Credentials, api_key: str, date_time: str) -> dict[str, str]:
    return {"x-api-key": api_key, "X-Amz-Date": date_time}


_FRANKFURT = "https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=requests"
_VIRGINIA = "https://abc123.execute-api.us-east-1.amazonaws.com/default/items/1"

EXERCISES = (
    Exercise(
        name="sign-headers",
        chapter="07",
        task="write my_headers(url, keys, api_key, date_time): the headers with which GET url is let in.",
        cases=(
            Example((_FRANKFURT, EXAMPLE, "example", "20150830T123600Z"), _SIGNED),
            Example((_VIRGINIA, EXAMPLE, "another", "20150831T000000Z"), _SIGNED),
        ),
        judge=_judged,
        imports=("from sigv4_explain import Credentials, Request, sign",),
        solution=my_headers,
        mistakes=(
            WrongAnswer(_always_frankfurt, _REGION),
            WrongAnswer(_apigateway, _SERVICE),
            WrongAnswer(_no_api_key, _API_KEY),
            WrongAnswer(_no_date, _DATE),
            WrongAnswer(_unsigned, Requirement("Only a signature says who calls: an API key and a date do not.")),
        ),
        hints=(
            "You may do it by hand as above, or let sign do it: sign(request, keys, region=…, service=…, at=…).",
            "Put x-api-key into the Request first. The Region stands in request.host.",
            'sign returns a Request with every header to send: dict(signed.headers). The service is "execute-api".',
        ),
    ),
)
