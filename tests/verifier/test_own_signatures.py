"""What this package signs its own server accepts, for every service; ``_fit`` says what is left out and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import SERVICES, Credentials, Request, SigningRules, Verdict, explain, presign, sign, verify
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.rules import S3, PresignedScheme, RepeatedParameters
from tests.core import strategies
from tests.core.examples import ALICE, CAROL, MOMENT, Scope

PASSWORDS = {name for name, rules in SERVICES.items() if rules.presigned_scheme is PresignedScheme.STRIPPED}
ALL_SERVICES = [*SERVICES, "service", "iam"]
# A token with blanks around it would lose them on its way in a header.
CREDENTIALS = strategies.CREDENTIALS.filter(
    lambda key: key.session_token is None or key.session_token == key.session_token.strip(" \t")
)
# A declared hash that is not the body's is refused; so is a token that does not belong to the key.
NOT_HERE = {"x-amz-content-sha256", "x-amz-security-token", "x-amz-s3session-token"}


def _fit(request: Request) -> Request:
    """Leave out what the server rightly refuses although it was signed."""
    headers = [pair for pair in request.headers if pair[0].lower() not in NOT_HERE]
    return Request(request.method, request.url, headers, request.body)


def _judged(request: Request, credentials: Credentials, service: str, region: str, at: str) -> Verdict:
    return verify(request, {credentials.access_key_id: credentials}, region=region, service=service, at=at)


@settings(max_examples=150)
@given(strategies.REQUESTS, CREDENTIALS, st.sampled_from(ALL_SERVICES), strategies.REGIONS, strategies.MOMENTS)
def test_a_signed_request_is_accepted(
    request: Request, credentials: Credentials, service: str, region: str, at: str
) -> None:
    """Whatever the request, the keys, the scope and the year."""
    signed = sign(_fit(request), credentials, region=region, service=service, at=at)

    verdict = _judged(signed, credentials, service, region, at)

    assert verdict.accepted, str(verdict)


@settings(max_examples=150)
@given(
    strategies.REQUESTS,
    CREDENTIALS,
    st.sampled_from(ALL_SERVICES),
    strategies.REGIONS,
    strategies.MOMENTS,
    st.integers(1, LONGEST_EXPIRES),
)
def test_a_presigned_url_is_accepted(
    request: Request, credentials: Credentials, service: str, region: str, at: str, expires: int
) -> None:
    """The same in the query, where what a database password lacks, https://, is put before it again."""
    fitting = _fit(request)
    url = presign(fitting, credentials, region=region, service=service, expires=expires, at=at)
    url = f"https://{url}" if service in PASSWORDS else url
    headers = [pair for pair in fitting.headers if pair[0].lower() != "authorization"]
    verdict = _judged(Request(request.method, url, headers, request.body), credentials, service, region, at)

    assert verdict.accepted, str(verdict)


@pytest.mark.parametrize("credentials", [ALICE, CAROL], ids=["long-term", "temporary"])
@pytest.mark.parametrize("service", ALL_SERVICES)
def test_every_service_accepts_both_forms(service: str, credentials: Credentials) -> None:
    """Header and query, with and without a session token, at every row of the services' rules."""
    request = Request("PUT", "https://example.com:8443/a%20b//c?b=1&a=%2F", {"X-A": " 1  2 "}, b"body")
    scope: Scope = {"region": "us-east-1", "service": service, "at": MOMENT}
    url = presign(request, credentials, expires=300, **scope)
    url = f"https://{url}" if service in PASSWORDS else url
    keys = {credentials.access_key_id: credentials}

    assert verify(sign(request, credentials, **scope), keys, **scope).accepted
    assert verify(Request("PUT", url, {"X-A": "1 2"}, b"body"), keys, **scope).accepted


@pytest.mark.parametrize("rules", [S3, replace(S3, repeated_parameters=RepeatedParameters.ALL)], ids=["S3", "MinIO"])
@pytest.mark.parametrize("expires", [None, 300], ids=["header", "URL"])
def test_of_a_repeated_name_both_sides_sign_what_the_rules_say(rules: SigningRules, expires: int | None) -> None:
    """S3 counts the first value, so that a second may be changed on the way; servers that resemble it count all."""
    request = Request("GET", "https://examplebucket.s3.amazonaws.com/a%2Fb?b=1&a=2&%61=1")
    scope: Scope = {"region": "us-east-1", "service": "s3", "at": MOMENT}
    keys = {ALICE.access_key_id: ALICE}
    signed = explain(request, ALICE, expires=expires, rules=rules, **scope).signed_request
    changed = signed.with_url(signed.url.replace("%61=1", "%61=3"))

    if expires is None:
        assert sign(request, ALICE, rules=rules, **scope) == signed
    else:
        assert presign(request, ALICE, expires=expires, rules=rules, **scope) == signed.url
    verdict = verify(signed, keys, rules=rules, **scope)
    assert verdict.accepted, str(verdict)
    assert verify(changed, keys, rules=rules, **scope).accepted == (rules is S3)
