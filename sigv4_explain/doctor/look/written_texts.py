"""What a canonical request shows by itself: the server's, of what arrived; the client's, of what it signed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import permutations

from sigv4_explain.doctor.case import Case, State, case_of
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.compare.texts import Written, written
from sigv4_explain.doctor.elided import is_elided
from sigv4_explain.doctor.evidence import Evidence, Texts
from sigv4_explain.doctor.finding import Certainty, Finding, Place, found
from sigv4_explain.doctor.header_advice import FORWARDED, HOP_BY_HOP
from sigv4_explain.doctor.look.habits import HabitPlace
from sigv4_explain.doctor.places import header_lines
from sigv4_explain.doctor.rebuilt import requests_seen
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.readers.read_request import NotWhole, Origin
from sigv4_explain.rules import UNSIGNED_PAYLOAD, PathEncoding, PresignedPayload, SigningRules
from sigv4_explain.texts import records

_CONTENT_SHA256 = "x-amz-content-sha256"
_WRITTEN_BY_LIBRARIES = frozenset({"accept", "content-length", "content-type", "user-agent"})
_ONE_VALUE = frozenset({"content-type", "host", "x-amz-date", "content-length", "date", "x-amz-security-token"})
_WHOLE_TEXT = "canonical_request"


def texts_alone(case: Case) -> Iterator[Finding]:
    """Return what is wrong in the server's text, which shows what arrived, else in the client's."""
    server, client = case.evidence.server, case.evidence.client
    if server.canonical_request:
        yield from _faults(server, _arrived, _signed_empty(client))
    elif client.canonical_request:
        yield from _faults(client, _signed)


def own_text_faults(case: Case) -> Iterator[Finding]:
    """Return the name that the client's own text lists as signed and has no line for; a paste may have lost it."""
    side = written(case.evidence.client)
    if side is None or not side.has_canonical_request:
        return
    yield from _form_faults(side, case.evidence.client.canonical_request or "")
    lines = {name.lower() for name, _ in side.recipe.header_lines}
    for name in [name for name in side.recipe.signed_names if name and name.lower() not in lines][:1]:
        slug = "missing-session-token" if name.lower() in TOKEN_NAMES else "malformed-canonical-request"
        says = f"{name} is in the client's list of signed headers, and has no line in its canonical request."
        number = len((case.evidence.client.canonical_request or "").strip("\r\n").split("\n")) - 1
        where = Place(_WHOLE_TEXT, number, 0, len(";".join(side.recipe.signed_names)))
        yield found(CAUSES[slug], Certainty.SUSPECTED, says, where=where, sent="", expected=f"{name}: …")


def _form_faults(side: Written, text: str) -> Iterator[Finding]:
    """Return how the names of headers are written otherwise than the rules have it."""
    names, listed = [name.strip() for name, _ in side.recipe.header_lines], [*side.recipe.signed_names]
    small = [name.lower() for name in listed]
    says = "Names of headers are signed in lower-case letters, sorted, and each once: "
    for slug, wrong in (
        ("header-name-capitals", next((name for name in (*names, *listed) if name != name.lower()), "")),
        ("duplicate-signed-header", next((name for name in small if small.count(name) > 1), "")),
        ("signed-headers-order", ";".join(small) if small != sorted(small) else ""),
    ):
        if wrong:
            yield _at(text, wrong, slug, Certainty.SUSPECTED, f"{says}{wrong[:100]}.", sent=wrong[:100])


_Tell = Callable[[Written, dict[str, str], str], Iterator[Finding]]


def _faults(texts: Texts, tell: _Tell, but: frozenset[str] = frozenset()) -> Iterator[Finding]:
    side = written(texts)
    if side is not None and side.recipe.header_lines:
        lines = side.recipe.header_lines
        values = {name: value for name, value in lines if name not in but and not is_elided(value)}
        yield from tell(side, values, texts.canonical_request or "")


def _signed_empty(client: Texts) -> frozenset[str]:
    """Return the headers that the client itself signed as empty, so that an empty one is right."""
    side = written(client)
    return frozenset([name for name, value in side.recipe.header_lines if not value.strip()] if side else [])


