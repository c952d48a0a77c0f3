"""The list SignedHeaders: its order, its repeats, and the headers that it names and that did not come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.request_lines import in_signature

_WRITTEN_BY_LIBRARIES = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "expect",
        "keep-alive",
        "te",
        "transfer-encoding",
        "user-agent",
    }
)
"""Headers that an HTTP library adds when it sends, so that a request may be pasted without them."""


def list_faults(desk: Desk) -> Iterator[Finding]:
    """Return what is wrong with the list of the signed headers."""
    names = desk.signed_names
    if not names:
        return
    lowered = [name.lower() for name in names]
    yield from _not_sent(desk, lowered)
    repeated = [name for name, count in Counter(lowered).items() if count > 1]
    if repeated:
        # The server may make its own list of the lines; then only the client's text tells.
        yield _found(desk, "duplicate-signed-header", sorted(set(lowered)), f"Listed twice: {', '.join(repeated)}.")
    elif lowered != sorted(lowered):
        yield _found(desk, "signed-headers-order", sorted(lowered), "The names are not in alphabetical order.")
    if list(names) != lowered:
        yield _found(desk, "malformed-canonical-request", sorted(lowered), "A name in the list has capital letters.")


def _found(desk: Desk, slug: str, expected: list[str], says: str) -> Finding:
    where = in_signature(desk.request, "SignedHeaders")
    sent, right = ";".join(desk.signed_names), ";".join(expected)
    return found(CAUSES[slug], Certainty.SUSPECTED, says, where=where, sent=sent, expected=right)


def _not_sent(desk: Desk, names: list[str]) -> Iterator[Finding]:
    """An absent header has an empty value at the server; one that the client signed as empty is none the less right."""
    arrived = {name.lower() for name, _ in desk.request.headers} | {"host", ":authority", ""}
    absent = [name for name in dict.fromkeys(names) if name not in arrived]
    if not absent or _client_signed_empty(desk, absent):
        return
    certain = [name for name in absent if name not in _WRITTEN_BY_LIBRARIES]
    certainty = Certainty.SHOWN if certain else Certainty.SUSPECTED
    first = (certain or absent)[0]
    says = f"In SignedHeaders, and not sent: {', '.join(absent)[:300]}."
    where = in_signature(desk.request, "SignedHeaders", first)
    yield found(CAUSES["signed-header-not-sent"], certainty, says, where=where, sent=first, expected=f"{first}: …")


def _client_signed_empty(desk: Desk, absent: list[str]) -> bool:
    text = desk.evidence.client.canonical_request
    return text is not None and all(f"{name}:" in text.splitlines() for name in absent)
