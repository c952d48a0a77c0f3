"""verify: walk the service's rules in order, and stop at the first that is broken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sigv4_explain.credentials import check_scope_word
from sigv4_explain.errors import check_kind
from sigv4_explain.preparing import moment_now
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import request_date_time
from sigv4_explain.verifier.profile import Wording
from sigv4_explain.verifier.reading import Examination, Keys, Reading, record_of
from sigv4_explain.verifier.services import profile_of
from sigv4_explain.verifier.verdict import Verdict


def verify(
    request: Request,
    keys: Keys,
    *,
    region: str,
    service: str,
    at: datetime | str | None = None,
    rules: SigningRules | None = None,
    wording: Wording = Wording.CURRENT,
) -> Verdict:
    """Judge a signed request as the server does: with the request's own list of headers and the server's own clock.

    ``keys`` holds what the server knows, by access key id. ``at`` is the server's time, an aware datetime or
    ``YYYYMMDDTHHMMSSZ``; without it the clock. Raises InvalidScope or InvalidInput for a region, service or time
    that no server has; a request that is refused is a Verdict, not an error.

    >>> from sigv4_explain import Credentials, sign
    >>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    >>> place = {"region": "us-east-1", "service": "execute-api"}
    >>> signed = sign(Request("GET", "https://example.com/"), alice, at="20150830T123600Z", **place)
    >>> verify(signed, {"AKIDEXAMPLE": alice}, at="20150830T124059Z", **place)
    <Verdict: accepted>
    >>> verify(signed, {"AKIDEXAMPLE": alice}, at="20150830T124200Z", **place)
    <Verdict: 403 InvalidSignatureException by rule 7, not_expired>

    What counts is the canonical request. A change on the way that leaves it as it was is none to the server: the order
    of parameters or headers, the case of a header's name, blanks around its value, a header that was not signed.

    >>> changed = signed.with_headers([("HOST", " example.com "), ("X-Added-On-The-Way", "1")])
    >>> verify(changed, {"AKIDEXAMPLE": alice}, at="20150830T123600Z", **place)
    <Verdict: accepted>

    A database password (``rds-db``, ``dsql``) is a presigned URL without its ``https://``: put that before it again.
    What no rule looks at, such as a body that is not signed, is in the verdict's ``unchecked``.

    Source of the rules' order: dynalite's and scratchstack's records of DynamoDB and STS; see each rule.
    """
    check_kind("request", request, Request, "a Request")
    check_kind("keys", keys, Mapping, "a mapping of access key ids to Credentials")
    server_time = _clock(at)
    check_scope_word("region", region, "a Region such as eu-central-1")
    check_scope_word("service", service, "a signing name such as execute-api")
    profile, signing_rules = profile_of(service), rules or SigningRules.for_service(service)
    presented = presented_by(request, signing_rules.token_name.value)
    reading = Reading(request, presented, region, service, profile, signing_rules)
    examination = Examination(
        reading, presented, profile, record_of(keys, presented.access_key_id), server_time, wording
    )
    for rule in profile.rules:
        refusal = rule.check(examination)
        if refusal is not None:
            return Verdict(profile.rules, rule, refusal, reading)
    return Verdict(profile.rules, None, None, reading)


def _clock(at: datetime | str | None) -> datetime:
    """Return the server's time in whole seconds, as AWS's answers tell it."""
    if at is None:
        at = moment_now()
    if isinstance(at, datetime) and at.tzinfo is UTC:
        return at.replace(microsecond=0)
    return datetime.fromisoformat(request_date_time(at))
