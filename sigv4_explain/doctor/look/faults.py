"""What is wrong with the keys, the list of signed headers, the token and the announced body.

No finding repeats a secret or a part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.causes import CAUSES, shown, suspected
from sigv4_explain.doctor.diagnosis import Certainty, Finding, found
from sigv4_explain.doctor.look.desk import Desk, in_header, in_signature, in_target
from sigv4_explain.doctor.look.signature_form import signature_fault
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex, uri_decode
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.presented import Carrier
from sigv4_explain.rules import UNSIGNED_PAYLOAD, ContentSha256, DeclaredPayload, TokenPlacement

_is_own_id = re.compile(r"(?:AKIA|ASIA)[A-Z2-7]{16}").fullmatch
_is_secret = re.compile(r"[A-Za-z0-9+/]{40}").fullmatch
_looks_like_an_id = re.compile(r"\s*(?:AKIA|ASIA)[A-Z0-9]{12,}\s*").fullmatch
_AROUND = " \t\r\n\"'"
_FORM = "40 characters: letters, digits, + and /"


def credential_faults(credentials: Credentials, desk: Desk | None) -> Iterator[Finding]:
    """Return what the shape of the credentials shows, and whether they are those of the request.

    Source of the shape: AWS's own keys in its documentation. Other servers have keys of other shapes, so for an id that
    is none of AWS's nothing is shown.
    """
    yield from _shape(credentials)
    if desk is not None and desk.presented.access_key_id:
        yield from _of_another(credentials, desk)


def _shape(credentials: Credentials) -> Iterator[Finding]:
    secret, is_aws = credentials.secret_access_key, bool(_is_own_id(credentials.access_key_id))
    if _looks_like_an_id(secret):
        yield shown("wrong-secret", "The secret has the form of a key id: the two were swapped.")
    elif secret != secret.strip(_AROUND):
        tell = shown if is_aws and _is_secret(secret.strip(_AROUND)) else suspected
        says = "The secret has a blank, a line break or a quote mark at one of its ends."
        yield tell("trailing-whitespace-in-secret", says)
    elif mangled := _mangled(secret):
        tell = shown if is_aws and not _is_secret(secret) else suspected
        yield tell("secret-mangled-special-chars", mangled)
    elif is_aws and not _is_secret(secret):
        says = f"A secret of AWS has {_FORM}; this one has {len(secret)}."
        if len(secret) == 40:
            says = f"A secret of AWS has {_FORM}; this one has others."
        yield suspected("wrong-secret", says)


def _mangled(secret: str) -> str | None:
    """Return in words what was done to a secret on its way."""
    if re.search(r"%[0-9A-Fa-f]{2}", secret):
        fits = " Decoded, it has the right form." if _is_secret(uri_decode(secret).decode(errors="replace")) else ""
        return f"There is a percent-encoded character in the secret.{fits}"
    if "\\" in secret:
        return "There is a backslash in the secret."
    if re.search(r"\s", secret):
        return "There is a blank in the secret, where most likely a plus was."
    return None


def _of_another(credentials: Credentials, desk: Desk) -> Iterator[Finding]:
    presented = desk.presented
    if presented.access_key_id != credentials.access_key_id:
        says = "The request names another access key id than the credentials."
        # What was given as the id may be the secret, if the two were swapped.
        expected = credentials.access_key_id if _is_own_id(credentials.access_key_id) else None
        sent = presented.access_key_id[:128]
        yield suspected("wrong-secret", says, sent=sent, expected=expected)
    elif presented.session_token and presented.session_token != credentials.session_token:
        has = "none" if credentials.session_token is None else "another one"
        says = f"A session token came with the request; the credentials have {has}."
        yield suspected("unknown-access-key", says)


def signature_faults(desk: Desk) -> Iterator[Finding]:
    """Return how the signature is written, if not as 64 lower-case hex digits."""
    sent = desk.presented.parameters.get("Signature", "")
    if fault := signature_fault(sent):
        where = in_signature(desk.request, "Signature")
        yield shown(fault.slug, fault.says, where=where, sent=sent[:128], expected=fault.expected)


_WRITTEN_BY_LIBRARIES = frozenset(
    {
        "accept", "accept-encoding", "connection", "content-length", "content-type", "expect", "keep-alive", "te",
        "transfer-encoding", "user-agent",
    }
)  # fmt: skip
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
        yield _listed_wrongly(
            desk, "duplicate-signed-header", sorted(set(lowered)), f"Listed twice: {', '.join(repeated)}."
        )
    elif lowered != sorted(lowered):
        yield _listed_wrongly(desk, "signed-headers-order", sorted(lowered), "The names are not in alphabetical order.")
    if list(names) != lowered:
        yield _listed_wrongly(
            desk, "malformed-canonical-request", sorted(lowered), "A name in the list has capital letters."
        )


def _listed_wrongly(desk: Desk, slug: str, expected: list[str], says: str) -> Finding:
    where = in_signature(desk.request, "SignedHeaders")
    sent, right = ";".join(desk.signed_names), ";".join(expected)
    return suspected(slug, says, where=where, sent=sent, expected=right)


def _not_sent(desk: Desk, names: list[str]) -> Iterator[Finding]:
    """An absent header has an empty value at the server; one that the client signed as empty is none the less right."""
    arrived = {name.lower() for name, _ in desk.request.headers} | {"host", ":authority", ""}
    absent = [name for name in dict.fromkeys(names) if name not in arrived]
    if not absent or _client_signed_empty(desk, absent):
        return
    certain = [name for name in absent if name not in _WRITTEN_BY_LIBRARIES]
    tell, first = shown if certain else suspected, (certain or absent)[0]
    says = f"In SignedHeaders, and not sent: {', '.join(absent)[:300]}."
    where = in_signature(desk.request, "SignedHeaders", first)
    yield tell("signed-header-not-sent", says, where=where, sent=first, expected=f"{first}: …")


def _client_signed_empty(desk: Desk, absent: list[str]) -> bool:
    text = desk.evidence.client.canonical_request
    return text is not None and all(f"{name}:" in text.splitlines() for name in absent)


TEMPORARY = "ASIA"
"""The first letters of the ids of temporary keys.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""


