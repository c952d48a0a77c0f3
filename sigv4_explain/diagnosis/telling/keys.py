"""Keys and tokens that the server does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.token import TEMPORARY, carries_token
from sigv4_explain.diagnosis.telling.heard import Heard
from sigv4_explain.diagnosis.telling.words import place_in_request

_unknown = re.compile(
    r"token included in the request is invalid|provided token is malformed or otherwise invalid"
    r"|Access Key Id you provided does not exist"
)
_CODES = ("InvalidClientTokenId", "UnrecognizedClient", "InvalidAccessKeyId", "InvalidToken")


def keys_heard(heard: Heard) -> Iterator[Finding]:
    """Return what it means that a key or its token is unknown: for a temporary key without a token, that it is missing.

    AWS finds a temporary key by id and token together, so it says of a missing token that the key is unknown.
    """
    if heard.code not in _CODES and not _unknown.search(heard.words):
        return
    key_id = heard.access_key_id
    says = "The server does not know the key, or not together with the session token."
    if key_id.startswith(TEMPORARY) and heard.desk is not None and not carries_token(heard.desk):
        yield _missing(heard, says, Certainty.SHOWN)
        return
    if heard.desk is None or (not key_id and not carries_token(heard.desk)):
        yield _unknown_key(key_id, says, heard)
        yield _missing(heard, says, Certainty.SUSPECTED)
        return
    yield _unknown_key(key_id, says, heard)


def _missing(heard: Heard, says: str, certainty: Certainty) -> Finding:
    more = f"A key id that begins with {TEMPORARY} is of a temporary key, which needs its token."
    where = place_in_request(heard, "malformed-credential", heard.access_key_id)
    expected = "x-amz-security-token: the token that came with the key"
    return found(CAUSES["missing-session-token"], certainty, says, more, where=where, expected=expected)


def _unknown_key(key_id: str, says: str, heard: Heard) -> Finding:
    more = "The same is said in a Region that is not enabled for the account, and in another partition."
    if key_id.startswith("AKIA") and heard.desk is not None and carries_token(heard.desk):
        more = "A long-term key, which begins with AKIA, comes without a session token; here is one."
    where = place_in_request(heard, "malformed-credential", key_id)
    return found(CAUSES["unknown-access-key"], Certainty.SHOWN, says, more, where=where, sent=key_id[:128] or None)
