"""Refused calls: for each cause a call that went wrong by it, what its client signed, and what the server says."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from random import Random
from typing import NamedTuple

from sigv4_explain import Credentials, Request, SigningRules, sha256_hex, sign, verify
from sigv4_explain.rules import ContentSha256
from sigv4_explain.verifier.verdict import Verdict
from tests.doctor.drawing import pool
from tests.doctor.parts import MISTAKES, Mistake, Recipe, SignedRequest
from tests.doctor.pastes.calls import ALICE, LENT, MOMENT, REGION, Call, Room, drawn
from tests.doctor.signing_wrongly import same_texts


class Shows(Enum):
    """What of the evidence shows a cause."""

    TEXTS = "what the client signed beside what the server would have"
    KEY = "a signature made anew with the secret; both sides' texts are equal"
    WAY = "what was sent beside what the server computed"
    WORDS = "the answer's own words"
    HEADER = "the Authorization that was sent; the answer says no more than that it cannot be read"


class Refusal(NamedTuple):
    """A call that was refused."""

    causes: frozenset[str]
    """The names that are right."""
    true: frozenset[str]
    """What is so, too, and not the cause."""
    shows: Shows
    sent: Request
    client: Recipe
    """What the client signed."""
    verdict: Verdict
    service: str
    keys: Credentials
    is_as_signed: bool = True
    """Whether what the client signed is still what it sent: a text that contradicts the request helps nobody."""


KEYS = {key.access_key_id: key for key in (ALICE, LENT)}
_ODD = (
    Room(announced=True),
    Room(presigned=None),
    Room(odd_headers=2),
    Room(odd_headers=5),
    Room(odd_host=True, odd_headers=2),
)
_TRIES = 400


def judged(request: Request, service: str) -> Verdict:
    """Let the server judge a request as it arrived."""
    return verify(request, KEYS, region=REGION, service=service, at=MOMENT)


def _arrived(call: Call) -> SignedRequest:
    return SignedRequest.of(call.request, call.keys.secret_access_key, region=REGION, service=call.service)


def _calls(random: Random) -> Iterator[Call]:
    """Return plain calls first, then such as have more room, then any: some mistakes need a strange request."""
    for number in range(_TRIES):
        odd = _ODD[number % len(_ODD)] if number % 40 >= 20 else Room(presigned=None)
        call = drawn(random, odd)
        if judged(call.request, call.service).accepted:
            yield call
    for strange in random.sample(pool(), k=len(pool())):
        call = Call(strange.request, strange.reading.service, ALICE)
        is_alices = strange.recipe.key_chain.secret == ALICE.secret_access_key
        if is_alices and _is_likely(call.request) and judged(call.request, call.service).accepted:
            yield call


def _is_likely(request: Request) -> bool:
    """Tell whether a client would send it: a length that is none, bytes that are no text, a GET's body are too odd."""
    length = request.header("content-length") or str(len(request.body))
    is_text = request.body.decode("utf-8", "replace").encode() == request.body
    return int(length) == len(request.body) and is_text and not (request.method == "GET" and request.body)


def by_mistake(mistake: Mistake, random: Random) -> Refusal | None:
    """Sign a call with a mistake; None where no call has room for it."""
    for call in _calls(random):
        arrived = _arrived(call)
        recipes = [variant.change(arrived.recipe) for variant in mistake.variants(arrived)]
        wrong = [recipe for recipe in recipes if recipe.signature() != arrived.received and _is_text(recipe)]
        if not wrong:
            continue
        recipe = random.choice(wrong)
        old, new = arrived.received, recipe.signature()
        headers = [(name, value.replace(old, new)) for name, value in call.request.headers]
        sent = Request(call.request.method, call.request.url.replace(old, new), headers, call.request.body)
        verdict = judged(sent, call.service)
        if not says_mismatch(verdict):
            continue
        shows = Shows.KEY if same_texts(recipe, arrived.recipe) else Shows.TEXTS
        names = frozenset({mistake.slug, *_others(recipe, arrived, shows), *_RIGHT_TOO.get(mistake.slug, ())})
        return Refusal(
            names, frozenset(_TRUE.get(mistake.slug, ())), shows, sent, recipe, verdict, call.service, call.keys
        )
    return None


_RIGHT_TOO = {
    "literal-line-breaks": {"crlf-line-endings"},
    "proxy-changed-host": {"host-not-the-one-sent"},
    "host-override-not-signed": {"host-not-the-one-sent"},
    "proxy-rewrote-path": {"path-not-the-one-sent"},
}
"""Of a mistake: what it is where the request shows that nobody else did it, or where a print may have escaped it."""
_TRUE: dict[str, tuple[str, ...]] = {
    "canonical-line-missing": ("line-break-hashed",),
    "content-length-chars-not-bytes": ("content-length-signed",),
    "header-modified-by-server": ("timestamp-differs-within-signature",),
    "query-signed-as-payload": (
        "query-string-not-signed",
        "signature-reused-for-other-request",
        "unsigned-payload-mismatch",
    ),
    "query-signed-in-path": ("query-string-not-signed",),
    **dict.fromkeys(
        ("body-encoding-form", "body-encoding-not-utf8", "body-reserialised", "body-compressed-after-signing"),
        ("body-changed-after-hash",),
    ),
}
"""Of a mistake: what the two texts show as well."""


