"""The shape of the credentials that the doctor was given. No finding repeats a secret or a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.credentials import Credentials
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.encoding import uri_decode

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
        yield _found("wrong-secret", Certainty.SHOWN, "The secret has the form of a key id: the two were swapped.")
    elif secret != secret.strip(_AROUND):
        certainty = Certainty.SHOWN if is_aws and _is_secret(secret.strip(_AROUND)) else Certainty.SUSPECTED
        says = "The secret has a blank, a line break or a quote mark at one of its ends."
        yield _found("trailing-whitespace-in-secret", certainty, says)
    elif mangled := _mangled(secret):
        certainty = Certainty.SHOWN if is_aws and not _is_secret(secret) else Certainty.SUSPECTED
        yield _found("secret-mangled-special-chars", certainty, mangled)
    elif is_aws and not _is_secret(secret):
        says = f"A secret of AWS has {_FORM}; this one has {len(secret)}."
        if len(secret) == 40:
            says = f"A secret of AWS has {_FORM}; this one has others."
        yield _found("wrong-secret", Certainty.SUSPECTED, says)


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
        yield found(CAUSES["wrong-secret"], Certainty.SUSPECTED, says, sent=sent, expected=expected)
    elif presented.session_token and presented.session_token != credentials.session_token:
        has = "none" if credentials.session_token is None else "another one"
        says = f"A session token came with the request; the credentials have {has}."
        yield found(CAUSES["unknown-access-key"], Certainty.SUSPECTED, says)


def _found(slug: str, certainty: Certainty, says: str) -> Finding:
    return found(CAUSES[slug], certainty, says)
