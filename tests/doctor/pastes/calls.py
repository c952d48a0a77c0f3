"""Calls as people make them, of several services and clients; each has room for some mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import NamedTuple

from sigv4_explain import Credentials, Request, SigningRules, presign, sign
from sigv4_explain.encoding import sha256_hex

MOMENT = "20150830T123600Z"
REGION = "eu-central-1"
ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
LENT = Credentials("ASIAIOSFODNN7EXAMPLE", ALICE.secret_access_key, "IQoJb3JpZ2luX2VjEXAMPLE/token+with//all=signs==")

_HOSTS = {
    "execute-api": "abc123.execute-api.eu-central-1.amazonaws.com",
    "s3": "notes.s3.eu-central-1.amazonaws.com",
    "lambda": "echoexampleexample.lambda-url.eu-central-1.on.aws",
    "sqs": "sqs.eu-central-1.amazonaws.com",
    "es": "search-shop-abc.eu-central-1.es.amazonaws.com",
    "dynamodb": "dynamodb.eu-central-1.amazonaws.com",
    "iotdevicegateway": "abc-ats.iot.eu-central-1.amazonaws.com",
    "sts": "sts.eu-central-1.amazonaws.com",
    "bedrock": "bedrock-runtime.eu-central-1.amazonaws.com",
    "aoss": "abc.eu-central-1.aoss.amazonaws.com",
}
_PATHS = {
    "execute-api": "/prod/orders|/prod/items/a%20b|/prod/%40connections/abc%3D|/prod/items/report(final).pdf|/prod/pets/|/prod/a+b|/prod/a;b",
    "s3": "/2015/sea.txt|/report%20(final).pdf|/a+b.txt|/photos/Z%C3%BCrich.jpg|/a//b.txt|/day%3D2015-08-30/part.csv|/a/../b",
    "lambda": "/|/shoes|/items/a%20b|/api/;v=1/x|/a/./b",
    "sqs": "/|/123456789012/orders",
    "es": "/logs-*/_search|/orders/_doc/1|/_cat/indices|/a,b/_search",
    "dynamodb": "/",
    "iotdevicegateway": "/topics/a%2Fb|/things/lamp/shadow",
    "sts": "/",
    "bedrock": "/model/anthropic.claude-v2%3A1/invoke|/model/arn%3Aaws%3Abedrock%3Aeu-central-1/converse/",
    "aoss": "/_cat/indices|/orders/_search",
}
_QUERIES = {
    "execute-api": "|page=2&limit=5|q=red%20shoes&a=1|tag=b&tag=a|flag&x=1|b=2&a=1|expr=a==&n=1|x=1+2|c:=1&c-=2|a=1&a-b=2",
    "s3": "|list-type=2&prefix=a%2Fb|uploads|acl|x=a+b&a=1",
    "lambda": "|colour=red&colour=black&size=42|name=J%C3%B6rg|b=2&a=x%20y|flag=",
    "sqs": "Action=ListQueues&Version=2012-11-05|Action=SendMessage&MessageBody=some%20words&Version=2012-11-05",
    "es": "|size=50&sort=_doc|q=a*|pretty",
    "sts": "Action=GetCallerIdentity&Version=2011-06-15",
    "aoss": "|pretty&size=1",
}
_BODIES = {
    "execute-api": ('{"name": "Rex", "age": 3}', '{"name":"Zoë","lines":[1,2]}'),
    "s3": ("Sand in my shoes.", "line one\nline two\n"),
    "lambda": ('{"a": 1, "b": [1, 2]}', "name=Rex&note=two%20words+more"),
    "sqs": ("Action=SendMessage&MessageBody=two+words&Version=2012-11-05",),
    "es": ('{"query": {"match_all": {}}}', '{"index":{}}\n{"a":1}\n'),
    "dynamodb": ('{"TableName": "orders"}', '{"TableName":"orders","Key":{"id":{"S":"é"}}}'),
    "iotdevicegateway": ('{"state": {"on": true}}',),
    "sts": ("Action=GetCallerIdentity&Version=2011-06-15",),
    "bedrock": ('{"prompt": "Hello", "max_tokens": 5}',),
    "aoss": ('{"query": {"match_all": {}}}',),
}
_AGENTS = (
    "Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux lang/python#3.11",
    "aws-sdk-js/3.700.0",
    "aws-sdk-go-v2/1.30.0 os/linux lang/go#1.22",
    "aws-sdk-java/2.25.0",
    "GuzzleHttp/7",
    "curl/8.5.0",
    "PostmanRuntime/7.39.0",
    "python-requests/2.32.3",
)
_ODD_HEADERS = {
    "X-Amz-Meta-Title": ("At the sea,  day 2", "Zürich", "plain"),
    "X-Amz-Meta": ("1",),
    "X-Amz-Meta-Note": ("a   b",),
    "X-Tenant-Id": ("Blue", "42"),
    "Range": ("bytes=0-99",),
    "X-Forwarded-For": ("192.0.2.1", "192.0.2.1, 198.51.100.2"),
    "X-Forwarded-Host": ("www.example.com",),
    "Accept-Encoding": ("gzip, deflate", "gzip,gzip(gfe)", "identity"),
    "Connection": ("keep-alive", "close"),
    "TE": ("trailers",),
    "Expect": ("100-continue",),
    "traceparent": ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",),
    "Content-Length": ("0",),
}


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
    service = room.service or random.choice(list(_HOSTS))
    method = random.choice(("GET", "POST", "PUT")) if service not in ("dynamodb", "bedrock") else "POST"
    has_body = method != "GET"
    request = Request(method, _url(random, service, room), _headers(random, service, room), "")
    if has_body:
        body = random.choice(_BODIES[service])
        request = Request(method, request.url, [*request.headers, ("Content-Type", _media_type(body))], body)
        if "content-length" in dict(_lowered(request)) or (room.odd_headers and not body.isascii()):
            request = request.with_headers([("Content-Length", str(len(request.body)))])
    is_presigned = random.random() < 0.15 if room.presigned is None else room.presigned
    return _signed(request, service, random.choice((ALICE, ALICE, LENT)), is_presigned, room)


def _lowered(request: Request) -> Iterator[tuple[str, str]]:
    return ((name.lower(), value) for name, value in request.headers)


def _url(random: Random, service: str, room: Room) -> str:
    host = _HOSTS[service]
    if room.odd_host:
        host = random.choice(("api.example.com", "api.example.com:8443", "Api.Example.com", "localhost:4566"))
    query = random.choice(_QUERIES.get(service, "").split("|"))
    return f"https://{host}{random.choice(_PATHS[service].split('|'))}{'?' if query else ''}{query}"


def _headers(random: Random, service: str, room: Room) -> list[tuple[str, str]]:
    headers = [("User-Agent", random.choice(_AGENTS)), ("Accept", "*/*")]
    if service == "dynamodb":
        headers.append(("X-Amz-Target", "DynamoDB_20120810.GetItem"))
    names = random.sample(sorted(_ODD_HEADERS), k=room.odd_headers)
    return headers + [(name, random.choice(_ODD_HEADERS[name])) for name in names]


def _media_type(body: str) -> str:
    return (
        "application/json" if body[0] == "{" else "application/x-www-form-urlencoded" if "=" in body else "text/plain"
    )


def _signed(request: Request, service: str, keys: Credentials, is_presigned: bool, room: Room) -> Call:
    own = SigningRules.for_service(service)
    rules = replace(own, never_signed=frozenset({"authorization"})) if room.odd_headers else own
    place = {"region": REGION, "service": service, "at": MOMENT}
    if is_presigned:
        plain = Request(request.method, request.url, [("Host", request.host)], request.body)
        return Call(plain.with_url(presign(plain, keys, expires=900, **place)), service, keys)  # type: ignore[arg-type]
    if room.announced:
        request = request.with_headers([("X-Amz-Content-Sha256", sha256_hex(request.body))])
    return Call(sign(request, keys, rules=rules, **place), service, keys)  # type: ignore[arg-type]


def as_json(value: object) -> str:
    """Write JSON as most programs print it."""
    return json.dumps(value, ensure_ascii=False)
