"""Exercises of the capstone: a whole signer, a presigned URL and a server, made of the functions of the chapters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from random import Random
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.course import made_up
from sigv4_explain.course.exercise import exercise
from sigv4_explain.course.exercises.canonical_request import my_headers, my_payload
from sigv4_explain.course.exercises.keys import my_signature, my_signing_key
from sigv4_explain.course.exercises.placing import my_authorization, my_parameters
from sigv4_explain.course.exercises.string_to_sign import my_is_fresh, my_string_to_sign
from sigv4_explain.course.exercises.tampering import with_digit
from sigv4_explain.course.exercises.urls import my_path, my_query
from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signing import presign, sign
from sigv4_explain.texts import records
from sigv4_explain.verifier import verify

Pairs = tuple[tuple[str, str], ...]

KEYS = (EXAMPLE.access_key_id, EXAMPLE.secret_access_key)
HERE = ("eu-central-1", "execute-api")
MOMENT = "20150830T123600Z"
_HOST = "abc123.execute-api.eu-central-1.amazonaws.com"
_ALL = SigningRules(never_signed=frozenset())
"""Sign each header that is given."""


def my_sign(method: str, url: str, headers: Pairs, body: bytes, keys: tuple[str, str], place: tuple[str, str]) -> str:
    """Return the Authorization header of a request whose headers are all signed."""
    parts = urlsplit(url)
    names = ";".join(sorted({name.lower() for name, _ in headers}))
    lines = [method, my_path(parts.path), my_query(parts.query), my_headers(headers), names, my_payload(body)]
    date_time = next(value for name, value in headers if name.lower() == "x-amz-date")
    scope = "/".join([date_time[:8], *place, "aws4_request"])
    text = my_string_to_sign(date_time, scope, "\n".join(lines))
    key = my_signing_key(keys[1], date_time[:8], *place)
    return my_authorization(keys[0], scope, names, my_signature(key, text))


def _signed(method: str, url: str, headers: Pairs, body: bytes, keys: tuple[str, str], place: tuple[str, str]) -> str:
    request, (region, service) = Request(method, url, headers, body), place
    at = request.header("X-Amz-Date")
    signed = sign(request, Credentials(*keys), region=region, service=service, at=at, rules=_ALL)
    return signed.header("Authorization") or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRequest:
    """A request that AWS publishes with its signature: a table of ``published.toml``."""

    rule: str
    """What it is about, by a rule of the exercise."""
    signature: str
    method: str = "GET"
    host: str = "example.amazonaws.com"
    target: str = "/"
    headers: tuple[str, ...] = ()
    body: str = ""
    service: str = "service"

    @property
    def arguments(self) -> tuple[Any, ...]:
        """What the signer is called with."""
        pairs = (line.split(":", 1) for line in (f"Host:{self.host}", f"X-Amz-Date:{MOMENT}", *self.headers))
        headers = tuple((name, value) for name, value in pairs)
        place = ("us-east-1", self.service)
        return self.method, f"https://{self.host}{self.target}", headers, self.body.encode(), KEYS, place


PUBLISHED = records("sigv4_explain.course", "published.toml", PublishedRequest)
"""By the names that AWS gives them."""


def _other(change: Any, *given: Any) -> str:
    """Sign as the solution does, with other parts."""
    method, url, headers, body, keys, place = given
    parts = urlsplit(url)
    names = ";".join(sorted({name.lower() for name, _ in headers}))
    lines = [method, my_path(parts.path), my_query(parts.query), my_headers(headers), names, my_payload(body)]
    date_time = next(value for name, value in headers if name.lower() == "x-amz-date")
    made = {"lines": lines, "day": date_time[:8], "names": names, "secret": keys[1], "headers": headers}
    made |= {"text": None, "key": None} | change(made)
    scope = "/".join([made["day"], *place, "aws4_request"])
    text = made["text"] or my_string_to_sign(date_time, scope, "\n".join(made["lines"]))
    key = made["key"] or my_signing_key(made["secret"], made["day"], *place)
    return my_authorization(keys[0], scope, made["names"], my_signature(key, text))


def _with_lines(*places: tuple[int, Any]) -> Any:
    def change(made: dict[str, Any]) -> dict[str, Any]:
        lines = list(made["lines"])
        for number, edit in places:
            lines[number] = edit(lines[number], made)
        return {"lines": lines}

    return lambda *given: _other(change, *given)


def _names_as_sent(made: dict[str, Any]) -> dict[str, Any]:
    names = ";".join(name.lower() for name, _ in made["headers"])
    return {"names": names, "lines": [*made["lines"][:4], names, made["lines"][5]]}


_POST = (
    "POST",
    f"https://{_HOST}/default/a%20b?b=2&a=1&a=%C3%AB",
    (
        ("Date", "today"),
        ("X-Amz-Date", "20261224T235959Z"),
        ("Host", _HOST),
        ("X-Amz-Security-Token", "FwoG=="),
        ("Accept", "*/*"),
    ),
    '{"name": "Zoë"}'.encode(),
    ("ASIDEXAMPLE", "another/secret+key"),
    HERE,
)


def _drawn(draw: Random) -> tuple[Any, ...]:
    host, at = f"api{draw.randint(0, 99)}.example.com", made_up.date_time(draw)
    names = draw.choice((("Host", "X-Amz-Date"), ("host", "x-amz-date"), ("HOST", "X-AMZ-DATE")))
    more = draw.choice(((), *[made_up.headers(draw, "X-Note")] * 4))
    others = (pair for pair in more if pair[0].lower() not in ("host", "x-amz-date"))
    headers = [(names[0], host), (names[1], at), *others]
    draw.shuffle(headers)
    keys = made_up.access_key_id(draw), made_up.secret(draw)
    place = made_up.region(draw), draw.choice(("execute-api", "lambda", "es"))
    method = draw.choice(("GET", "POST", "DELETE"))
    return method, made_up.url(draw, host), tuple(headers), made_up.body(draw), keys, place


_SIGN = exercise(
    "sign",
    right=_signed,
    drawing=_drawn,
    solution=my_sign,
    cases=(*((one.rule, *one.arguments) for one in PUBLISHED.values()), ("own", *_POST)),
    mistakes=(
        ("gap", _with_lines((3, lambda line, _made: line.rstrip("\n")))),
        ("target", _with_lines((2, lambda line, _made: line and f"?{line}"))),
        ("names", lambda *given: _other(_names_as_sent, *given)),
        ("text", lambda *given: _other(lambda made: {"text": "\n".join(made["lines"])}, *given)),
        ("key", lambda *given: _other(lambda made: {"key": made["secret"].encode()}, *given)),
        ("day", lambda *given: _other(lambda _made: {"day": "20150830"}, *given)),
        ("no-body", _with_lines((5, lambda _line, _made: my_payload(b"")))),
    ),
)


def my_presign(url: str, keys: tuple[str, str], place: tuple[str, str], date_time: str, expires: int) -> str:
    """Return a URL that whoever has it can GET."""
    parts = urlsplit(url)
    scope = "/".join([date_time[:8], *place, "aws4_request"])
    query = my_query(parts.query + "&" + my_parameters(keys[0], scope, date_time, expires, "host"))
    lines = ["GET", my_path(parts.path), query, f"host:{parts.netloc}\n", "host", my_payload(b"")]
    text = my_string_to_sign(date_time, scope, "\n".join(lines))
    signature = my_signature(my_signing_key(keys[1], date_time[:8], *place), text)
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{query}&X-Amz-Signature={signature}"


def _presigned(url: str, keys: tuple[str, str], place: tuple[str, str], date_time: str, expires: int) -> str:
    request, (region, service) = Request("GET", url), place
    return presign(request, Credentials(*keys), region=region, service=service, at=date_time, expires=expires)


def _judged_url(arguments: tuple[Any, ...], answer: Any) -> str | None:
    if not isinstance(answer, str) or answer != answer.strip():
        return "url"
    mine, right = urlsplit(answer), urlsplit(_presigned(*arguments))
    if (mine.scheme, mine.netloc, mine.path or "/") != (right.scheme, right.netloc, right.path or "/"):
        return "address"
    given, wanted = (canonical_query_string(parts.query).split("&") for parts in (mine, right))
    if set(canonical_query_string(urlsplit(arguments[0]).query).split("&")) - {""} - set(given):
        return "own"
    unsigned = [[pair for pair in pairs if not pair.startswith("X-Amz-Signature=")] for pairs in (given, wanted)]
    if unsigned[0] != unsigned[1]:
        return "parameters"
    return None if given == wanted else "signature"


def _own_left_out(url: str, *others: Any) -> str:
    return my_presign(url.partition("?")[0], *others)


def _own_added_after(url: str, *others: Any) -> str:
    address, _, own = url.partition("?")
    return my_presign(address, *others) + (f"&{own}" if own else "")


def _five_minutes(url: str, keys: tuple[str, str], place: tuple[str, str], date_time: str, _expires: int) -> str:
    return my_presign(url, keys, place, date_time, 300)


_OPEN, _ODD = f"https://{_HOST}/default/hello", "https://example.com:8443/a%20b/?x"


def _drawn_url(draw: Random) -> tuple[str, tuple[str, str], tuple[str, str], str, int]:
    _, url, _, _, keys, place = _drawn(draw)
    port = draw.choice(("", "", ":8443"))
    expires = draw.choice((1, 60, 300, 604_800))
    return url.replace(".com", f".com{port}"), keys, place, made_up.date_time(draw), expires


_PRESIGN = exercise(
    "presign",
    judge=_judged_url,
    drawing=_drawn_url,
    solution=my_presign,
    cases=(
        ("signed-query", _OPEN, KEYS, HERE, MOMENT, 60),
        ("own", f"{_OPEN}?zoo=1&Name=Zo%C3%AB", KEYS, HERE, "20261224T235959Z", 3600),
        ("signed-query", _ODD, ("ASIDEXAMPLE", "a/secret"), ("us-west-2", "sts"), MOMENT, 1),
    ),
    mistakes=(
        ("signed-query", _own_added_after),
        ("own", _own_left_out),
        ("parameters", _five_minutes),
        ("url", lambda *given: my_presign(*given).encode()),
        ("address", lambda *given: my_presign(*given).partition("?")[2]),
    ),
)


def my_guard(request: Request, secrets: dict[str, str], place: tuple[str, str], now: str) -> bool:
    """Tell whether a request is let in."""
    authorization, date_time = request.header("Authorization") or "", request.header("X-Amz-Date") or ""
    told = dict(piece.split("=", 1) for piece in authorization[17:].split(", ") if "=" in piece)
    access_key_id, _, scope = told.get("Credential", "").partition("/")
    names = told.get("SignedHeaders", "").split(";")
    if access_key_id not in secrets or not {"host", "x-amz-date"} <= set(names):
        return False
    if scope != "/".join([date_time[:8], *place, "aws4_request"]):
        return False
    headers = tuple(pair for pair in request.headers if pair[0].lower() in names)
    mine = my_sign(request.method, request.url, headers, request.body, (access_key_id, secrets[access_key_id]), place)
    try:
        is_right = compare_digest(mine[-64:].encode(), told.get("Signature", "").encode())
        return is_right and my_is_fresh(date_time, now, 5)
    except ValueError:
        return False


SECRETS = {EXAMPLE.access_key_id: EXAMPLE.secret_access_key}
"""What the server has on file."""
_HEADERS = (("Host", _HOST), ("X-Amz-Date", MOMENT), ("X-Tenant", "alice"))
_URL = f"https://{_HOST}/default/transfers?from=alice&to=bob"
_BODY = b'{"amount": 10}'


def _sent(
    headers: Pairs = _HEADERS, keys: tuple[str, str] = KEYS, place: tuple[str, str] = HERE, url: str = _URL
) -> Request:
    authorization = my_sign("POST", url, headers, _BODY, keys, place)
    return Request("POST", url, (*headers, ("User-Agent", "pets/1.0"), ("Authorization", authorization)), _BODY)


TRANSFER = _sent()
"""What Alice sent."""


def _telling(word: str, other: str) -> Request:
    """Return it with another word in its Authorization header, and the signature as it was."""
    authorization = (TRANSFER.header("Authorization") or "").replace(word, other)
    return TRANSFER.with_headers([("Authorization", authorization)])


_A_DAY_LATER = TRANSFER.with_headers([("X-Amz-Date", "20150831T123600Z")])
_WITHOUT_HOST = _sent((("X-Host", _HOST), *_HEADERS[1:]))
_WITHOUT_DATE = _telling(";x-amz-date", "")
_UNDATED = Request("POST", _URL, [pair for pair in TRANSFER.headers if pair[0] != "X-Amz-Date"], _BODY)
ATTACKS: Mapping[str, tuple[Request, str]] = MappingProxyType(
    {
        "method": (Request("DELETE", _URL, TRANSFER.headers, _BODY), MOMENT),
        "path": (TRANSFER.with_url(_URL.replace("transfers", "accounts")), MOMENT),
        "query": (TRANSFER.with_url(_URL.replace("to=bob", "to=mallory")), MOMENT),
        "body": (Request("POST", _URL, TRANSFER.headers, b'{"amount": 1000}'), MOMENT),
        "header": (TRANSFER.with_headers([("X-Tenant", "mallory")]), MOMENT),
        "late": (TRANSFER, "20150830T124200Z"),
        "new-date": (TRANSFER.with_headers([("X-Amz-Date", "20150830T124200Z")]), "20150830T124200Z"),
        "place": (_sent(place=("us-east-1", "execute-api")), MOMENT),
        "stranger": (_sent(keys=("AKIDMALLORY", "a secret of her own")), MOMENT),
        "guessed": (_sent(keys=(KEYS[0], "a guess")), MOMENT),
    }
)
"""Ten attacks, by the rule that each breaks: what arrives, and when."""


def _let_in(request: Request, secrets: dict[str, str], place: tuple[str, str], now: str) -> bool:
    known = {name: Credentials(name, secret) for name, secret in secrets.items()}
    region, service = place
    verdict = verify(request, known, region=region, service=service, at=now)
    return verdict.accepted and "x-amz-date" in verdict.covered_headers


def _believing(part: str) -> Any:
    """Return a guard that takes one part of what arrives as it was when Alice sent it, and so misses its change."""

    def guard(request: Request, secrets: dict[str, str], place: tuple[str, str], now: str) -> bool:
        sent: dict[str, Any] = {
            "method": request.method,
            "url": request.url,
            "headers": request.headers,
            "body": request.body,
        }
        sent |= {part: getattr(TRANSFER, part)}
        return my_guard(Request(**sent), secrets, place, now)

    return guard


def _any_key(request: Request, _secrets: dict[str, str], place: tuple[str, str], now: str) -> bool:
    told = re.search(r"Credential=(\w+)/", request.header("Authorization") or "")
    secret = {"AKIDMALLORY": "a secret of her own"}.get(told[1] if told else "", KEYS[1])
    return bool(told) and my_guard(request, {told[1] if told else "": secret}, place, now)


def _where_it_says(request: Request, secrets: dict[str, str], _place: tuple[str, str], now: str) -> bool:
    told = re.search(r"Credential=\w+/\d+/([^/]+)/([^/]+)/", request.header("Authorization") or "")
    return bool(told) and my_guard(request, secrets, (told[1], told[2]) if told else HERE, now)


def _every_header(request: Request, secrets: dict[str, str], place: tuple[str, str], now: str) -> bool:
    usual = ("host", "x-amz-date", "x-tenant", "authorization")
    is_usual = all(name.lower() in (*usual, "user-agent") for name, _ in request.headers)
    return is_usual and my_guard(request, secrets, place, now)


def _drawn_arrival(draw: Random) -> tuple[Request, dict[str, str], tuple[str, str], str]:
    """Draw a signed request; on its way something may happen to it, and the server's clock may be another."""
    method, url, headers, sent, keys, place = _drawn(draw)
    arrived = (*headers, ("Authorization", my_sign(method, url, headers, sent, keys, place)))
    others = tuple((name, f"{value}x" if name == "X-Note" else value) for name, value in arrived)
    tampered: list[dict[str, Any]] = [{"method": "PUT"}, {"body": sent + b" "}, {"url": url.replace(".com", ".com/x")}]
    tampered += [{"url": f"{url}{'&' if '?' in url else '?'}c=3"}, {"headers": others}]
    tampered += [{"headers": (*arrived, ("X-Added", "1"))}, *[{}] * 5]
    request = Request(**{"method": method, "url": url, "headers": arrived, "body": sent} | draw.choice(tampered))
    request = draw.choice((request,) * 7 + (with_digit(request, draw),))
    apart = timedelta(seconds=draw.choice((0, 0, 0, 1, -1, 300, -300, 301, -301, draw.randint(-4_000, 4_000), 86_400)))
    now = made_up.written(datetime.fromisoformat(request.header("X-Amz-Date") or "") + apart)
    secrets = {**SECRETS, keys[0]: draw.choice((keys[1],) * 6 + ("a guess",))}
    return request, secrets, draw.choice((place,) * 6 + (HERE, (place[0], "iam"))), now