def carries_token(desk: Desk) -> bool:
    """Tell whether a session token that is not empty came with the request, in a header or in the query."""
    in_headers = any(name.lower() in TOKEN_NAMES and value.strip() for name, value in desk.request.headers)
    pieces = [piece.partition("=") for piece in desk.request.query.split("&")]
    return in_headers or any(name.lower() in TOKEN_NAMES and value for name, _, value in pieces)


def token_faults(desk: Desk) -> Iterator[Finding]:
    """Return what the token, or its absence, shows."""
    if not desk.is_signed:
        return
    if not carries_token(desk):
        yield from _missing(desk)
    elif desk.presented.carrier is Carrier.QUERY:
        yield from _signed_too_early(desk)


def _missing(desk: Desk) -> Iterator[Finding]:
    key_id, keys = desk.presented.access_key_id, desk.evidence.credentials
    if key_id.startswith(TEMPORARY):
        says = f"The key id begins with {TEMPORARY}: it is a temporary key, and no session token came with it."
    elif keys is not None and keys.session_token is not None and keys.access_key_id == key_id:
        says = "The credentials have a session token, and none came with the request."
    else:
        return
    name = desk.reading.signing_rules.token_name.value
    in_headers = desk.presented.carrier is not Carrier.QUERY
    where = in_header(desk.request, name.lower()) or in_signature(desk.request, "Credential", key_id)
    expected = f"{name.lower() if in_headers else name}: the token that came with the key"
    yield shown("missing-session-token", says, where=where, sent="", expected=expected)


def _signed_too_early(desk: Desk) -> Iterator[Finding]:
    """The order of the parameters only hints at it: what comes last was most likely added last."""
    rules = desk.reading.signing_rules
    if rules.token_placement is not TokenPlacement.ADDED_AFTER_SIGNING:
        return
    before, _, _ = desk.request.query.partition("X-Amz-Signature=")
    name = rules.token_name.value
    if name in before:
        says = "The token stands before the signature in the query, as if it had been signed."
        where = in_target(desk.request, name)
        yield suspected("session-token-signed-where-not-allowed", says, where=where)


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
        yield _announced_wrongly(desk, "unsigned-payload-mismatch", Certainty.SUSPECTED, says)
    elif is_sha256(announced) and announced != sha256_hex(desk.request.body):
        yield from _other_body(desk, announced)


def _not_announced(desk: Desk) -> Iterator[Finding]:
    """S3's own rule says this by itself."""
    needed = desk.reading.signing_rules.content_sha256 is ContentSha256.REQUIRED
    if needed and not desk.is_for_s3 and desk.presented.carrier is Carrier.HEADER:
        says = f"{desk.reading.service} needs the header {_HEADER}."
        expected = f"{_HEADER}: {sha256_hex(desk.request.body)}"
        yield shown("missing-x-amz-content-sha256", says, expected=expected)


def _other_body(desk: Desk, announced: str) -> Iterator[Finding]:
    body, length = desk.request.body, (desk.request.header("content-length") or "").strip()
    if not body:
        if length == "0":
            says = "Content-Length is 0, and the announced hash is that of a body."
            yield _announced_wrongly(desk, "body-dropped-after-signing", _certainty(desk), says)
        return  # without a length the paste may lack the body
    is_whole = length == str(len(body))
    certainty = _certainty(desk) if is_whole or not length else Certainty.SUSPECTED
    if announced == EMPTY_SHA256:
        says = f"The announced hash is that of no bytes; the body has {len(body)}."
        yield _announced_wrongly(desk, "empty-body-hash", certainty, says)
    elif not is_whole and _fits_without_its_end(body, announced):
        says = "The announced hash fits with another line break at the body's end; the paste may have changed it."
        yield _announced_wrongly(desk, "body-changed-after-hash", Certainty.SUSPECTED, says)
    else:
        yield _announced_wrongly(
            desk, "body-changed-after-hash", certainty, "The announced hash is that of another body."
        )


def _certainty(desk: Desk) -> Certainty:
    return Certainty.SHOWN if desk.is_for_s3 else Certainty.SUSPECTED


def _fits_without_its_end(body: bytes, announced: str) -> bool:
    bare = body.rstrip(b"\r\n")
    return announced in {sha256_hex(each) for each in (bare, bare + b"\n", bare + b"\r\n")}


def _announced_wrongly(desk: Desk, slug: str, certainty: Certainty, says: str) -> Finding:
    expected = sha256_hex(desk.request.body)
    where = in_header(desk.request, _HEADER)
    return found(CAUSES[slug], certainty, says, where=where, sent=desk.reading.announced, expected=expected)
