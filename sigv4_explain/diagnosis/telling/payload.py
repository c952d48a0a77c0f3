"""S3's comparison of the body with its announced hash, and the headers that S3 wants to be signed."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.request_lines import in_header, in_signature
from sigv4_explain.diagnosis.telling.heard import Heard
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex

_HEADER = "x-amz-content-sha256"


def payload_heard(heard: Heard) -> Iterator[Finding]:
    """Return why body and announced hash differ, from the two hashes in the answer."""
    code = "XAmzContentSHA256Mismatch"
    if heard.code != code and "'x-amz-content-sha256' header does not match" not in heard.words:
        return
    client = heard.answer.detail("ClientComputedContentSHA256") or (
        heard.desk.reading.announced if heard.desk else None
    )
    body = heard.desk.request.body if heard.desk else b""
    server = heard.answer.detail("S3ComputedContentSHA256") or (sha256_hex(body) if body else None)
    slug, says = _cause(client, server)
    where = in_header(heard.desk.request, _HEADER) if heard.desk else None
    cause = CAUSES[slug]
    yield found(
        cause, Certainty.SHOWN, f"The answer's code is {code}.", says, where=where, sent=client, expected=server
    )


def _cause(client: str | None, server: str | None) -> tuple[str, str]:
    if client is not None and not is_sha256(client.lower()):
        return "content-sha256-not-hex", "What the client sent is no hash in hex."
    if client == EMPTY_SHA256:
        return "empty-body-hash", "The client sent the hash of no bytes, and a body arrived."
    if server == EMPTY_SHA256:
        return "body-dropped-after-signing", "The server got no bytes, and the client sent the hash of a body."
    return "body-changed-after-hash", "The body that arrived has another hash than the client sent."


def unsigned_headers_heard(heard: Heard) -> Iterator[Finding]:
    """Return the headers that S3 found and that were not signed; the answer lists them."""
    listed = heard.answer.detail("HeadersNotSigned")
    if listed is None and "headers present in the request which were not signed" not in heard.words:
        return
    names = [name.strip().lower() for name in (listed or "").split(",") if name.strip()][:50]
    added = [name for name in names if name != "host"]
    says = f"Not signed, by the answer's words: {', '.join(names) or 'it does not say which'}."
    request = heard.desk.request if heard.desk else None
    if "host" in names:
        where = in_signature(request, "SignedHeaders") if request else None
        yield found(CAUSES["host-not-signed"], Certainty.SHOWN, says, where=where, expected="host")
    if added or not names:
        where = in_header(request, added[0]) if request and added else None
        cause, expected = CAUSES["header-added-after-signing"], ";".join(added) or None
        yield found(cause, Certainty.SHOWN, says, where=where, expected=expected)
