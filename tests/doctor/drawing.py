"""Random requests with room for every mistake: odd paths, repeated parameters, headers of all kinds."""

from __future__ import annotations

import gzip
from dataclasses import replace
from functools import cache
from random import Random

from sigv4_explain import Credentials, Request, SigningRules, presign, sha256_hex, sign
from tests.core.examples import MOMENT
from tests.doctor.parts import SignedRequest

REGION = "eu-central-1"
_SERVICES = ("execute-api", "execute-api", "s3", "s3", "lambda", "sts", "es", "iotdevicegateway")
_SECRETS = ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "an+other/secret", "plainsecret", "with%2Fescape")
_HOSTS = ("abc.example.com", "Abc.Example.com", "abc.example.com:8443", "localhost:4566", "abc.example.com:443")
_ODD = "a b|a;b|a;b|a;b|%20|x:y|a+b|a+b|a+b|%2B|a%2Fb|*|é|@connections|%C3%A9"
_SEGMENTS = (*_ODD.split("|"), "pets", "~me", ".", "..", "", "", "", "")
_NAMES = ("a", "b", "A", "a-b", "a.b", "b[1]", "b[10]", "c:", "c-", "acl", "n", "é", "x y", "")
_VALUES = ("1", "2", "10", "x y", "a+b", "%2B", "*", "a/b:c", "é", "", "@", "%20", "a==")
_HASHES = tuple(sha256_hex(body) for body in (b"", b"another body"))
_HEADERS = {
    "Content-Type": ("application/json", "text/plain; charset=utf-8", "text/plain; charset=UTF-8", "image/png"),
    "Content-Length": ("7",),
    "Accept-Encoding": ("gzip, deflate", "gzip,gzip(gfe)", "identity"),
    "Connection": ("keep-alive", "close"),
    "TE": ("trailers",),
    "Expect": ("100-continue",),
    "User-Agent": ("curl/8",),
    "X-Amzn-Trace-Id": ("Root=1-2-3",),
    "traceparent": ("00-1-2-01",),
    "X-Forwarded-For": ("10.0.0.1, 10.0.0.2", "10.0.0.1"),
    "X-Forwarded-Host": ("www.example.com",),
    "X-Amz-Meta-Note": ("two  blanks", "'x   y'", '"a   b"  c', "café", "•", "plain", "a\t b"),
    "X-Amz-Server-Side-Encryption": ("aws:kms",),
    "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id": ("key",),
    "X-Amz-Meta-City": ("Zürich", "東京", "Å"),
    "X-Amz-Meta": ("1",),
    "X-Custom": ("v", "V"),
    "Date": ("Sun, 30 Aug 2015 12:36:04 GMT",),
    "X-Amz-Content-Sha256": ("UNSIGNED-PAYLOAD", *_HASHES),
}
_LOST = ("Content-Type", "X-Amz-Server-Side-Encryption", "Content-Length")
_BODIES = (
    b"",
    b"",
    b'{"b": 1, "a": [1, 2], "c": "\xc3\xa9"}',
    b'{"b":1,"a":"x y"}',
    "name=café&x=a+b".encode(),
    b"a=1&b=two%20words",
    gzip.compress(b"plain", mtime=0),
    b"\xff\xfe binary",
)


def _path(random: Random) -> str:
    segments = random.choices(_SEGMENTS, k=random.choice((0, 1, 2, 3)))
    return "".join([f"/{segment}" for segment in segments]) + random.choice(("", "", "/"))


def _query(random: Random) -> str:
    pieces = []
    for _ in range(random.choice((0, 0, 1, 2, 4))):
        name, value = random.choice(_NAMES), random.choice(_VALUES)
        pieces.append(name if random.random() < 0.15 else f"{name}={value}")
    return "&".join(pieces)


def _headers(random: Random) -> list[tuple[str, str]]:
    names = random.sample(sorted(_HEADERS), k=random.choice((0, 1, 2, 4, 6)))
    return [(name, random.choice(_HEADERS[name])) for name in names]


def drawn(random: Random) -> SignedRequest:
    """Return a case of a signed request; what it says of its payload may be wrong."""
    service, secret = random.choice(_SERVICES), random.choice(_SECRETS)
    query = _query(random)
    url = f"https://{random.choice(_HOSTS)}{_path(random)}{'?' if query else ''}{query}"
    body = random.choice(_BODIES)
    request = Request(random.choice(("GET", "PUT", "POST")), url, _headers(random), body)
    if random.random() < 0.2:
        request = request.with_headers([("Host", "other.example.org")])
    if random.random() < 0.15:
        request = request.with_headers([("X-Amz-Content-Sha256", _HASHES[1])])
    # Some clients sign what they had better not.
    own = SigningRules.for_service(service)
    rules = replace(own, never_signed=frozenset({"authorization"}))
    key = Credentials("AKIDEXAMPLE", secret, random.choice((None, "own/token+==")))
    if random.random() < 0.3:
        signed = request.with_url(
            presign(request, key, region=REGION, service=service, at=MOMENT, expires=60, rules=rules)
        )
    else:
        signed = sign(request, key, region=REGION, service=service, at=MOMENT, rules=rules)
    if random.random() < 0.25:  # lost on the way
        signed = Request(
            signed.method, signed.url, [pair for pair in signed.headers if pair[0] not in _LOST], signed.body
        )
    hosts = ("origin.example.net", "api.example.com")
    return SignedRequest.of(signed, secret, region=REGION, service=service, rules=rules, hosts=hosts)


@cache
def pool() -> tuple[SignedRequest, ...]:
    """Return the cases that all tests share."""
    random = Random(20150830)
    return tuple(drawn(random) for _ in range(1500))
