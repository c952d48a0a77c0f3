"""Calls as people make them, of several services and clients; each has room for some mistakes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from sigv4_explain import Credentials, Request, SigningRules, presign, sign
from sigv4_explain.encoding import sha256_hex

MOMENT = "20150830T123600Z"
REGION = "eu-central-1"
ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
LENT = Credentials("ASIAIOSFODNN7EXAMPLE", ALICE.secret_access_key, "IQoJb3JpZ2luX2VjEXAMPLE/token+with//all=signs==")

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
"""What calls are made of, and what people write around them."""


class Call(NamedTuple):
    """A request that somebody signed, as a client without a mistake would have."""

    request: Request
    """Signed."""
    service: str
    keys: Credentials


class Room(NamedTuple):
    """What a call may have beside what all have."""

    odd_headers: int = 0
    odd_host: bool = False
    announced: bool | None = None
    """Whether x-amz-content-sha256 is sent by other services than S3; None for either."""
    service: str | None = None
    presigned: bool | None = False
    """None for either."""


def drawn(random: Random, room: Room) -> Call:
    """Return a signed call with so much room."""
    service = room.service or random.choice(list(WORDS["host"]))
    method = random.choice(("GET", "POST", "PUT")) if service not in ("dynamodb", "bedrock") else "POST"
    has_body = method != "GET"
    request = Request(method, _url(random, service, room), _headers(random, service, room), "")
    if has_body:
        body = random.choice(WORDS["body"][service])
        request = Request(method, request.url, [*request.headers, ("Content-Type", _media_type(body))], body)
        if "content-length" in dict(_lowered(request)) or (room.odd_headers and not body.isascii()):
            request = request.with_headers([("Content-Length", str(len(request.body)))])
    is_presigned = random.random() < 0.15 if room.presigned is None else room.presigned
    keys = random.choice((ALICE, ALICE, LENT))
    return _presigned(request, service, keys) if is_presigned else _signed(request, service, keys, room)


def _lowered(request: Request) -> Iterator[tuple[str, str]]:
    return ((name.lower(), value) for name, value in request.headers)


def _url(random: Random, service: str, room: Room) -> str:
    host = WORDS["host"][service]
    if room.odd_host:
        host = random.choice(("api.example.com", "api.example.com:8443", "Api.Example.com", "localhost:4566"))
    query = random.choice(WORDS["query"].get(service, [""]))
    path = random.choice(WORDS["path"][service])
    return f"https://{host}{path}{'?' if query else ''}{query}"


def _headers(random: Random, service: str, room: Room) -> list[tuple[str, str]]:
    headers = [("User-Agent", random.choice(WORDS["client"]["agents"])), ("Accept", "*/*")]
    if service == "dynamodb":
        headers.append(("X-Amz-Target", "DynamoDB_20120810.GetItem"))
    names = random.sample(sorted(WORDS["header"]), k=room.odd_headers)
    return headers + [(name, random.choice(WORDS["header"][name])) for name in names]


def _media_type(body: str) -> str:
    if body[0] == "{":
        return "application/json"
    return "application/x-www-form-urlencoded" if "=" in body else "text/plain"


def _presigned(request: Request, service: str, keys: Credentials) -> Call:
    plain = Request(request.method, request.url, [("Host", request.host)], request.body)
    url = presign(plain, keys, expires=900, region=REGION, service=service, at=MOMENT)
    return Call(plain.with_url(url), service, keys)


def _signed(request: Request, service: str, keys: Credentials, room: Room) -> Call:
    own = SigningRules.for_service(service)
    rules = replace(own, never_signed=frozenset({"authorization"})) if room.odd_headers else own
    if room.announced:
        request = request.with_headers([("X-Amz-Content-Sha256", sha256_hex(request.body))])
    return Call(sign(request, keys, rules=rules, region=REGION, service=service, at=MOMENT), service, keys)
