"""The request as the server saw it, put together from both sides' texts where nobody showed it.

A canonical request hides what was sent: ``a=1&b=2`` may have been sent as ``b=2&a=1``. Where the client's own text
leads to the server's by AWS's rules, the client's is taken for what was sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sigv4_explain.canonical import Headers, canonical_headers, canonical_query_string, canonical_uri
from sigv4_explain.doctor.case import Case, with_request
from sigv4_explain.doctor.evidence import Texts
from sigv4_explain.doctor.pasted_body import bodies_of
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.encoding import EMPTY_SHA256, sha256_hex, trim, uri_decode
from sigv4_explain.errors import InvalidInput
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules

_ANY_BODY = b"\0"
"""Stands in for a body that nobody showed."""


def texts_of(recipe: Recipe) -> Texts:
    """Return the texts that a recipe writes."""
    return Texts(recipe.canonical_request(), recipe.string_to_sign())


def requests_seen(right: Recipe, wrong: Recipe, case: Case) -> Iterator[SignedRequest]:
    """Return the request as the server saw it: with what was sent where that fits, then with what the client wrote.

    The recipe of each case is the server's own, ``right``.
    """
    evidence, was_sent = case.evidence, case.sent
    if was_sent is not None and was_sent.recipe.hashed_part == right.hashed_part:
        yield replace(was_sent, recipe=_with_scope(right, was_sent.recipe))
    rules = SigningRules.for_service(evidence.service or "")
    sent = evidence.request
    paths = dict.fromkeys(_paths(right.canonical_uri, wrong.canonical_uri, sent, rules))
    queries = dict.fromkeys(_queries(right.canonical_query_string, wrong.canonical_query_string, sent, rules))
    for path in paths:
        for query in queries:
            seen = _request(right, wrong, path, query, sent)
            if seen is not None:
                arrived = with_request(seen, evidence)
                yield replace(arrived, recipe=_with_scope(right, arrived.recipe))


def _with_scope(right: Recipe, computed: Recipe) -> Recipe:
    """Return the server's recipe; what its texts do not show is as AWS's rules have it."""
    if len(right.scope) == len(computed.scope):
        return right._replace(key_chain=computed.key_chain)
    head = ("algorithm", "date_time", "scope", "key_chain")
    return right._replace(**{name: getattr(computed, name) for name in head})


def _paths(right: str, wrong: str, sent: Request | None, rules: SigningRules) -> Iterator[str]:
    """Return paths that may have been sent; the one that was comes first, then what follows from the server's text."""
    decoded = [uri_decode(uri).decode("utf-8", "surrogateescape") for uri in (right, wrong)]
    for path in ("" if sent is None else sent.path, decoded[0], right, wrong, decoded[1]):
        if canonical_uri(path, rules.path_encoding, rules.path_normalization) == right:
            yield path
    yield right


def _queries(right: str, wrong: str, sent: Request | None, rules: SigningRules) -> Iterator[str]:
    """Return query strings that may have been sent; the one that was comes first, then the server's own."""
    was_sent = "" if sent is None else _unsigned(sent.query)
    for query in (was_sent, right, wrong, uri_decode(wrong).decode("utf-8", "surrogateescape")):
        if canonical_query_string(query, rules.repeated_parameters) == right:
            yield query
    yield right


def _unsigned(query: str) -> str:
    return "&".join([piece for piece in query.split("&") if not piece.startswith("X-Amz-Signature=")])


def _request(right: Recipe, wrong: Recipe, path: str, query: str, sent: Request | None) -> Request | None:
    written = {name.lower(): (name, value) for name, value in wrong.header_lines}
    headers = [_as_written(written.get(name), name, value) for name, value in right.header_lines]
    arrived = [(name, value) for name, value in _as_sent(headers, sent) if value]
    host = dict(right.header_lines).get("host") or "host.invalid"
    if "X-Amz-Algorithm=" not in query:
        arrived.append(("Authorization", _authorization(right, sent)))
    try:
        url = f"https://{host}{path}{'?' if query else ''}{query}"
        return Request(right.method, url, arrived, _body(right, sent))
    except InvalidInput:
        return None


def _body(right: Recipe, sent: Request | None) -> bytes:
    """Return the body that was sent, if it is the one that arrived; for one that nobody showed, any other."""
    is_hash = len(right.hashed_payload) == len(EMPTY_SHA256)
    if sent is not None and not is_hash:
        return sent.body
    for body in () if sent is None else (sent.body, *bodies_of(sent)):
        if sha256_hex(body) == right.hashed_payload:
            return body
    return b"" if right.hashed_payload == EMPTY_SHA256 else _ANY_BODY


def _as_sent(headers: list[tuple[str, str]], sent: Request | None) -> Iterator[tuple[str, str]]:
    """Return the headers as they were sent, order, blanks and repeats too, where AWS's rules make these of them."""
    if sent is None:
        yield from headers
        return
    own = [(name, value) for name, value in sent.headers if name.lower() != "authorization"]
    lines = dict(_lines(tuple(own)))
    for name, value in headers:
        if lines.get(name.lower()) == trim(value):
            yield from [pair for pair in own if pair[0].lower() == name.lower()]
        else:
            yield name, value


def _lines(headers: Headers) -> Iterator[tuple[str, str]]:
    for line in canonical_headers(headers).split("\n")[:-1]:
        name, _, value = line.partition(":")
        yield name, value


def _authorization(right: Recipe, sent: Request | None) -> str:
    if sent is not None and (authorization := sent.header("authorization")):
        return authorization
    scope = "/".join(["-", *right.scope])
    return f"{right.algorithm} Credential={scope}, SignedHeaders={';'.join(right.signed_names)}, Signature=-"


def _as_written(mine: tuple[str, str] | None, name: str, theirs: str) -> tuple[str, str]:
    """Return the client's name and value where AWS's rules make the server's of them by its rules."""
    if mine is None:
        return name, theirs
    return mine[0], mine[1] if trim(mine[1]) == theirs else theirs
