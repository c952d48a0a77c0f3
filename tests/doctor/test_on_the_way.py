"""What a proxy, a redirect or a server does to a request after it was signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sigv4_explain import Diagnosis, Request, SigningRules, diagnose, sign
from sigv4_explain.doctor import Certainty
from sigv4_explain.doctor.recipe import Case, Recipe
from tests.core.examples import ALICE, MOMENT
from tests.doctor.signing_wrongly import message

REGION = "eu-central-1"
JSON = '{"name": "Rex", "age": 3}'
URL = "https://api.example.com/pets/a%20b?limit=5&page=2"
HEADERS = {
    "Content-Type": "application/json",
    "Range": "bytes=0-99",
    "Accept-Encoding": "gzip",
    "User-Agent": "curl/8",
    "X-Forwarded-For": "10.0.0.1",
    "X-Custom": "one",
    "X-Amz-Meta-Note": "Rex",
    "X-Amz-Id-2": "abc",
    "TE": "trailers",
    "traceparent": "00-1",
    "Content-Length": "25",
}

Arrives = Callable[[Recipe], Recipe]


def _path(new: str) -> Arrives:
    return lambda recipe: recipe._replace(canonical_uri=new)


def _query(new: str) -> Arrives:
    return lambda recipe: recipe._replace(canonical_query_string=new)


def _header(name: str, value: str) -> Arrives:
    def change(recipe: Recipe) -> Recipe:
        assert name in recipe.signed_names
        lines = [(key, value if key == name else old) for key, old in recipe.header_lines]
        return recipe._replace(header_lines=tuple(lines))

    return change


ON_THE_WAY: dict[str, tuple[str, Arrives]] = {
    "another host": ("proxy-changed-host", _header("host", "abc123.execute-api.eu-central-1.amazonaws.com")),
    "the host with a port": ("host-port-missing", _header("host", "api.example.com:8443")),
    "a header lost": ("header-removed-by-proxy", _header("range", "")),
    "a header of answers": ("signed-header-blanked-by-server", _header("x-amz-id-2", "")),
    "a header with another value": ("signed-header-value-differs", _header("x-custom", "two")),
    "a header with other capitals": ("header-modified-by-server", _header("x-custom", "ONE")),
    "two lines joined": ("header-line-folding", _header("x-custom", "one x-other: value")),
    "a charset added": ("header-modified-after-signing", _header("content-type", "application/json;charset=utf-8")),
    "another media type": ("content-type-default-added", _header("content-type", "text/html")),
    "one more element": ("header-modified-by-proxy", _header("x-forwarded-for", "10.0.0.1, 10.0.0.2")),
    "gzip by a front end": ("accept-encoding-modified", _header("accept-encoding", "gzip,gzip(gfe)")),
    "another user agent": ("user-agent-signed", _header("user-agent", "Amazon CloudFront")),
    "a new trace id": ("trace-header-signed", _header("traceparent", "00-2")),
    "a hop's header": ("hop-by-hop-header-signed", _header("te", "")),
    "no length": ("content-length-signed", _header("content-length", "")),
    "letters lost": ("non-ascii-header-value", _header("x-amz-meta-note", "R?x—")),
    "the stage before the path": ("proxy-rewrote-path", _path("/prod/pets/a%2520b")),
    "a redirect": ("redirect-followed-with-old-signature", _path("/animals")),
    "the path decoded": ("double-encoded-path", _path("/pets/a%20b")),
    "a slash at the end": ("trailing-slash-added", _path("/pets/a%2520b/")),
    "no query": ("query-dropped-after-signing", _query("")),
    "a parameter skipped": ("server-ignores-query-param", _query("limit=5")),
    "a parameter more": ("extra-query-param", _query("limit=5&page=2&utm_source=mail")),
    "another method": ("method-mismatch", lambda recipe: recipe._replace(method="GET")),
    "no body": (
        "body-dropped-after-signing",
        lambda recipe: recipe._replace(
            hashed_payload="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        ),
    ),
    "another request": (
        "signature-reused-for-other-request",
        lambda recipe: recipe._replace(canonical_uri="/shops", hashed_payload="a" * 64),
    ),
}


def _signed(service: str = "execute-api") -> Case:
    request = Request("POST", URL, HEADERS, JSON)
    rules = replace(SigningRules.for_service(service), never_signed=frozenset({"authorization"}))
    signed = sign(request, ALICE, region=REGION, service=service, at=MOMENT, rules=rules)
    return Case.of(signed, ALICE.secret_access_key, region=REGION, service=service)


def _diagnosed(change: Arrives, *, with_secret: bool) -> Diagnosis:
    case = _signed()
    return diagnose(
        case.request,
        answer=message(change(case.recipe)),
        credentials=ALICE if with_secret else None,
        region=REGION,
        service="execute-api",
    )


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_a_change_on_the_way_is_named_from_the_answer(name: str) -> None:
    """The request as it was sent and AWS's text show what became of it."""
    cause, change = ON_THE_WAY[name]
    top = _diagnosed(change, with_secret=False).top

    assert top is not None
    assert (top.cause, top.certainty) == (cause, Certainty.SHOWN)


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_the_secret_proves_that_it_happened_on_the_way(name: str) -> None:
    """The signature is right for the request as it was sent, so the client is not to blame."""
    cause, change = ON_THE_WAY[name]
    top = _diagnosed(change, with_secret=True).top

    assert top is not None
    assert (top.cause, top.certainty) == (cause, Certainty.PROVEN)
    assert any("changed on the way" in says for says in top.evidence)