_GUARD = exercise(
    "guard",
    right=_let_in,
    drawing=_drawn_arrival,
    solution=my_guard,
    cases=(
        ("let-in", TRANSFER, SECRETS, HERE, MOMENT),
        *((rule, request, SECRETS, HERE, now) for rule, (request, now) in ATTACKS.items()),
        ("soon", TRANSFER, SECRETS, HERE, "20150830T124100Z"),
        ("early", TRANSFER, SECRETS, HERE, "20150830T123000Z"),
        ("unsigned", TRANSFER.with_headers([("X-Forwarded-For", "203.0.113.7")]), SECRETS, HERE, MOMENT),
        ("spelling", TRANSFER.with_url(_URL.replace("from=alice&to=bob", "to=bob&from=alice")), SECRETS, HERE, MOMENT),
        ("nothing", Request("POST", _URL, _HEADERS, _BODY), SECRETS, HERE, MOMENT),
        ("new-date", _A_DAY_LATER, SECRETS, HERE, "20150831T123600Z"),
        ("host", _WITHOUT_HOST, SECRETS, HERE, MOMENT),
        ("host", _WITHOUT_DATE, SECRETS, HERE, MOMENT),
        ("nothing", _telling("Credential=", "Credential "), SECRETS, HERE, MOMENT),
        ("guessed", _telling("Signature=", "Signature=="), SECRETS, HERE, MOMENT),
        ("whole", _telling(TRANSFER.headers[-1][1][-56:], "0" * 56), SECRETS, HERE, MOMENT),
        ("nothing", _UNDATED, SECRETS, HERE, MOMENT),
        ("nothing", _sent((_HEADERS[0], ("X-Amz-Date", "yesterday"))), SECRETS, HERE, MOMENT),
        ("place", _telling("/aws4_request", ""), SECRETS, HERE, MOMENT),
        ("place", _telling("/20150830/", "/20150831/"), SECRETS, HERE, MOMENT),
    ),
    mistakes=(
        ("everybody", lambda *_given: True),
        ("nobody", lambda *_given: False),
        ("late", lambda request, secrets, place, _now: my_guard(request, secrets, place, request.header("x-amz-date"))),
        ("method", _believing("method")),
        ("query", _believing("url")),
        ("body", _believing("body")),
        ("place", _where_it_says),
        ("stranger", _any_key),
        ("unsigned", _every_header),
    ),
)
EXERCISES = (_SIGN, _PRESIGN, _GUARD)
