from __future__ import annotations

from datetime import datetime

import pytest

from sigv4_explain.errors import InvalidInput
from sigv4_explain.gateway.iam import Principal, Transport, request_context
from tests.gateway.iam.people import ALICE, NOBODY, NOON, SESSION

ALWAYS = {
    "aws:CurrentTime": "2015-08-30T12:36:00Z",
    "aws:EpochTime": "1440938160",
    "aws:SourceIp": "203.0.113.7",
    "aws:SecureTransport": "true",
}


@pytest.mark.parametrize(
    ("principal", "keys"),
    [
        (
            ALICE,
            {
                "aws:PrincipalAccount": "111122223333",
                "aws:PrincipalArn": "arn:aws:iam::111122223333:user/alice",
                "aws:PrincipalType": "User",
                "aws:userid": "AIDAALICE",
                "aws:username": "alice",
            },
        ),
        (
            SESSION,
            {
                "aws:PrincipalAccount": "444455556666",
                "aws:PrincipalArn": "arn:aws:iam::444455556666:role/ApiAccess",
                "aws:PrincipalType": "AssumedRole",
                "aws:userid": "AROAAPIACCESS:session1",
                "aws:TokenIssueTime": "2015-08-30T12:36:00Z",
                "aws:MultiFactorAuthPresent": "false",
            },
        ),
        (NOBODY, {"aws:PrincipalAccount": "anonymous", "aws:PrincipalType": "Anonymous"}),
    ],
)
def test_each_caller_has_the_keys_that_aws_gives_it(principal: Principal, keys: dict[str, str]) -> None:
    """A session has the role's ARN and no user name; nobody has neither an ARN nor an id."""
    assert dict(request_context(principal, at=NOON, source_ip="203.0.113.7")) == ALWAYS | keys


def test_the_request_adds_its_own_keys() -> None:
    """The user agent, the transport, and what the service knows; no service can overwrite AWS's keys."""
    context = request_context(
        ALICE,
        at=NOON,
        source_ip="::ffff:127.0.0.1",
        user_agent="curl/8",
        transport=Transport.PLAIN,
        service_keys={"sts:ExternalId": "12345", "aws:username": "root"},
    )

    assert context["aws:UserAgent"] == "curl/8"
    assert context["aws:SecureTransport"] == "false"
    assert context["aws:SourceIp"] == "127.0.0.1"
    assert context["sts:ExternalId"] == "12345"
    assert context["aws:username"] == "alice"


@pytest.mark.parametrize("source_ip", ["", "localhost", "127.0.0.1:80"])
def test_a_source_must_be_an_address(source_ip: str) -> None:
    """Otherwise NotIpAddress would hold for it."""
    with pytest.raises(InvalidInput, match=r"source_ip: received .*, expected an IP address"):
        request_context(ALICE, at=NOON, source_ip=source_ip)


def test_a_moment_must_have_a_time_zone() -> None:
    """AWS's clock is UTC."""
    with pytest.raises(InvalidInput, match=r"at: received .*, expected a datetime with a time zone"):
        request_context(ALICE, at=datetime(2015, 8, 30), source_ip="127.0.0.1")  # noqa: DTZ001 -- that is what is refused
