"""What about a body often makes two sides hash different bytes."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.request_lines import in_header

_WITHOUT_BODY = ("GET", "HEAD", "DELETE")
_FORM = "application/x-www-form-urlencoded"


def body_habits(desk: Desk) -> Iterator[Finding]:
    """Return what about the body of this request was often seen to break a signature."""
    request, body = desk.request, desk.request.body
    if not desk.is_signed or not body:
        return
    content_type = (request.header("content-type") or "").lower()
    if request.method in _WITHOUT_BODY:
        yield _suspected("body-dropped-after-signing", f"Some clients send no body with {request.method}.")
    if content_type.startswith("multipart/"):
        yield _suspected("body-reserialised", "The boundary of a multipart body may be drawn anew for each sending.")
    elif "json" in content_type and body[:1] in b"{[" and (b": " in body or b", " in body):
        yield _suspected("body-reserialised", "There are blanks in the JSON, which some clients write without.")
    if content_type.startswith(_FORM) and (b"+" in body or b"%20" in body):
        yield _suspected("body-encoding-form", "There is a blank in the form, written as + or %20.")
    encoding = request.header("content-encoding")
    if encoding and encoding.strip().lower() not in ("identity", "aws-chunked"):
        where, says = in_header(request, "content-encoding"), "The body is compressed."
        yield found(CAUSES["body-compressed-after-signing"], Certainty.SUSPECTED, says, where=where)
    elif not body.isascii():
        yield from _not_ascii(desk)


def _not_ascii(desk: Desk) -> Iterator[Finding]:
    body, length = desk.request.body, desk.request.header("content-length")
    text = body.decode(errors="ignore")
    yield _suspected("body-encoding-not-utf8", "There are characters in the body that are not ASCII.")
    if length is not None and length.strip() == str(len(text)) != str(len(body)):
        says = f"Content-Length is {len(text)}, the number of characters; the body has {len(body)} bytes."
        where = in_header(desk.request, "content-length")
        yield found(CAUSES["content-length-chars-not-bytes"], Certainty.SUSPECTED, says, where=where)


def _suspected(slug: str, says: str) -> Finding:
    return found(CAUSES[slug], Certainty.SUSPECTED, says)
