"""The body, beside what the request announces of it."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.request_lines import in_header
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex
from sigv4_explain.presented import Carrier
from sigv4_explain.rules import UNSIGNED_PAYLOAD, ContentSha256, DeclaredPayload

_HEADER = "x-amz-content-sha256"


def payload_faults(desk: Desk) -> Iterator[Finding]:
    """Return where body and announcement differ: for certain at S3, which compares them; elsewhere as a suspicion."""
    if not desk.is_signed:
        return
    announced = desk.reading.announced
    if announced is None:
        yield from _not_announced(desk)
    elif announced == UNSIGNED_PAYLOAD and desk.reading.signing_rules.declared_payload is DeclaredPayload.IGNORED:
        says = "This service hashes the body that it gets, whatever the header says."
        yield _found(desk, "unsigned-payload-mismatch", Certainty.SUSPECTED, says)
    elif is_sha256(announced) and announced != sha256_hex(desk.request.body):
        yield from _other_body(desk, announced)


def _not_announced(desk: Desk) -> Iterator[Finding]:
    """S3's own rule says this by itself."""
    needed = desk.reading.signing_rules.content_sha256 is ContentSha256.REQUIRED
    if needed and not desk.is_for_s3 and desk.presented.carrier is Carrier.HEADER:
        says = f"{desk.reading.service} needs the header {_HEADER}."
        cause, expected = CAUSES["missing-x-amz-content-sha256"], f"{_HEADER}: {sha256_hex(desk.request.body)}"
        yield found(cause, Certainty.SHOWN, says, expected=expected)


def _other_body(desk: Desk, announced: str) -> Iterator[Finding]:
    body, length = desk.request.body, (desk.request.header("content-length") or "").strip()
    if not body:
        if length == "0":
            says = "Content-Length is 0, and the announced hash is that of a body."
            yield _found(desk, "body-dropped-after-signing", _certainty(desk), says)
        return  # without a length the paste may lack the body
    is_whole = length == str(len(body))
    certainty = _certainty(desk) if is_whole or not length else Certainty.SUSPECTED
    if announced == EMPTY_SHA256:
        says = f"The announced hash is that of no bytes; the body has {len(body)}."
        yield _found(desk, "empty-body-hash", certainty, says)
    elif not is_whole and _fits_without_its_end(body, announced):
        says = "The announced hash fits with another line break at the body's end; the paste may have changed it."
        yield _found(desk, "body-changed-after-hash", Certainty.SUSPECTED, says)
    else:
        yield _found(desk, "body-changed-after-hash", certainty, "The announced hash is that of another body.")


def _certainty(desk: Desk) -> Certainty:
    return Certainty.SHOWN if desk.is_for_s3 else Certainty.SUSPECTED


def _fits_without_its_end(body: bytes, announced: str) -> bool:
    bare = body.rstrip(b"\r\n")
    return announced in {sha256_hex(each) for each in (bare, bare + b"\n", bare + b"\r\n")}


def _found(desk: Desk, slug: str, certainty: Certainty, says: str) -> Finding:
    expected = sha256_hex(desk.request.body)
    where = in_header(desk.request, _HEADER)
    return found(CAUSES[slug], certainty, says, where=where, sent=desk.reading.announced, expected=expected)