def _arrived(side: Written, values: dict[str, str], text: str) -> Iterator[Finding]:
    for name, value in values.items():
        if not value.strip():
            # Some clients sign the length of no body as nothing, which is right.
            if name != "content-length" or side.recipe.hashed_payload != EMPTY_SHA256:
                yield _empty(name, text)
        elif name in _ONE_VALUE and _is_doubled(value):
            says = f"{name} arrived twice: two names that differ in their capitals, or one that the library adds."
            yield _at(text, name, "header-sent-twice", Certainty.SHOWN, says, sent=value)
        elif name == "content-encoding" and value.strip().lower() in ("gzip", "deflate", "br", "zstd"):
            says = f"The body that arrived is compressed ({value.strip()[:20]}); the hash must be of those bytes."
            yield _at(text, name, "body-compressed-after-signing", Certainty.SUSPECTED, says, sent=value)
        elif name in FORWARDED and "," in value:
            says = f"{name} is signed, and each server on the way adds to it: here it has more than one address."
            yield _at(text, name, "header-modified-by-proxy", Certainty.SUSPECTED, says, sent=value)
    if side.has_canonical_request:
        yield from _payloads(side, values, text)


def _empty(name: str, text: str) -> Finding:
    if name in HOP_BY_HOP:
        says = f"{name} is signed, and counts for one connection alone: it arrived empty."
        return _at(text, name, "hop-by-hop-header-signed", Certainty.SHOWN, says)
    slug = "signed-header-not-sent" if name in _WRITTEN_BY_LIBRARIES else "header-removed-by-proxy"
    says = f"{name} is signed, and arrived empty: it was not sent, or it was taken away on the way."
    if "_" in name or "." in name:
        says += " Many servers drop names with an underscore or a dot."
    # The AWS SDK for Java signs and sends an empty Content-Type: https://github.com/aws/aws-sdk-java/issues/1987
    certainty = Certainty.SUSPECTED if name in _WRITTEN_BY_LIBRARIES else Certainty.SHOWN
    return _at(text, name, slug, certainty, says, expected=f"{name}: …")


def _is_doubled(value: str) -> bool:
    parts = [part.strip() for part in value.split(",")]
    return len(parts) == 2 and parts[0] == parts[1]


def _payloads(side: Written, values: dict[str, str], text: str) -> Iterator[Finding]:
    """What the client announced of its body stands beside the hash of the body that arrived."""
    announced, hashed, length = (
        values.get(_CONTENT_SHA256),
        side.recipe.hashed_payload,
        values.get("content-length", ""),
    )
    if announced is not None and is_sha256(hashed) and announced != hashed:
        if announced == EMPTY_SHA256:
            slug, says = "empty-body-hash", "The client announced the hash of no bytes, and a body arrived."
        elif _is_hash_of_query(announced, side.recipe.canonical_query_string):
            slug, says = (
                "query-signed-as-payload",
                "The announced hash is that of the query, which was signed as a body.",
            )
        elif hashed == EMPTY_SHA256:
            slug, says = "body-dropped-after-signing", "The client announced the hash of a body, and none arrived."
        elif not is_sha256(announced):
            slug, says = (
                "unsigned-payload-mismatch",
                f"The client announced {announced[:60]}; the server hashed the body.",
            )
        else:
            slug, says = "body-changed-after-hash", "The announced hash is not that of the body that arrived."
        yield _at(text, _CONTENT_SHA256, slug, Certainty.SHOWN, says, sent=announced, expected=hashed)
    elif hashed == EMPTY_SHA256 and length.isdecimal() and length.strip("0"):
        says = f"content-length is {length[:20]}, and the hash is that of no bytes."
        for slug in ("body-dropped-after-signing", "empty-body-hash"):
            yield _at(text, "content-length", slug, Certainty.SUSPECTED, says, sent=length)


_MOST_ORDERED = 6  # parameters, of which each order is tried


def _is_hash_of_query(announced: str, query: str) -> bool:
    """Tell whether a client took the parameters, in whatever order it had them, for the body of a form.

    Source: AbstractAWSSigner.getBinaryRequestPayload of the AWS SDK for Java 1.
    """
    pieces = query.split("&")
    orders = permutations(pieces) if 1 < len(pieces) <= _MOST_ORDERED else [pieces]
    return bool(query) and any(sha256_hex("&".join(order).encode()) == announced for order in orders)


def _signed(side: Written, values: dict[str, str], text: str) -> Iterator[Finding]:
    hashed, length = side.recipe.hashed_payload, values.get("content-length", "")
    if side.has_canonical_request and hashed == EMPTY_SHA256 and length.isdecimal() and length.strip("0"):
        says = f"content-length is {length[:20]}, and the hash that was signed is that of no bytes."
        yield _at(text, "content-length", "empty-body-hash", Certainty.SUSPECTED, says, sent=hashed)
    service = _service_of(side)
    if service and hashed == UNSIGNED_PAYLOAD and not _takes_unsigned(side, SigningRules.for_service(service), values):
        says = f"{service} takes no {UNSIGNED_PAYLOAD}: the last line must be the hash of the body, or of none."
        where = Place(_WHOLE_TEXT, len(text.split("\n")), 0, len(hashed))
        yield found(CAUSES["unsigned-payload-mismatch"], Certainty.SUSPECTED, says, where=where, sent=hashed)


