"""What in a query often makes two sides sign different bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.request_lines import in_target
from sigv4_explain.encoding import uri_decode
from sigv4_explain.presented import Carrier
from sigv4_explain.rules import RepeatedParameters

_PLUS = re.compile(r"\+")
_HABITS = (
    ("query-param-empty-value", re.compile(r"^[^=]*$"), "A parameter without = is signed with one."),
    ("plus-for-space", _PLUS, "AWS reads a plus in a query as a space, and signs %20."),
    ("plus-in-query-read-as-space", _PLUS, "If a plus was meant, it must be sent as %2B."),
    (
        "query-char-not-encoded",
        re.compile(r"[^A-Za-z0-9._~%=+-]|=[^=]*="),
        "AWS encodes every character but A-Z a-z 0-9 - . _ ~ in names and values.",
    ),
    ("xml-escaped-ampersand", re.compile(r"^amp;"), "A name begins with amp;, a rest of &amp;."),
    ("double-encoded-query", re.compile(r"%25[0-9A-Fa-f]{2}"), "A value seems to be encoded twice."),
)
_SIGNATURE_AND_TOKEN = ("X-Amz-Signature=", "X-Amz-Security-Token=", "X-Amz-S3session-Token=")


def query_habits(desk: Desk) -> Iterator[Finding]:
    """Return what stands in the query of this request and was often seen to break a signature."""
    if not desk.is_signed or not desk.request.query:
        return
    if desk.presented.carrier is Carrier.QUERY:
        yield from _presigned(desk)
    pieces = [piece for piece in desk.reading.query.split("&") if piece and not piece.startswith("X-Amz-")]
    if not pieces:
        return
    query = "&".join(pieces)
    yield from _repeated(desk)
    yield from _written_otherwise(desk, pieces)
    if canonical_query_string(query).split("&") != [canonical_query_string(piece) for piece in pieces]:
        yield _suspected(desk, "unsorted-query", query, "The parameters are not sent in AWS's order.")
    yield from _sorted_otherwise(desk, pieces)


def _presigned(desk: Desk) -> Iterator[Finding]:
    _, _, after = desk.request.query.partition("X-Amz-Signature=")
    added = [piece for piece in after.split("&")[1:] if piece and not piece.startswith(_SIGNATURE_AND_TOKEN)]
    if added:
        says = "A parameter stands after X-Amz-Signature, where most clients write nothing more."
        yield _suspected(desk, "extra-query-param", added[0], says)
    if desk.request.method == "HEAD":
        says = "The method is HEAD; most URLs are presigned for GET or PUT."
        yield found(CAUSES["method-mismatch"], Certainty.SUSPECTED, says, where=in_target(desk.request))


def _repeated(desk: Desk) -> Iterator[Finding]:
    names = [piece.partition("=")[0] for piece in desk.request.query.split("&") if piece]
    name = next((name for name, count in Counter(names).items() if count > 1), None)
    if name is not None:
        is_first = desk.reading.signing_rules.repeated_parameters is RepeatedParameters.FIRST
        keeps = "S3 signs the first of them" if is_first else "all of them are signed, sorted by value"
        yield _suspected(desk, "duplicate-query-param", name, f"A parameter is there more than once: {keeps}.")


def _written_otherwise(desk: Desk, pieces: list[str]) -> Iterator[Finding]:
    for slug, is_there, says in _HABITS:
        piece = next(filter(is_there.search, pieces), None)
        if piece is not None:
            yield _suspected(desk, slug, piece, says)


def _sorted_otherwise(desk: Desk, pieces: list[str]) -> Iterator[Finding]:
    """Two wrong ways to sort: whole texts, and before encoding."""
    encoded = canonical_query_string("&".join(pieces)).split("&")
    if sorted(encoded) != encoded:
        says = "Sorted as whole texts, the parameters stand in another order than sorted by name."
        yield _suspected(desk, "query-sorted-as-string", "", says)
    decoded = sorted(encoded, key=lambda piece: [uri_decode(word) for word in piece.split("=", 1)])
    if decoded != encoded:
        says = "Sorted before they are encoded, the parameters stand in another order."
        yield _suspected(desk, "query-sorted-before-encoding", "", says)


def _suspected(desk: Desk, slug: str, part: str, says: str) -> Finding:
    return found(CAUSES[slug], Certainty.SUSPECTED, says, where=in_target(desk.request, part))
