"""The session token: whether it came along, and whether it is signed where it should not be."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.request_lines import in_header, in_signature, in_target
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.presented import Carrier
from sigv4_explain.rules import TokenPlacement

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
    yield found(CAUSES["missing-session-token"], Certainty.SHOWN, says, where=where, sent="", expected=expected)


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
        yield found(CAUSES["session-token-signed-where-not-allowed"], Certainty.SUSPECTED, says, where=where)
