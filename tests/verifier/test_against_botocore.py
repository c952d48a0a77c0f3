"""A thousand requests signed by botocore: accepted as they are, and after a change exactly if it was not signed.

What the strategies of the other test against botocore allow and this one does not:
- a header x-amz-content-sha256 outside S3: botocore signs what it says, the server hashes the body (DynamoDB);
- a session token's header from elsewhere: with a long-term key the server refuses it;
- a name twice in S3's query: the server signs the first value only (mhart/aws4).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple
from unittest.mock import patch

import botocore.credentials
import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import Credentials, Following, Request, Verdict, explain, verify
from sigv4_explain.presented import presented_by
from tests import test_against_botocore as strategies
from tests.core.examples import MOMENT
from tests.verifier.tampering import SIGNED, UNSIGNED, Signed

REGION = "eu-central-1"
CLOCK = datetime.strptime(MOMENT, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
NOT_HERE = {"x-amz-content-sha256", "x-amz-security-token"}
HEADERS = strategies.HEADERS.map(lambda pairs: [pair for pair in pairs if pair[0].lower() not in NOT_HERE])
PRESIGNED_HEADERS = strategies.PRESIGNED_HEADERS.map(
    lambda pairs: [pair for pair in pairs if pair[0].lower() not in NOT_HERE | {"x-amz-date"}]
)


class Way(NamedTuple):
    """Where botocore puts the signature: by which signer, of which requests, for which services, how often."""

    signer: Callable[[botocore.credentials.Credentials, str], SigV4Auth]
    requests: st.SearchStrategy[Request]
    services: tuple[str, ...]
    examples: int


def _requests(
    paths: st.SearchStrategy[str],
    queries: st.SearchStrategy[list[tuple[str, str | None]]],
    headers: st.SearchStrategy[list[tuple[str, str]]],
    bodies: st.SearchStrategy[bytes],
) -> st.SearchStrategy[Request]:
    methods, origins, hosts = strategies.METHODS, strategies.ORIGINS, strategies.HOSTS
    return st.builds(strategies.request_of, methods, origins, paths, queries, headers, hosts, bodies)


WAYS = {
    "header": Way(
        lambda keys, service: SigV4Auth(keys, service, REGION),
        _requests(strategies.GENERIC_PATHS, strategies.QUERIES, HEADERS, strategies.BODIES),
        ("execute-api", "sts", "lambda"),
        350,
    ),
    "query": Way(
        lambda keys, service: SigV4QueryAuth(keys, service, REGION, expires=300),
        _requests(strategies.GENERIC_PATHS, strategies.UNIQUE_QUERIES, PRESIGNED_HEADERS, strategies.NO_BODY),
        ("execute-api", "sts", "lambda"),
        350,
    ),
    "S3 header": Way(
        lambda keys, service: S3SigV4Auth(keys, service, REGION),
        _requests(strategies.S3_PATHS, strategies.UNIQUE_QUERIES, HEADERS, strategies.BODIES),
        ("s3",),
        150,
    ),
    "S3 query": Way(
        lambda keys, service: S3SigV4QueryAuth(keys, service, REGION, expires=300),
        _requests(strategies.S3_PATHS, strategies.UNIQUE_QUERIES, PRESIGNED_HEADERS, strategies.NO_BODY),
        ("s3",),
        150,
    ),
}


def signed_by_botocore(request: Request, credentials: Credentials, service: str, way: Way) -> Request:
    """Return the request as botocore sends it."""
    keys = botocore.credentials.Credentials(
        credentials.access_key_id, credentials.secret_access_key, credentials.session_token
    )
    sent = AWSRequest(request.method, request.url, data=request.body)
    for name, value in request.headers:
        sent.headers.add_header(name, value)
    way.signer(keys, service).add_auth(sent)
    return Request(
        request.method, str(sent.url), [(name, str(value)) for name, value in sent.headers.items()], request.body
    )


def _judged(request: Request, credentials: Credentials, service: str) -> Verdict:
    keys = {credentials.access_key_id: credentials}
    return verify(request, keys, region=REGION, service=service, at=MOMENT)


def _explained(request: Request, credentials: Credentials) -> str:
    return explain(request, credentials, following=Following.THE_REQUEST).signature


def _canonical_request(verdict: Verdict) -> str:
    assert verdict.trace is not None
    return verdict.trace["canonical_request"].text


@pytest.mark.parametrize("way", WAYS)
def test_what_botocore_signs_is_accepted_and_a_change_to_it_is_not(way: str) -> None:
    """Accepted as sent, refused after a change to what is signed, accepted after a change to what is not."""
    signed, unsigned = st.sampled_from([*SIGNED]), st.sampled_from([*UNSIGNED])
    services = st.sampled_from(WAYS[way].services)

    @settings(max_examples=WAYS[way].examples)
    @given(WAYS[way].requests, strategies.CREDENTIALS, services, signed, unsigned, st.integers(0, 63))
    def judge(
        request: Request, credentials: Credentials, service: str, to_signed: str, to_unsigned: str, pick: int
    ) -> None:
        sent = signed_by_botocore(request, credentials, service, WAYS[way])
        accepted = _judged(sent, credentials, service)
        assert accepted.accepted, str(accepted)
        presented = presented_by(sent, "X-Amz-Security-Token")
        assert _explained(sent, credentials) == presented.parameters["Signature"]

        arrived = Signed(sent, presented, service, pick)
        refused = _judged(SIGNED[to_signed](arrived), credentials, service)
        assert not refused.accepted, f"{to_signed}: {refused}"

        still_accepted = _judged(UNSIGNED[to_unsigned](arrived), credentials, service)
        assert still_accepted.accepted, f"{to_unsigned}: {still_accepted}"
        assert _canonical_request(still_accepted) == _canonical_request(accepted)

    with patch("botocore.auth.get_current_datetime", return_value=CLOCK):
        judge()


def test_the_examples_are_a_thousand() -> None:
    """So many requests are signed and judged, each three times; with the other test against botocore they are 2,000."""
    assert sum(way.examples for way in WAYS.values()) == 1_000
