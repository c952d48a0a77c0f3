"""A request whose signature nobody showed: one that is signed when it runs, and one that was masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sigv4_explain.canonical import Headers
from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.doctor.compare.texts import written
from sigv4_explain.doctor.elided import is_elided
from sigv4_explain.doctor.evidence import Evidence, Texts
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.readers.read_request import CommandSigning
from sigv4_explain.request import Request
from sigv4_explain.rules import ContentSha256, SigningRules
from sigv4_explain.signature import ALGORITHM, request_date_time

_ANY_TIME = "20150830T123600Z"


def as_run(evidence: Evidence) -> Request | None:
    """Return the request with the headers of a signature, but no signature; None where nothing says for what it signs.

    curl signs Host, X-Amz-Date, for S3 X-Amz-Content-Sha256, and the headers that it is given. What the server's text
    lists counts more: there stands what really was signed. A header of which nobody knows the value has the server's.

    Source: https://github.com/curl/curl, lib/http_aws_sigv4.c
    """
    own = evidence.signing or CommandSigning()
    request, region, service = evidence.request, own.region or evidence.region, own.service or evidence.service
    if request is None or region is None or service is None or request.header("authorization") is not None:
        return None
    server = written(evidence.server)
    arrived = dict(server.recipe.header_lines) if server else {}
    date_time = (server.recipe.date_time if server else "") or arrived.get("x-amz-date") or _time(evidence)
    headers = [*request.headers, *_added(request, evidence, date_time, arrived)]
    listed = {name.lower() for name, _ in headers} | {"host"}
    names = (server.recipe.signed_names if server else ()) or tuple(sorted(listed))
    headers += [(name, value) for name, value in arrived.items() if name not in listed]
    keys = evidence.credentials or evidence.pasted_keys
    key_id = keys.access_key_id if keys else "-"
    scope = "/".join((key_id, date_time[:8], region, service, TERMINATOR))
    signature = f"{ALGORITHM} Credential={scope}, SignedHeaders={';'.join(names)}, Signature=-"
    return Request(request.method, request.url, [*headers, ("Authorization", signature)], request.body)


def completed(evidence: Evidence) -> Request | None:
    """Return the request with SignedHeaders and scope as one of the two sides' texts shows them; None without one."""
    sides = [side for side in (written(evidence.server), written(evidence.client)) if side and side.recipe.signed_names]
    request = evidence.request
    if request is None or not sides or "X-Amz-Signature=" in request.query:
        return None
    recipe = sides[0].recipe
    scope = (
        recipe.scope if len(recipe.scope) == 4 else ("-", evidence.region or "-", evidence.service or "-", TERMINATOR)
    )
    names, credential = ";".join(recipe.signed_names), "/".join(("-", *scope))
    signature = f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature=-"
    headers = [(name, value) for name, value in request.headers if name.lower() != "authorization"]
    return Request(request.method, request.url, [*headers, ("Authorization", signature)], request.body)


def unmasked(evidence: Evidence) -> Request | None:
    """Return a presigned request with the parameters that are masked in it as one of the texts has them; else None."""
    request, texts = evidence.request, (evidence.server, evidence.client)
    if request is None or "X-Amz-Algorithm=" not in request.query:
        return None
    known = {name: piece for piece in _pieces(texts) for name in [piece.partition("=")[0]]}
    pieces = [
        known.get(piece.partition("=")[0], piece) if is_elided(piece.partition("=")[2]) else piece
        for piece in request.query.split("&")
    ]
    query = "&".join(pieces)
    return None if query == request.query else request.with_url(f"{request.url.partition('?')[0]}?{query}")


def _pieces(sides: Iterable[Texts]) -> Iterator[str]:
    for texts in sides:
        side = written(texts)
        yield from side.recipe.canonical_query_string.split("&") if side else ()


def _added(request: Request, evidence: Evidence, date_time: str, arrived: dict[str, str]) -> Headers:
    own = {name.lower() for name, _ in request.headers}
    rules = SigningRules.for_service(evidence.service or "")
    added = [("X-Amz-Date", date_time)]
    if rules.content_sha256 is ContentSha256.REQUIRED:
        added.append(("X-Amz-Content-Sha256", arrived.get("x-amz-content-sha256") or sha256_hex(request.body)))
    keys = evidence.credentials or evidence.pasted_keys
    token = keys.session_token if keys else None
    added += [("X-Amz-Security-Token", token)] if token else []
    return tuple([(name, value) for name, value in added if name.lower() not in own])


def _time(evidence: Evidence) -> str:
    return _ANY_TIME if evidence.at is None else request_date_time(evidence.at)
