"""Exercises of notebook 09: verify a signature, change a request so that nobody notices, choose the headers to sign."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from random import Random
from types import MappingProxyType
from typing import Any

from sigv4_explain.authorization import Authorization
from sigv4_explain.course import made_up
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
    headers = [pair for pair in request.headers if pair[0] in listed or pair[0].lower() == "authorization"]
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
_TAGGED = signed_transfer(Request("POST", TRANSFER.url, [("X-Tag", "a"), ("X-Tag", "b")]))
_IN_LOWER_CASE = Request("POST", _SENT.url, [(name.lower(), value) for name, value in _SENT.headers], _SENT.body)
_TURNED = _SENT.with_url(TRANSFER.url.replace("from=alice&to=bob", "to=bob&from=alice"))


def _drawn(draw: Random) -> tuple[Request, Credentials, str, str]:
    """Draw a signed request; on its way to the server something may happen to it, or the server be another."""
    region, service = made_up.region(draw), draw.choice(("execute-api", "sts", "lambda"))
    url, method = made_up.url(draw, f"h{draw.randint(0, 9)}.example.com"), draw.choice(("GET", "POST", "DELETE"))
    names = draw.choices(["X-Tenant", "x-note", "User-Agent", "Content-Type", "Date"], k=draw.randint(0, 3))
    request = Request(method, url, [(name, made_up.value(draw)) for name in names], made_up.body(draw))
    keys = Credentials(made_up.access_key_id(draw), made_up.secret(draw))
    rules = draw.choice((None, EVERY_HEADER, LEAST))
    sent = sign(request, keys, region=region, service=service, at=made_up.moment(draw), rules=rules)
    on_the_way = draw.choice((_untouched, _untouched, _with_method, _with_body, _with_url, _with_header, with_digit))
    stranger = Credentials(keys.access_key_id, f"{keys.secret_access_key}x")
    places = [(region, service)] * 6 + [(made_up.region(draw), service), (region, "iam")]
    return on_the_way(sent, draw), draw.choice((keys,) * 6 + (stranger,)), *draw.choice(places)


def _untouched(sent: Request, _draw: Random) -> Request:
    return sent


def _with_method(sent: Request, draw: Random) -> Request:
    return Request(draw.choice(("PUT", "HEAD")), sent.url, sent.headers, sent.body)


def _with_body(sent: Request, draw: Random) -> Request:
    return Request(sent.method, sent.url, sent.headers, draw.choice((sent.body + b" ", b"", b"x")))


def _with_url(sent: Request, draw: Random) -> Request:
    turned = "&".join(reversed(sent.query.split("&")))
    changed = (
        f"{sent.url.partition('?')[0]}?{turned}",
        sent.url.replace("/a", "/A"),
        f"{sent.url.partition('?')[0]}?b=9",
    )
    return sent.with_url(draw.choice(changed))


def _with_header(sent: Request, draw: Random) -> Request:
    """Change a header, or add one whose name is a part of a name that is signed."""
    return sent.with_headers([(draw.choice(("X-Tenant", "Date", "ho", "x-amz", "User-Agent", "X-Forwarded-For")), "z")])


def with_digit(sent: Request, draw: Random) -> Request:
    """Send another signature: a digit is another, or the beginning alone, or all in capitals."""
    value, place = sent.header("Authorization") or "", -draw.randint(1, 60)
    digit = "1" if value[place] == "0" else "0"
    other = f"{value[:place]}{digit}{value[place:][1:]}"
    return sent.with_headers(
        [("Authorization", draw.choice((other, other, value[:-56], value[:-64] + value[-64:].upper())))]
    )


_VERIFY = exercise(
    "verify",
    right=_accepted,
    drawing=_drawn,
    solution=my_verify,
    cases=(
        ("again", _SENT, EXAMPLE, *PLACE.values()),
        ("body", Request("POST", _SENT.url, _SENT.headers, '{"amount": 1000}'), EXAMPLE, *PLACE.values()),
        ("method", Request("PUT", _SENT.url, _SENT.headers, _SENT.body), EXAMPLE, *PLACE.values()),
        ("secret", _SENT, Credentials("AKIDEXAMPLE", "another secret"), *PLACE.values()),
        ("listed", _SENT.with_headers([("X-Forwarded-For", "203.0.113.7")]), EXAMPLE, *PLACE.values()),
        ("place", _SENT, EXAMPLE, "us-east-1", "execute-api"),
        ("lower", _IN_LOWER_CASE, EXAMPLE, *PLACE.values()),
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


def _judged(arguments: tuple[Any, ...], answer: Any) -> str | None:
    if not isinstance(answer, Request):
        return "request"
    if not let_in(answer):
        return "left"
    if answer.header("Authorization") != arguments[0].header("Authorization"):
        return "key"
    tenants = [value for name, value in answer.headers if name.lower() == "x-tenant"]
    if len(tenants) > 1:
        return "once"
    return None if tenants == ["mallory"] else "untouched"


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


def _drawn_forgeable(draw: Random) -> tuple[Request]:
    """Draw a request whose X-Tenant is not signed."""
    names = draw.sample(["Content-Type", "User-Agent"], draw.randint(0, 2))
    headers = [(name, "a") for name in (*names, draw.choice(("X-Tenant", "x-tenant", "X-TENANT")))]
    draw.shuffle(headers)
    url = made_up.url(draw, f"abc{draw.randint(100, 999)}.execute-api.eu-central-1.amazonaws.com")
    return (signed_transfer(Request(draw.choice(("GET", "POST")), url, headers, made_up.body(draw)), LEAST),)


_FORGE = exercise(
    "forge",
    judge=_judged,
    drawing=_drawn_forgeable,
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


def _drawn_names(draw: Random) -> tuple[list[str]]:
    """Draw names as clients send them: usual ones, such as nobody knows, and such as are rewritten on the way."""
    own = [f"x-{draw.choice(('user', 'role', 'amzn', 'forwarded', 'te'))}-{draw.randint(0, 99)}", "x-amz-meta-note"]
    usual = ["accept", "content-type", "content-md5", "date", "cookie", "x-api-key", "x-tenant", "range", *own]
    names = ["host", "x-amz-date", *draw.sample(usual, 3), *draw.sample(sorted(NEVER_SIGNED), draw.randint(0, 3))]
    draw.shuffle(names)
    return ([draw.choice((name, name.title(), name.upper())) for name in names],)


_CLOSE = exercise(
    "close",
    judge=_judged_names,
    drawing=_drawn_names,
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
