"""Exercises of notebook 09: verify a signature, change a request so that nobody notices, choose the headers to sign."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from types import MappingProxyType
from typing import Any

from sigv4_explain.authorization import Authorization
from sigv4_explain.course.exercise import exercise
from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.request import Request
from sigv4_explain.rules import NEVER_SIGNED, SigningRules
from sigv4_explain.signing import sign
from sigv4_explain.verifier import verify

PLACE: Mapping[str, str] = MappingProxyType({"region": "eu-central-1", "service": "execute-api"})
MOMENT = "20150830T123600Z"
TRANSFER = Request(
    "POST",
    "https://abc123.execute-api.eu-central-1.amazonaws.com/default/transfers?from=alice&to=bob",
    {"Content-Type": "application/json", "X-Tenant": "alice", "User-Agent": "python-requests/2.32.5"},
    '{"amount": 10}',
)
"""The API trusts the header ``X-Tenant``."""
LEAST = SigningRules(never_signed=frozenset({"content-type", "x-tenant", "user-agent"}))
"""Sign host and x-amz-date, and nothing else."""
EVERY_HEADER = SigningRules(never_signed=frozenset({"authorization"}))
"""Sign all that is sent."""


def signed_transfer(request: Request = TRANSFER, rules: SigningRules | None = None) -> Request:
    """Sign with Alice's keys."""
    return sign(request, EXAMPLE, region=PLACE["region"], service=PLACE["service"], at=MOMENT, rules=rules)


def told_by(request: Request) -> Authorization:
    """Read what a request says about its signature."""
    return Authorization.parse(request.header("Authorization") or "")


def let_in(request: Request) -> bool:
    """Tell whether the server, which knows Alice's keys, accepts a request."""
    known = {EXAMPLE.access_key_id: EXAMPLE}
    return verify(request, known, region=PLACE["region"], service=PLACE["service"], at=MOMENT).accepted


def my_verify(request: Request, credentials: Credentials, region: str, service: str) -> bool:
    """Tell whether the signature of a request is right."""
    told = Authorization.parse(request.header("Authorization") or "")
    headers = [pair for pair in request.headers if pair[0].lower() in told.signed_headers.split(";")]
    arrived = Request(request.method, request.url, headers, request.body)
    rules = SigningRules(never_signed=frozenset())
    again = sign(arrived, credentials, region=region, service=service, rules=rules)
    mine = Authorization.parse(again.header("Authorization") or "")
    return compare_digest(mine.signature, told.signature)


def _accepted(request: Request, keys: Credentials, region: str, service: str) -> bool:
    known = {keys.access_key_id: keys}
    return verify(request, known, region=region, service=service, at=request.header("x-amz-date")).accepted


def _every_header(request: Request, keys: Credentials, region: str, service: str) -> bool:
    sent = request.header("Authorization") or ""
    others = [pair for pair in request.headers if pair[0] != "Authorization"]
    arrived = Request(request.method, request.url, others, request.body)
    rules = SigningRules(never_signed=frozenset())
    return told_by(sign(arrived, keys, region=region, service=service, rules=rules)).signature == sent[-64:]


def _names_as_sent(request: Request, keys: Credentials, region: str, service: str) -> bool:
    listed = told_by(request).signed_headers.split(";")
    headers = [pair for pair in request.headers if pair[0] in (*listed, "Authorization")]
    return my_verify(Request(request.method, request.url, headers, request.body), keys, region, service)


def _where_the_request_says(request: Request, keys: Credentials, _region: str, _service: str) -> bool:
    _, _, region, service, _ = told_by(request).credential.split("/")
    return my_verify(request, keys, region, service)


def _without_the_body(request: Request, keys: Credentials, region: str, service: str) -> bool:
    sent = Request(request.method, request.url, request.headers, TRANSFER.body)
    return my_verify(sent, keys, region, service)


def _one_of_each(request: Request, keys: Credentials, region: str, service: str) -> bool:
    return my_verify(Request(request.method, request.url, dict(request.headers), request.body), keys, region, service)


def _usual_list(request: Request, keys: Credentials, region: str, service: str) -> bool:
    told = told_by(request)
    headers = [pair for pair in request.headers if pair[0].lower() in told.signed_headers.split(";")]
    arrived = Request(request.method, request.url, headers, request.body)
    return told_by(sign(arrived, keys, region=region, service=service)).signature == told.signature


_SENT = signed_transfer()
_TAGGED = signed_transfer(Request("GET", TRANSFER.url, [("X-Tag", "a"), ("X-Tag", "b")]))
_TURNED = _SENT.with_url(TRANSFER.url.replace("from=alice&to=bob", "to=bob&from=alice"))

