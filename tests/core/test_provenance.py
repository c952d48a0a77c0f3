from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, unquote_plus

import pytest
from hypothesis import given

from sigv4_explain import Credentials, Request, Step, Trace, explain, trim
from tests.core import strategies
from tests.core.examples import ALICE, CAROL, SCOPE

# What belongs to nobody: the separators of texts, headers, scopes and URLs, raw or percent-encoded.
PUNCTUATION = re.compile(
    r"(?:\n|:|;|/|&|=|\?|%2F|%3B|https?://| Credential=|, SignedHeaders=|, Signature=)*", re.IGNORECASE
).fullmatch


@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, strategies.EXPIRES)
def test_spans_cut_a_text_into_its_pieces(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> None:
    """Ordered, never empty and without overlap; nothing is lost, and between them is nothing but punctuation."""
    for step in explain(request, credentials, **scope, expires=expires):
        position = 0
        for start, end, part in step.spans:
            assert position <= start < end <= len(step.text), f"{step.name}: {part} at {start} to {end}"
            assert part, f"{step.name}: a span without a part"
            position = end
        pieces = step.pieces(reveal=True)
        assert "".join([piece.text for piece in pieces]) == step.shown(reveal=True) == step.text
        assert [piece.text for piece in pieces if not piece.part and not PUNCTUATION(piece.text)] == [], step.name


def _is_ours(name: str) -> bool:
    return unquote_plus(name).lower().startswith("x-amz-")


def _without_own_amazon_names(request: Request) -> Request:
    kept = "&".join(piece for piece in request.query.split("&") if not _is_ours(piece))
    url = request.url.partition("#")[0].partition("?")[0] + (f"?{kept}" if kept else "")
    headers = [(name, value) for name, value in request.headers if not _is_ours(name) and name.lower() != "host"]
    return Request(request.method, url.strip(), headers, request.body)


# X-Amz-… names and a Host of the sender's own are as honest as their sender.
PLAIN_REQUESTS = strategies.REQUESTS.map(_without_own_amazon_names)


@given(PLAIN_REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, strategies.EXPIRES)
def test_each_piece_is_what_its_part_says(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> None:
    """A span that says ``region`` holds the region and nothing else, and so for every part."""
    trace = explain(request, credentials, **scope, expires=expires)
    for step in trace:
        for piece in step.pieces(reveal=True):
            if piece.part:
                texts = _texts_of(piece.part, trace, credentials, scope, expires)
                assert piece.text in texts or unquote(piece.text) in texts, f"{step.name}: {piece}"


def _texts_of(
    part: str, trace: Trace, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> set[str | None]:
    if part in trace:
        return {trace[part].text}
    kind, _, name = part.partition(".")
    request = trace.request
    if kind == "query":
        pairs = [piece.partition("=") for piece in trace["canonical_query_string"].inputs["query"].split("&")]
        values = {unquote_plus(value) for key, _, value in pairs if unquote_plus(key) == name}
        raw = {text for key, _, value in pairs if unquote_plus(key) == name for text in (key, value)}
        return {name, *values, *raw}
    if kind == "header":
        lines = trace["canonical_headers"].text.split("\n")
        values = {line.partition(":")[2] for line in lines if line.startswith(f"{name}:")}
        host = {re.split("[/?]", request.url.partition("://")[2])[0]} if name == "host" else set()
        return {name, *values, *host}
    return {
        "method": {request.method},
        "path": {request.path, trace["canonical_uri"].text},
        "body": {trace["hashed_payload"].text},
        "date": {scope["at"][:8]},
        "time": {scope["at"][8:]},
        "region": {scope["region"]},
        "service": {scope["service"]},
        "terminator": {"aws4_request"},
        "algorithm": {"AWS4-HMAC-SHA256"},
        "access_key_id": {credentials.access_key_id},
        "session_token": {credentials.session_token, trim(credentials.session_token or "")},
        "expires": {str(expires)},
    }[part]


def _cut(step: Step) -> list[tuple[str, str]]:
    return [(piece.text, piece.part) for piece in step.pieces(reveal=True) if piece.part]


def test_a_string_to_sign_says_where_each_line_came_from() -> None:
    """Algorithm, date and time, scope, and the hash, which is the output of a step."""
    trace = explain(Request("GET", "https://example.com/"), ALICE, **SCOPE)

    assert _cut(trace["string_to_sign"]) == [
        ("AWS4-HMAC-SHA256", "algorithm"),
        ("20150830", "date"),
        ("T123600Z", "time"),
        ("20150830", "date"),
        ("us-east-1", "region"),
        ("service", "service"),
        ("aws4_request", "terminator"),
        (trace["hashed_canonical_request"].text, "hashed_canonical_request"),
    ]


def test_a_canonical_request_says_where_each_piece_came_from() -> None:
    """Its spans are those of the steps it was put together from."""
    trace = explain(Request("POST", "https://example.com/a?b=%20", {"X-A": " 1"}, "body"), CAROL, **SCOPE)

    assert _cut(trace["canonical_request"]) == [
        ("POST", "method"),
        ("/a", "path"),
        ("b", "query.b"),
        ("%20", "query.b"),
        ("host", "header.host"),
        ("example.com", "header.host"),
        ("x-a", "header.x-a"),
        ("1", "header.x-a"),
        ("x-amz-date", "header.x-amz-date"),
        ("20150830", "date"),
        ("T123600Z", "time"),
        ("x-amz-security-token", "header.x-amz-security-token"),
        ("carols/own+token==", "session_token"),
        ("host", "header.host"),
        ("x-a", "header.x-a"),
        ("x-amz-date", "header.x-amz-date"),
        ("x-amz-security-token", "header.x-amz-security-token"),
        (trace["hashed_payload"].text, "body"),
    ]


@pytest.mark.parametrize("service", ["sts", "rds-db"])
def test_a_presigned_url_says_where_each_piece_came_from(service: str) -> None:
    """With or without its scheme, and with another URL in the query or a path that looks like one."""
    request = Request("GET", "https://example.com/a://b?u=http://x", {"a*b": "1"})
    credentials = Credentials("AKID+2F", "secret")
    trace = explain(request, credentials, region="2F", service=service, at=SCOPE["at"], expires=60)

    assert _cut(trace["presigned_url"]) == [
        ("example.com", "header.host"),
        ("/a://b", "path"),
        ("u", "query.u"),
        ("http://x", "query.u"),
        ("X-Amz-Algorithm", "query.X-Amz-Algorithm"),
        ("AWS4-HMAC-SHA256", "algorithm"),
        ("X-Amz-Credential", "query.X-Amz-Credential"),
        ("AKID%2B2F", "access_key_id"),
        ("20150830", "date"),
        ("2F", "region"),
        (service, "service"),
        ("aws4_request", "terminator"),
        ("X-Amz-Date", "query.X-Amz-Date"),
        ("20150830", "date"),
        ("T123600Z", "time"),
        ("X-Amz-Expires", "query.X-Amz-Expires"),
        ("60", "expires"),
        ("X-Amz-SignedHeaders", "query.X-Amz-SignedHeaders"),
        ("a%2Ab", "header.a*b"),
        ("host", "header.host"),
        ("X-Amz-Signature", "query.X-Amz-Signature"),
        (trace.signature, "signature"),
    ]


def test_a_key_of_the_chain_is_one_piece() -> None:
    """A key came from a computation as a whole: its part is the step's name."""
    trace = explain(Request("GET", "https://example.com/"), ALICE, **SCOPE)

    for name in ("date_key", "date_region_key", "date_region_service_key", "signing_key", "signature"):
        assert _cut(trace[name]) == [(trace[name].text, name)]