def _is_text(recipe: Recipe) -> bool:
    try:
        f"{recipe.canonical_request()}{recipe.string_to_sign()}".encode()
    except UnicodeError:
        return False
    return True


def says_mismatch(verdict: Verdict) -> bool:
    """Tell whether the server computed another signature."""
    return "signature we calculated" in (verdict.message or "")


def _others(recipe: Recipe, arrived: SignedRequest, shows: Shows) -> Iterator[str]:
    """Return every mistake that gives the same texts; of a key, the same signature."""
    for other in MISTAKES:
        made = [variant.change(arrived.recipe) for variant in other.variants(arrived)]
        if shows is Shows.KEY:
            made = [one for one in made if one.signature() == recipe.signature()]
        if any(same_texts(one, recipe) for one in made):
            yield other.slug


OnTheWay = Callable[[Request, Random], Request]


def _with(name: str, *values: str) -> OnTheWay:
    return lambda request, random: request.with_headers([(name, random.choice(values))])


def _without(name: str) -> OnTheWay:
    def lost(request: Request, _: Random) -> Request:
        kept = [pair for pair in request.headers if pair[0].lower() != name]
        return Request(request.method, request.url, kept, request.body)

    return lost


def _other_url(old: str, new: str) -> OnTheWay:
    return lambda request, _: request.with_url(request.url.replace(old, new, 1))


def _as(method: str | None = None, body: bytes | None = None) -> OnTheWay:
    def changed(request: Request, _: Random) -> Request:
        return Request(method or request.method, request.url, request.headers, request.body if body is None else body)

    return changed


_URL = "https://api.example.com/prod/orders?page=2&limit=5"
_HEADERS = {
    "Content-Type": "application/json",
    "X-Tenant-Id": "42",
    "X-Forwarded-For": "192.0.2.1",
    "Accept-Encoding": "gzip",
}
_BY_PROXY = {"proxy-changed-host"}
WAYS: dict[str, tuple[set[str], OnTheWay]] = {
    "another host": (_BY_PROXY, _with("Host", "abc123.execute-api.eu-central-1.amazonaws.com", "10.0.0.7:8080")),
    "a header lost": ({"header-removed-by-proxy", "signed-header-not-sent"}, _without("x-tenant-id")),
    "another value": ({"signed-header-value-differs"}, _with("X-Tenant-Id", "43")),
    "an address more": ({"header-modified-by-proxy"}, _with("X-Forwarded-For", "192.0.2.1, 198.51.100.2")),
    "gzip by a front end": ({"accept-encoding-modified"}, _with("Accept-Encoding", "gzip,gzip(gfe)", "identity")),
    "a charset added": ({"header-modified-after-signing"}, _with("Content-Type", "application/json;charset=utf-8")),
    "the stage dropped": ({"proxy-rewrote-path"}, _other_url("/prod/orders", "/orders")),
    "a stage added": ({"proxy-rewrote-path"}, _other_url("/prod", "/v1/prod")),
    "a slash at the end": ({"trailing-slash-added"}, _other_url("/orders?", "/orders/?")),
    "no query": ({"query-dropped-after-signing"}, _other_url("?page=2&limit=5", "")),
    "a parameter more": ({"extra-query-param"}, _other_url("limit=5", "limit=5&utm_source=mail")),
    "another method": ({"method-mismatch"}, _as("GET")),
    "no body": ({"body-dropped-after-signing"}, _as(body=b"")),
    "gzip": ({"body-compressed-after-signing", "body-changed-after-hash"}, _as(body=gzip.compress(b"{}", mtime=0))),
    "another body": ({"body-changed-after-hash", "body-reserialised"}, _as(body=b'{"name":"Rex"}')),
}


def on_the_way(name: str, random: Random) -> Refusal:
    """Sign a call rightly, and change it on its way."""
    causes, change = WAYS[name]
    keys = random.choice((ALICE, LENT))
    request = Request("POST", _URL, [*_HEADERS.items(), ("User-Agent", "curl/8.5.0")], '{"name": "Rex", "age": 3}')
    if random.random() < 0.3:
        request = request.with_headers([("X-Amz-Content-Sha256", _hash(request))])
    rules = replace(SigningRules.for_service("execute-api"), never_signed=frozenset({"authorization", "user-agent"}))
    signed = sign(request, keys, region=REGION, service="execute-api", at=MOMENT, rules=rules)
    client = SignedRequest.of(signed, keys.secret_access_key, region=REGION, service="execute-api").recipe
    verdict = judged(change(signed, random), "execute-api")
    return Refusal(frozenset(causes), frozenset(), Shows.WAY, signed, client, verdict, "execute-api", keys)


def _hash(request: Request) -> str:
    return sha256_hex(request.body)


