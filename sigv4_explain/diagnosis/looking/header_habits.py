"""Signed headers that often arrive with another value than was signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.header_kinds import FORWARDED, HOP_BY_HOP, TRACING
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.request_lines import in_header
from sigv4_explain.encoding import trim
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.presented import signed_at

_LONGEST_NAME = 200


class _Touched(NamedTuple):
    """Headers that somebody on the way writes."""

    slug: str
    names: frozenset[str]
    says: str


def _touched(slug: str, names: Iterable[str], says: str) -> _Touched:
    return _Touched(slug, frozenset(names), says)


_TOUCHED = (
    _touched(
        "hop-by-hop-header-signed",
        HOP_BY_HOP,
        "it counts for one connection alone, and each proxy writes its own",
    ),
    _touched("accept-encoding-modified", ["accept-encoding"], "HTTP libraries, Cloudflare and Google write their own"),
    _touched("content-length-signed", ["content-length"], "the HTTP library writes it last"),
    _touched("expect-header-signed", ["expect"], "the first server on the way answers it and takes it away"),
    _touched(
        "header-modified-by-proxy",
        {*FORWARDED, "x-real-ip"} - {"x-forwarded-host"},
        "each proxy adds to it",
    ),
    _touched("header-removed-by-proxy", ["range", "if-range"], "some CDNs take it away"),
    _touched(
        "trace-header-signed",
        {*TRACING, "x-b3-traceid"},
        "load balancers and tracing libraries write it after signing",
    ),
    _touched("user-agent-signed", ["user-agent"], "browsers, proxies and HTTP libraries write their own"),
    _touched(
        "signed-header-blanked-by-server",
        ["x-amz-cf-id", "x-amz-id-2", "x-amz-request-id", "x-amzn-requestid"],
        "it belongs to an answer",
    ),
)


def header_habits(desk: Desk) -> Iterator[Finding]:
    """Return the signed headers of this request that were often seen to break a signature."""
    values = desk.signed_values
    for slug, names, says in _TOUCHED:
        name = next((name for name, _ in values if name in names), None)
        if name is not None:
            yield _suspected(desk, slug, name, f"{name} is signed: {says}.")
    yield from _odd_values(desk, [pair for pair in values if pair[0] not in TOKEN_NAMES])
    yield from _sorted_as_lines(desk)
    yield from _two_dates(desk)


def _odd_values(desk: Desk, values: list[tuple[str, str]]) -> Iterator[Finding]:
    name, value = next((pair for pair in values if trim(pair[1]) != pair[1]), ("", ""))
    if name:
        where, cause = in_header(desk.request, name, value), CAUSES["header-value-whitespace"]
        says = f"{name} has a tab or more blanks than one in a row, of which AWS leaves one."
        yield found(cause, Certainty.SUSPECTED, says, where=where, sent=value, expected=trim(value))
    name = next((name for name, value in values if not value.isascii()), "")
    if name:
        yield _suspected(desk, "non-ascii-header-value", name, f"{name} has a character that is not ASCII.")


def _sorted_as_lines(desk: Desk) -> Iterator[Finding]:
    names = desk.presented.signed_headers
    longer = [name for name in sorted(names) if len(name) <= _LONGEST_NAME and _beginnings(name) & names]
    if longer:
        says = f"{longer[0]} begins with another signed name, and a hyphen sorts before the colon of a line."
        yield _suspected(desk, "headers-sorted-as-string", longer[0], says)


def _beginnings(name: str) -> set[str]:
    return {name[:place] for place, character in enumerate(name) if character == "-"}


def _two_dates(desk: Desk) -> Iterator[Finding]:
    request = desk.request
    date, amz_date = request.header("date"), request.header("x-amz-date")
    if date and amz_date:
        other = signed_at(None, date).moment
        if other is not None and desk.presented.moment not in (None, other):
            says = f"Date is {date[:60]}, X-Amz-Date is {amz_date[:60]}: the clock was read twice."
            yield _suspected(desk, "timestamp-differs-within-signature", "date", says)


def _suspected(desk: Desk, slug: str, name: str, says: str) -> Finding:
    return found(CAUSES[slug], Certainty.SUSPECTED, says, where=in_header(desk.request, name))
