"""The request as it arrived: each line beside what was sent, what differs marked, signed and unsigned told apart."""

from __future__ import annotations

from itertools import count

from sigv4_explain.masking import masked_header, masked_url
from sigv4_explain.render.difference import marked_pair
from sigv4_explain.render.echo import LONGEST_BODY_SHOWN
from sigv4_explain.render.markup import Html, tag
from sigv4_explain.render.pieces import visible
from sigv4_explain.render.tables import row, table
from sigv4_explain.render.transit import Transit
from sigv4_explain.render.transit_words import time_on_the_way
from sigv4_explain.request import Request


def arrived_value(transit: Transit) -> Html:
    """Draw the request line, each header, the body, and the server's clock."""
    sent, arrived = transit.sent, transit.verdict.request
    rows = [_row("request line", _request_line(sent), _request_line(arrived), "signed")]
    rows += _header_rows(transit)
    rows.append(_body_row(transit))
    rows.append(row("server's clock", visible(transit.server_clock), time_on_the_way(transit.duration)))
    return table(rows)


def _row(name: str, before: str | None, after: str | None, note: str) -> Html:
    """Draw what arrived, what differs marked, and in the note what was sent."""
    if after is None:
        return row(name, tag("del", before or ""), f"removed on the way; {note}")
    if before is None:
        return row(name, tag("ins", after), f"added on the way; {note}")
    if before == after:
        return row(name, marked_pair(before, after)[1], note)
    return row(name, marked_pair(before, after)[1], f"changed on the way, sent as {before}; {note}")


def _request_line(request: Request) -> str:
    target = f"{request.path or '/'}{'?' if request.query else ''}{request.query}"
    return f"{request.method} {masked_url(target)}"


def _header_rows(transit: Transit) -> list[Html]:
    sent, arrived = _headers(transit.sent), _headers(transit.verdict.request)
    keys = [*arrived, *(key for key in sent if key not in arrived)]
    return [_row("header", sent.get(key), arrived.get(key), _coverage(transit, key[0])) for key in keys]


def _headers(request: Request) -> dict[tuple[str, int], str]:
    """Return each header as it is shown, by its name in lower case and the number of its repeat."""
    numbers: dict[str, count[int]] = {}
    return {
        (name.lower(), next(numbers.setdefault(name.lower(), count()))): f"{name}: {masked_header(name, value)}"
        for name, value in request.headers
    }


def _coverage(transit: Transit, name: str) -> str:
    if name == "authorization":
        return "carries the signature"
    return "signed" if name in transit.verdict.covered_headers else "not signed"


def _body_row(transit: Transit) -> Html:
    before, after = transit.sent.body, transit.verdict.request.body
    declared = transit.client["hashed_payload"].text
    note = f"{len(after)} bytes; " + ("its hash is signed" if len(declared) == 64 else "not signed")
    if before == after == b"":
        return row("body", tag("em", "empty"), note)
    if max(len(before), len(after)) > LONGEST_BODY_SHOWN:
        return row("body", tag("em", "too long to show"), note if before == after else f"changed on the way; {note}")
    texts = [body.decode(errors="replace") if body else None for body in (before, after)]
    return _row("body", texts[0], texts[1], note)