def _takes_unsigned(side: Written, rules: SigningRules, values: dict[str, str]) -> bool:
    if "X-Amz-SignedHeaders=" in side.recipe.canonical_query_string:
        return rules.presigned_payload is PresignedPayload.UNSIGNED
    return rules.declared(values.get(_CONTENT_SHA256)) == UNSIGNED_PAYLOAD


_scope_in_query = re.compile(r"X-Amz-Credential=[^&%/]*(?:%2F|/)\d{8}(?:%2F|/)[^&%/]+(?:%2F|/)([^&%/]+)")


def _service_of(side: Written) -> str:
    in_query = _scope_in_query.search(side.recipe.canonical_query_string)
    scope = side.recipe.scope
    return in_query[1] if in_query else scope[2] if len(scope) > 2 else ""


def _at(
    text: str,
    name: str,
    slug: str,
    certainty: Certainty,
    says: str,
    sent: str | None = None,
    expected: str | None = None,
) -> Finding:
    return found(CAUSES[slug], certainty, says, where=_line_of(text, name), sent=sent, expected=expected)


def _line_of(text: str, name: str) -> Place | None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(f"{name}:"):
            return Place(_WHOLE_TEXT, number, len(name) + 1, len(line))
    return None


def rebuilt(case: Case) -> Case | None:
    """Return the case of the request that a canonical request stands for, where nobody showed the request itself.

    How the client's path was sent nobody knows, so it is left as the client signed it.
    """
    evidence = case.evidence
    is_servers = bool(evidence.server.canonical_request)
    side = written(evidence.server if is_servers else evidence.client)
    seen = None if side is None or case.has_request else next(requests_seen(side.recipe, side.recipe, case), None)
    if seen is None or side is None or not side.recipe.header_lines:
        return None
    request, uri = seen.request, side.recipe.canonical_uri
    if not is_servers and uri.startswith("/"):
        request = request.with_url(f"https://{request.host}{uri}{'?' if request.query else ''}{request.query}")
    lacking, region, service = frozenset({NotWhole.BODY}), evidence.region, evidence.service
    seen_by_server = Evidence(request=request, origin=Origin.SERVER, not_whole=lacking, region=region, service=service)
    stands_for = case_of(seen_by_server)
    states = {**stands_for.states, "Credential": State.NOT_PASTED, "Signature": State.NOT_PASTED}
    return replace(stands_for, states=states)


class TextLine(Enum):
    """A line of the canonical request that a habit looks at."""

    PATH = "path"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class TextHabit:
    """What may stand in a line of the server's text: a pattern, and what clients often sign for it."""

    slug: str
    line: TextLine
    is_there: str
    services: HabitPlace
    says: str


_TEXT_HABITS = records("sigv4_explain.doctor.look", "text_habits.toml", TextHabit, "slug").values()
_NUMBERS = {TextLine.PATH: 2, TextLine.QUERY: 3}


def text_habits(case: Case) -> Iterator[Finding]:
    """Return what stands in path and query of the server's text, and is often signed otherwise."""
    side = written(case.evidence.server)
    if side is None:
        return
    lines = {TextLine.PATH: side.recipe.canonical_uri, TextLine.QUERY: side.recipe.canonical_query_string}
    rules = SigningRules.for_service(case.evidence.service or "")
    other = HabitPlace.OTHERS if rules.path_encoding is PathEncoding.ONCE else HabitPlace.S3
    for habit in _TEXT_HABITS:
        line = "&".join([piece for piece in lines[habit.line].split("&") if not piece.startswith("X-Amz-")])
        match = re.search(habit.is_there, line) if habit.services is not other else None
        if match:
            start = max(lines[habit.line].find(match[0]), 0)
            where = Place(_WHOLE_TEXT, _NUMBERS[habit.line], start, start + len(match[0]))
            yield found(CAUSES[habit.slug], Certainty.SUSPECTED, habit.says, where=where)


def in_its_text(finding: Finding, seen: Case, case: Case) -> Finding:
    """Return a finding about a rebuilt request with its place in the canonical request."""
    texts = case.evidence.server if case.evidence.server.canonical_request else case.evidence.client
    where, lines = finding.where, (texts.canonical_request or "").split("\n")
    if where is None:
        return finding
    if where.line == 1:
        has_query = where.start >= len(seen.request.method) + 1 + len(seen.request.path)
        line = 3 if has_query else 2
        length = len(lines[line - 1]) if len(lines) >= line else 0
        return replace(finding, where=Place(_WHOLE_TEXT, line, 0, length))
    name = header_lines(seen.request)[where.line - 2][0]
    return replace(finding, where=_line_of(texts.canonical_request or "", name.lower()))
