from __future__ import annotations

import pytest

from sigv4_explain.gateway.iam import Access, Decision, Principal, Reason, denial_message
from sigv4_explain.verifying.wording import Wording
from tests.gateway.iam.people import ALICE, GET_HELLO, NOBODY, ROLE, SESSION

RESOURCE = "arn:aws:execute-api:eu-central-1:********6666:abc123/prod/GET/hello"
BECAUSE = " because no {} allows the execute-api:Invoke action"


@pytest.mark.parametrize(
    ("reason", "current", "classic"),
    [
        (Reason.NO_IDENTITY_ALLOW, BECAUSE.format("identity-based policy"), ""),
        (Reason.NO_RESOURCE_ALLOW, BECAUSE.format("resource-based policy"), ""),
        (Reason.NO_SESSION_ALLOW, BECAUSE.format("session policy"), ""),
        (
            Reason.EXPLICIT_DENY_IDENTITY,
            " with an explicit deny in an identity-based policy",
            " with an explicit deny",
        ),
        (
            Reason.EXPLICIT_DENY_RESOURCE,
            " with an explicit deny in a resource-based policy",
            " with an explicit deny",
        ),
        (Reason.EXPLICIT_DENY_SESSION, " with an explicit deny in a session policy", " with an explicit deny"),
    ],
)
def test_api_gateway_says_why(reason: Reason, current: str, classic: str) -> None:
    """In its own words, with the resource's account masked and the caller's shown."""
    access, decision = Access(SESSION, "execute-api:Invoke", GET_HELLO), Decision(reason, None)
    start = f"User: {SESSION.arn} is not authorized to perform: execute-api:Invoke on resource: {RESOURCE}"

    assert denial_message(access, decision, Wording.CURRENT) == start + current
    assert denial_message(access, decision, Wording.CLASSIC) == start + classic


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("reason", [Reason.NO_IDENTITY_ALLOW, Reason.NO_TRUST_ALLOW, Reason.NO_SESSION_ALLOW])
def test_sts_gives_no_reason_for_a_missing_allow(reason: Reason, wording: Wording) -> None:
    """And masks nothing."""
    message = denial_message(Access(ALICE, "sts:AssumeRole", ROLE), Decision(reason, None), wording)

    assert message == (
        "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole"
        " on resource: arn:aws:iam::444455556666:role/ApiAccess"
    )


def test_sts_names_the_policy_that_denies() -> None:
    """A role has one trust policy, hence the article."""
    decision = Decision(Reason.EXPLICIT_DENY_TRUST, None)
    message = denial_message(Access(ALICE, "sts:AssumeRole", ROLE), decision, Wording.CURRENT)

    assert message.endswith(":role/ApiAccess with an explicit deny in the role trust policy")


@pytest.mark.parametrize(("principal", "shown"), [(NOBODY, "User: anonymous is"), (ALICE, f"User: {ALICE.arn} is")])
def test_the_caller_is_shown_as_aws_shows_it(principal: Principal, shown: str) -> None:
    """Nobody is anonymous."""
    access = Access(principal, "execute-api:Invoke", GET_HELLO)

    assert denial_message(access, Decision(Reason.NO_RESOURCE_ALLOW, None)).startswith(shown)


def test_nothing_is_said_of_what_is_allowed() -> None:
    """There is no denial to put into words."""
    assert denial_message(Access(ALICE, "sts:AssumeRole", ROLE), Decision(Reason.ALLOWED, None)) == ""
