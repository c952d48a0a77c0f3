"""A case without the request: the request as the server saw it, put together from both sides' texts.

A canonical request hides what was sent: ``a=1&b=2`` may have been sent as ``b=2&a=1``. Where the client's own text
leads to the server's by AWS's rules, the client's is taken for what was sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sigv4_explain.canonical import canonical_query_string, canonical_uri
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.encoding import EMPTY_SHA256, trim, uri_decode
from sigv4_explain.errors import InvalidInput
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules

_ANY_BODY = b"\0"
"""Stands in for a body that nobody showed."""
_NO_SECRET = "nobody told the secret"  # noqa: S105 -- and none it is


def case_sent(evidence: Evidence) -> Case | None:
    """Return the request as the client sent it; None when there is none."""
    return None if evidence.request is None else _case(evidence.request, evidence)


def cases_seen(right: Recipe, wrong: Recipe, evidence: Evidence) -> Iterator[Case]:
    """Return the request as the server saw it, with what the client wrote where that fits, and without.

    The recipe of each case is the server's own, ``right``.
    """
    rules = SigningRules.for_service(evidence.service or "")
    sent = case_sent(evidence)
    if sent is not None:
        yield replace(sent, recipe=_with_scope(right, sent.recipe))
    paths = dict.fromkeys(_paths(right.canonical_uri, wrong.canonical_uri, rules))
    queries = dict.fromkeys(_queries(right.canonical_query_string, wrong.canonical_query_string))
    for path in paths:
        for query in queries:
            seen = _request(right, wrong, path, query, evidence)
            if seen is not None:
                case = _case(seen, evidence)
                yield replace(case, recipe=_with_scope(right, case.recipe))


def _case(request: Request, evidence: Evidence) -> Case:
    credentials, answer = evidence.credentials, evidence.answer
    secret = _NO_SECRET if credentials is None else credentials.secret_access_key
    case = Case.of(request, secret, region=evidence.region or "", service=evidence.service or "")
    told = answer.signature_provided if answer else None
    return replace(case, received=case.received.strip("-") or told or "")


def _with_scope(right: Recipe, computed: Recipe) -> Recipe:
    """Return the server's recipe; what its texts do not show is as AWS's rules have it."""
    if right.scope:
        return right._replace(key_chain=computed.key_chain)
    head = ("algorithm", "date_time", "scope", "key_chain")
    return right._replace(**{name: getattr(computed, name) for name in head})


def _paths(right: str, wrong: str, rules: SigningRules) -> Iterator[str]:
    """Return paths that may have been sent; what follows from the server's text comes first."""
    decoded = [uri_decode(uri).decode("utf-8", "surrogateescape") for uri in (right, wrong)]
    for path in (decoded[0], right, wrong, decoded[1]):
        if canonical_uri(path, rules.path_encoding, rules.path_normalization) == right:
            yield path
    yield right


def _queries(right: str, wrong: str) -> Iterator[str]:
    """Return query strings that may have been sent; the server's own comes first."""
    yield right
    for query in (wrong, uri_decode(wrong).decode("utf-8", "surrogateescape")):
        if canonical_query_string(query) == right:
            yield query


def _request(right: Recipe, wrong: Recipe, path: str, query: str, evidence: Evidence) -> Request | None:
    written = {name.lower(): (name, value) for name, value in wrong.header_lines}
    headers = [_as_written(written.get(name), name, value) for name, value in right.header_lines]
    arrived = [(name, value) for name, value in headers if value]
    host = dict(right.header_lines).get("host") or "host.invalid"
    body = b"" if right.hashed_payload == EMPTY_SHA256 else _ANY_BODY
    if evidence.request is not None:
        body = evidence.request.body
    if "X-Amz-Algorithm=" not in query:
        arrived.append(("Authorization", _authorization(right)))
    try:
        url = f"https://{host}{path}{'?' if query else ''}{query}"
        return Request(right.method, url, arrived, body)
    except InvalidInput:
        return None


def _authorization(right: Recipe) -> str:
    scope = "/".join(["-", *right.scope])
    return f"{right.algorithm} Credential={scope}, SignedHeaders={';'.join(right.signed_names)}, Signature=-"


def _as_written(mine: tuple[str, str] | None, name: str, theirs: str) -> tuple[str, str]:
    """Return the client's name and value where AWS's rules make the server's of them by its rules."""
    if mine is None:
        return name, theirs
    return mine[0], mine[1] if trim(mine[1]) == theirs else theirs
