from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4_explain import SERVICES, Credentials, Request, sign, verify
from tests.core import strategies
from tests.doctor.parts import SignedRequest, replay


@settings(max_examples=60, deadline=None)
@given(
    strategies.REQUESTS,
    strategies.CREDENTIALS,
    st.sampled_from([*SERVICES, "service"]),
    strategies.REGIONS,
    strategies.MOMENTS,
)
def test_an_odd_request_is_no_reason_to_fail(
    request: Request, key: Credentials, service: str, region: str, at: str
) -> None:
    """Unsigned or signed: what the server accepts gives no proof, and any other signature is looked into."""
    signed = sign(request, key, region=region, service=service, at=at)
    unsigned, arrived = (
        SignedRequest.of(each, key.secret_access_key, region=region, service=service) for each in (request, signed)
    )

    replay(unsigned)
    replay(replace(arrived, received="0" * 64))

    if verify(signed, {key.access_key_id: key}, region=region, service=service, at=at).accepted:
        assert replay(arrived) == ()
