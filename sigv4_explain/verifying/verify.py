"""verify: walk the service's rules in order, and stop at the first that is broken."""

from __future__ import annotations

from datetime import datetime

from sigv4_explain.credentials import check_scope_word
from sigv4_explain.preparing import moment_now
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import request_date_time
from sigv4_explain.verifying.examination import examination_of
from sigv4_explain.verifying.keys import Keys
from sigv4_explain.verifying.services import profile_of
from sigv4_explain.verifying.verdict import Verdict
from sigv4_explain.verifying.wording import Wording


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

    Source of the rules' order: dynalite's and scratchstack's records of DynamoDB and STS; see each rule.
    """
    server_time = datetime.fromisoformat(request_date_time(moment_now() if at is None else at))
    check_scope_word("region", region, "a Region such as eu-central-1")
    check_scope_word("service", service, "a signing name such as execute-api")
    profile, signing_rules = profile_of(service), rules or SigningRules.for_service(service)
    examination = examination_of(request, keys, region, service, server_time, profile, signing_rules, wording)
    for rule in profile.rules:
        refusal = rule.check(examination)
        if refusal is not None:
            return Verdict(profile.rules, rule, refusal, examination)
    return Verdict(profile.rules, None, None, examination)