_VERIFY = exercise(
    "verify",
    right=_accepted,
    solution=my_verify,
    cases=(
        ("again", _SENT, EXAMPLE, *PLACE.values()),
        ("body", Request("POST", _SENT.url, _SENT.headers, '{"amount": 1000}'), EXAMPLE, *PLACE.values()),
        ("secret", _SENT, Credentials("AKIDEXAMPLE", "another secret"), *PLACE.values()),
        ("listed", _SENT.with_headers([("X-Forwarded-For", "203.0.113.7")]), EXAMPLE, *PLACE.values()),
        ("place", _SENT, EXAMPLE, "us-east-1", "execute-api"),
        ("spelling", _TURNED, EXAMPLE, *PLACE.values()),
        ("repeated", _TAGGED, EXAMPLE, *PLACE.values()),
        ("own-list", signed_transfer(rules=EVERY_HEADER), EXAMPLE, *PLACE.values()),
    ),
    mistakes=(
        ("believed", lambda _request, _keys, _region, _service: True),
        ("listed", _every_header),
        ("lower", _names_as_sent),
        ("place", _where_the_request_says),
        ("without-the-body", _without_the_body),
        ("repeated", _one_of_each),
        ("own-list", _usual_list),
    ),
)


def my_forge(request: Request) -> Request:
    """Return the request as Mallory sends it on."""
    return request.with_headers([("X-Tenant", "mallory")])


def _judged(_arguments: tuple[Any, ...], answer: Any) -> str | None:
    if not isinstance(answer, Request):
        return "request"
    if not let_in(answer):
        return "left"
    tenants = [value for name, value in answer.headers if name.lower() == "x-tenant"]
    if len(tenants) > 1:
        return "once"
    return None if tenants == ["mallory"] else "changed"


def _sent_twice(request: Request) -> Request:
    return Request(request.method, request.url, [*request.headers, ("X-Tenant", "mallory")], request.body)


def _in_the_body_too(request: Request) -> Request:
    headers = my_forge(request).headers
    return Request(request.method, request.url, headers, request.body.replace(b"10", b"1000") or b"{}")


def _listed(request: Request) -> Request:
    authorization = (request.header("Authorization") or "").replace("x-amz-date,", "x-amz-date;x-tenant,")
    return my_forge(request).with_headers([("Authorization", authorization)])


def _signed_by_mallory(request: Request) -> Request:
    mallory = Credentials("AKIDMALLORY", "a secret of her own")
    return sign(my_forge(request), mallory, region=PLACE["region"], service=PLACE["service"], at=MOMENT)


_READING = Request("GET", TRANSFER.url.partition("?")[0], [("x-tenant", "alice"), ("Accept", "*/*")])

_FORGE = exercise(
    "forge",
    judge=_judged,
    solution=my_forge,
    cases=(
        ("changed", signed_transfer(rules=LEAST)),
        ("changed", signed_transfer(_READING, rules=LEAST)),
    ),
    mistakes=(
        ("untouched", lambda request: request),
        ("once", _sent_twice),
        ("always", _in_the_body_too),
        ("list", _listed),
        ("key", _signed_by_mallory),
    ),
)


def my_signed(names: list[str]) -> list[str]:
    """Return the names to sign, of those that are sent."""
    return [name for name in names if name.lower() not in NEVER_SIGNED]


def _judged_names(arguments: tuple[Any, ...], answer: Any) -> str | None:
    if not isinstance(answer, list | tuple | set) or not all(isinstance(name, str) for name in answer):
        return "names"
    sent, chosen = {name.lower() for name in arguments[0]}, {name.lower() for name in answer}
    broken = (
        (bool(chosen - sent), "sent"),
        ("host" not in chosen, "host"),
        (any(name.startswith("x-amz-") for name in sent - chosen), "amz"),
        (bool(chosen & set(NEVER_SIGNED)), "on-the-way"),
        (bool(sent - chosen - set(NEVER_SIGNED)), "hole"),
    )
    return next((rule for is_broken, rule in broken if is_broken), None)


def _anything_amz(names: list[str]) -> list[str]:
    return [name for name in names if name.lower() not in NEVER_SIGNED or name.lower().startswith("x-amz")]


def _custom_only(names: list[str]) -> list[str]:
    return [name for name in my_signed(names) if name.lower() == "host" or name.lower().startswith("x-")]


_CLOSE = exercise(
    "close",
    judge=_judged_names,
    solution=my_signed,
    cases=(
        ("hole", ["host", "x-amz-date", "x-tenant"]),
        ("hole", ["Host", "X-Amz-Date", "X-Tenant", "Content-Type", "User-Agent"]),
        ("on-the-way", ["host", "x-amz-date", "x-amz-security-token", "x-amzn-trace-id", "connection"]),
        ("on-the-way", ["host", "x-amz-date", "authorization", "te", "x-api-key"]),
    ),
    mistakes=(
        (
            "least",
            lambda names: [name for name in names if name.lower() == "host" or name.lower().startswith("x-amz-")],
        ),
        ("all", lambda names: names),
        ("on-the-way", lambda names: [name for name in names if name.lower() != "authorization"]),
        ("case", lambda names: [name for name in names if name not in NEVER_SIGNED]),
        ("trace-id", _anything_amz),
        ("host", lambda names: [name for name in my_signed(names) if name.lower() != "host"]),
        ("custom-only", _custom_only),
    ),
)
EXERCISES = (_VERIFY, _FORGE, _CLOSE)
