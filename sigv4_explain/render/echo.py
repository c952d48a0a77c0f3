"""The request as it will travel: the form's echo, each piece with its part, each header with who added it."""

from __future__ import annotations

from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.pieces import piece_html, pieces_html
from sigv4_explain.render.tables import View, labelled, row, table
from sigv4_explain.rules import NEVER_SIGNED, SigningRules
from sigv4_explain.trace.provenance import header_spans, query_spans
from sigv4_explain.trace.step import Piece, cut
from sigv4_explain.trace.trace import Trace

LONGEST_BODY_SHOWN = 4000
"""Characters; of a longer body only the size is shown."""


def request_echo(view: View) -> Html:
    """Draw the request line, each header, the body, the keys and scope that sign them, and the service's rules."""
    trace = view.trace
    rows = [row("request line", _request_line(view))]
    rows += [_header_row(view, name, value) for name, value in _headers(trace)]
    rows += [_body_row(trace.request.body), row("keys and scope", _keys_and_scope(trace)), _rules_row(trace)]
    return table(rows)


def _headers(trace: Trace) -> tuple[tuple[str, str], ...]:
    """Every header but Authorization; a presigned URL's Host is sent by the client that opens it."""
    signed = trace.signed_request
    host = () if signed.header("host") else (("Host", signed.host),)
    return host + tuple(pair for pair in signed.headers if pair[0].lower() != "authorization")


def _header_row(view: View, name: str, value: str) -> Html:
    lower = name.lower()
    note = "" if view.trace.request.header(name) is not None else "added for you"
    if lower not in view.trace["signed_headers"].text.split(";"):
        note = f"not signed: {NEVER_SIGNED.get(lower, 'this service asks so')}"
    pieces = cut(value, header_spans(lower, value), reveal=view.reveal)
    return row("header", pieces_html((Piece(name, f"header.{lower}"), Piece(": ", None), *pieces), 0), note)


def _body_row(body: bytes) -> Html:
    if not body:
        return row("body", tag("em", "empty"))
    text = body.decode(errors="replace") if len(body) <= LONGEST_BODY_SHOWN else "too long to show"
    return row("body", piece_html(Piece(text, "body"), 0), f"{len(body)} bytes")


def _rules_row(trace: Trace) -> Html:
    """Say what is special about the service, with its source."""
    service = trace["credential_scope"].inputs["service"]
    rules = SigningRules.for_service(service)
    source = tag("a", "source", href=rules.source, target="_blank", rel="noopener")
    return tag("tr", tag("th", f"rules of {service}", scope="row"), tag("td", f"{rules.note} (", source, ")"))


def _request_line(view: View) -> Html:
    signed = view.trace.signed_request
    pieces = [Piece(signed.method, "method"), Piece(" ", None), Piece(signed.path or "/", "path")]
    if signed.query:
        pieces += [Piece("?", None), *cut(signed.query, query_spans(signed.query), reveal=view.reveal)]
    return pieces_html(pieces, 0)


def _keys_and_scope(trace: Trace) -> Html:
    pieces = [Piece(trace.access_key_id, "access_key_id")]
    pieces += [piece for piece in trace["credential_scope"].pieces() if piece.part not in (None, "terminator")]
    return labelled(join(piece_html(piece, 0), " ") for piece in pieces)