class Place(NamedTuple):
    """With what a call was signed, where it is not what the server wants."""

    keys: Credentials = ALICE
    region: str = REGION
    service: str | None = None
    at: str = MOMENT
    rules: SigningRules | None = None
    edit: OnTheWay = lambda request, _: request


def _edited(old: str, new: str, name: str = "authorization") -> OnTheWay:
    def edit(request: Request, _: Random) -> Request:
        value = request.header(name) or ""
        return request.with_headers([(name, value.replace(old, new, 1))])

    return edit


_WITHOUT_HASH = replace(SigningRules.for_service("s3"), content_sha256=ContentSha256.OPTIONAL)
WORDS: dict[str, tuple[set[str], Place]] = {
    "another Region": ({"wrong-region"}, Place(region="us-east-1")),
    "another service": ({"wrong-service"}, Place(service="apigateway")),
    "no Region": ({"empty-region", "wrong-region"}, Place(edit=_edited("/eu-central-1/", "//"))),
    "an hour ago": ({"clock-skew", "local-time-not-utc"}, Place(at="20150830T113548Z")),
    "ahead of time": ({"clock-skew", "local-time-not-utc"}, Place(at="20150830T143614Z")),
    "another day in the scope": ({"date-scope-mismatch"}, Place(edit=_edited("/20150830/", "/20150829/"))),
    "a date in words": ({"malformed-date"}, Place(edit=_with("X-Amz-Date", "2015-08-30 12:36:00"))),
    "an unknown key": (
        {"unknown-access-key"},
        Place(keys=Credentials("AKIAI44QH8DHBEXAMPLE", ALICE.secret_access_key)),
    ),
    "no token": (
        {"missing-session-token", "unknown-access-key"},
        Place(keys=Credentials(LENT.access_key_id, LENT.secret_access_key)),
    ),
    "unsigned": ({"not-signed", "not-a-signature-fault"}, Place(edit=_without("authorization"))),
    "no signature in it": ({"incomplete-authorization"}, Place(edit=_edited(", Signature=", ", Sig="))),
    "another algorithm": ({"unsupported-algorithm"}, Place(edit=_edited("HMAC-SHA256", "HMAC-SHA1"))),
    "host left out": ({"host-not-signed"}, Place(edit=_edited("host;", ""))),
    "a blank in the key id": ({"whitespace-in-access-key-id"}, Place(edit=_edited("Credential=", "Credential= "))),
    "four words": ({"malformed-credential"}, Place(edit=_edited("/eu-central-1", ""))),
    "name in the value": (
        {"authorization-header-name-in-value", "incomplete-authorization", "whitespace-in-access-key-id"},
        Place(edit=_edited("AWS4", "Authorization: AWS4")),
    ),
    "no hash at S3": (
        {"missing-x-amz-content-sha256"},
        Place(service="s3", rules=_WITHOUT_HASH),
    ),
}


_IN_THE_HEADER = ("name in the value", "a blank in the key id")


def in_words(name: str, random: Random) -> Refusal | None:
    """Sign a call with what the server refuses at once."""
    causes, place = WORDS[name]
    services = ("s3",) if place.service == "s3" else ("execute-api", "execute-api", "es", "lambda", "dynamodb", "sqs")
    for _ in range(_TRIES):
        service = random.choice(services)
        call = drawn(random, Room(service=service))
        bare = Request(call.request.method, call.request.url, _unsigned(call.request), call.request.body)
        signing = place.service or service
        signed = sign(bare, place.keys, region=place.region, service=signing, at=place.at, rules=place.rules)
        sent = place.edit(signed, random)
        verdict = judged(sent, service)
        if verdict.accepted or says_mismatch(verdict):
            continue
        client = SignedRequest.of(signed, place.keys.secret_access_key, region=place.region, service=signing).recipe
        shows = Shows.HEADER if name in _IN_THE_HEADER else Shows.WORDS
        return Refusal(
            frozenset(causes), frozenset(), shows, sent, client, verdict, service, place.keys, sent == signed
        )
    return None


_OWN = ("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256")


def _unsigned(request: Request) -> list[tuple[str, str]]:
    return [pair for pair in request.headers if pair[0].lower() not in _OWN]


def refused(cause: str, random: Random) -> Refusal | None:
    """Return a call that was refused for a cause, by its name in any of the tables."""
    if cause in WAYS:
        return on_the_way(cause, random)
    if cause in WORDS:
        return in_words(cause, random)
    return by_mistake(_MISTAKES[cause], random)


_ON_THE_WAY = {
    "body-changed-after-hash",
    "body-compressed-after-signing",
    "body-dropped-after-signing",
    "signed-header-not-sent",
}
"""What a request only shows when something became of it after it was signed."""
_MISTAKES = {mistake.slug: mistake for mistake in MISTAKES if mistake.slug not in _ON_THE_WAY}
MISTAKEN = tuple(_MISTAKES)
CAUSES = (*MISTAKEN, *WAYS, *WORDS)
"""Everything that can go wrong here."""
