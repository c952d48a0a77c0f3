"""What an answer says of keys and tokens that the server does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.listen.words import place_in_request
from sigv4_explain.doctor.look.faults import TEMPORARY, carries_token
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class OptInRegions:
    """Regions that an account must enable."""

    partition: str
    regions: tuple[str, ...]


_OPT_IN = records("sigv4_explain.doctor.listen", "opt_in_regions.toml", OptInRegions, "partition").values()
_opt_in = re.compile(rf"\b(?:{'|'.join(region for partition in _OPT_IN for region in partition.regions)})\b")
_unknown = re.compile(
    r"token included in the request is invalid|provided token is malformed or otherwise invalid"
    r"|Access Key Id you provided does not exist|not able to validate the provided access credentials"
)
_of_token = re.compile(r"provided token is malformed or otherwise invalid")
_id_or_token = re.compile(r"token included in the request is invalid|not able to validate")
_CODES = ("InvalidClientTokenId", "UnrecognizedClient", "InvalidAccessKeyId", "InvalidToken", "AuthFailure")
_role = re.compile(
    rf"\b{TEMPORARY}[A-Z0-9*.…x]{{4,}}|AWS_SESSION_TOKEN"
    r"|(?i:\b(?:role|saml\w*|sts|assume[dr]?|session|temporary|instance profile|IRSA|cognito|SSO|lambda)\b)"
)
_OWN = ("AKIA", TEMPORARY)
_SAYS = "The server does not know the key, or not together with the session token."


def keys_heard(case: Case) -> Iterator[Finding]:
    """Return what it means that a key or its token is unknown: for a temporary key without a token, that it is missing.

    AWS finds a temporary key by id and token together, so it says of a missing token that the key is unknown. EC2 has
    one code for an unknown key and for a wrong signature.
    """
    heard = _unknown.search(case.words if case.is_mismatch else case.surroundings)
    if case.code not in _CODES and not heard:
        return
    if case.access_key_id.startswith(TEMPORARY) and case.has_request and not _had_token(case):
        # Who takes a token out of a paste leaves its name in SignedHeaders; a URL's goes without a trace.
        is_told = case.request.header("authorization") is not None and bool(case.presented.signed_headers)
        yield _token_missing(case, Certainty.SHOWN if is_told else case.absence)
        return
    region = case.evidence.region if case.has_request else None
    opt_in = _opt_in.fullmatch(region) if region else _opt_in.search(case.surroundings)
    if opt_in is not None:
        says = f"{opt_in[0]} is a Region that must be enabled; keys that are good elsewhere need not be good there."
        yield suspected("opt-in-region-token", says)
    certainty = Certainty.SHOWN if opt_in is None else Certainty.SUSPECTED
    if case.code == "InvalidToken" or (heard and _of_token.fullmatch(heard[0])):
        says = "A token arrived, and it is the token that is refused, not the key."
        yield found(CAUSES["session-token-damaged"], certainty, says)
    else:
        yield from _key_or_token(case, certainty, is_vague=bool(heard and _id_or_token.match(heard[0])))


def _had_token(case: Case) -> bool:
    """A token is a secret, so whoever pastes a request may take it out, and leave its name in SignedHeaders."""
    is_pasted = bool(case.evidence.form)
    return carries_token(case) or (is_pasted and bool(TOKEN_NAMES & case.presented.signed_headers))


def _key_or_token(case: Case, certainty: Certainty, *, is_vague: bool) -> Iterator[Finding]:
    """A request that carries no token and has a long-term key settles which of the two it is."""
    key_id = case.access_key_id
    if case.has_request and (key_id or _had_token(case)):
        # A temporary key is found by both together, so an answer that names the token does not tell which is wrong.
        is_temporary = is_vague and key_id.startswith(TEMPORARY) and _had_token(case)
        settled = Certainty.SUSPECTED if is_temporary else certainty
        settled = settled if case.code != "AuthFailure" else Certainty.SUSPECTED
        yield _unknown_key(key_id, settled, case)
    else:
        is_vague = is_vague or key_id.startswith(TEMPORARY) or case.code in _CODES[:2]
        is_vague = is_vague or (not key_id.startswith("AKIA") and "AWS Access Key Id" in case.words)
        both = [_unknown_key(key_id, Certainty.SUSPECTED if is_vague else certainty, case)]
        both.append(_token_missing(case, Certainty.SUSPECTED))
        yield from reversed(both) if is_vague and _role.search(case.surroundings) else both
    if case.code == "AuthFailure":
        yield suspected("wrong-secret", "EC2 says the same of a signature that is wrong.")


def _token_missing(case: Case, certainty: Certainty) -> Finding:
    more = f"A key id that begins with {TEMPORARY} is of a temporary key, which needs its token."
    where = place_in_request(case, "malformed-credential", case.access_key_id)
    expected = "x-amz-security-token: the token that came with the key"
    return found(CAUSES["missing-session-token"], certainty, _SAYS, more, where=where, expected=expected)


def _unknown_key(key_id: str, certainty: Certainty, case: Case) -> Finding:
    more = "The same is said in a Region that is not enabled for the account, and in another partition."
    if key_id.startswith("AKIA") and case.has_request and carries_token(case):
        more = "A long-term key, which begins with AKIA, comes without a session token; here is one."
    if key_id.startswith(_OWN) and case.is_elsewhere:
        more += f" Most ids that begin with {key_id[:4]} are AWS's; {case.request.host[:100]} is no host of AWS."
    where = place_in_request(case, "malformed-credential", key_id)
    sent = key_id[:128] or None if certainty is Certainty.SHOWN or case.has_request else None
    return found(CAUSES["unknown-access-key"], certainty, _SAYS, more, where=where, sent=sent)
