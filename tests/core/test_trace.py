from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from sigv4_explain import Credentials, Request, SigV4Error, Trace, explain, verify
from tests.core import strategies
from tests.core.examples import ALICE, CAROL, MOMENT, SCOPE, VANILLA

TRACE = explain(VANILLA, ALICE, **SCOPE)
PRESIGNED = explain(VANILLA, ALICE, **SCOPE, expires=300)


def test_a_step_is_found_by_its_name() -> None:
    """``trace["signature"]`` is the step of that name."""
    assert TRACE["signature"].name == "signature"
    assert "signature" in TRACE
    assert "presigned_url" not in TRACE


def test_an_unknown_step_is_an_error_that_lists_the_steps() -> None:
    """The message names what was asked for and what there is."""
    with pytest.raises(KeyError, match=r"no step 'creq'.*canonical_request.*signature"):
        TRACE["creq"]


def test_a_trace_is_its_steps_in_order() -> None:
    """Iteration and length are those of the steps."""
    assert tuple(TRACE) == TRACE.steps
    assert len(TRACE) == len(TRACE.steps) == 16


def test_a_trace_keeps_the_request_as_given_and_as_signed() -> None:
    """What was asked for is untouched; what to send carries the signature."""
    assert TRACE.request is VANILLA
    assert TRACE.signed_request.header("Authorization") == TRACE.authorization
    assert PRESIGNED.signed_request.url == PRESIGNED.presigned_url


def test_the_answer_is_at_hand() -> None:
    """Signature, Authorization header and presigned URL are attributes."""
    assert TRACE.signature == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    assert TRACE.authorization.endswith(f"Signature={TRACE.signature}")
    assert PRESIGNED.presigned_url.endswith(f"&X-Amz-Signature={PRESIGNED.signature}")


def test_asking_for_the_other_form_says_where_to_look() -> None:
    """A presigned trace has no Authorization header, and the other way round."""
    with pytest.raises(SigV4Error, match=r"presigned.*trace\.presigned_url"):
        _ = PRESIGNED.authorization
    with pytest.raises(SigV4Error, match=r"in a header.*expires=300"):
        _ = TRACE.presigned_url


BODY = Request("GET", VANILLA.url, (), "body")
CHANGES: list[tuple[str, Request, dict[str, Any], Credentials]] = [
    ("canonical_uri", Request("GET", f"{VANILLA.url}a"), {}, ALICE),
    ("canonical_query_string", Request("GET", f"{VANILLA.url}?a"), {}, ALICE),
    ("canonical_headers", Request("GET", VANILLA.url, {"X-A": "1"}), {}, ALICE),
    ("canonical_headers", Request("GET", "https://example.org/"), {}, ALICE),
    ("canonical_headers", VANILLA, {"at": "20150830T123601Z"}, ALICE),
    ("canonical_headers", VANILLA, {}, Credentials(ALICE.access_key_id, ALICE.secret_access_key, "token")),
    ("hashed_payload", BODY, {}, ALICE),
    ("canonical_request", Request("PUT", VANILLA.url), {}, ALICE),
    ("credential_scope", VANILLA, {"region": "us-west-1"}, ALICE),
    ("credential_scope", VANILLA, {"service": "sts"}, ALICE),
    ("date_key", VANILLA, {}, Credentials(ALICE.access_key_id, "another-secret")),
    ("authorization_header", VANILLA, {}, Credentials("AKIDOTHER", ALICE.secret_access_key)),
    ("canonical_query_string", VANILLA, {"expires": 300}, ALICE),
]


@pytest.mark.parametrize(("step", "request_", "scope", "credentials"), CHANGES)
def test_the_first_difference_is_where_two_signatures_part(
    step: str, request_: Request, scope: dict[str, Any], credentials: Credentials
) -> None:
    """One thing changed is found at the step where it enters, not at the signature."""
    changed = explain(request_, credentials, **{**SCOPE, **scope})
    difference = TRACE.first_difference(changed)

    assert difference is not None
    assert (difference.mine, difference.theirs) == (TRACE[step], changed[step])
    assert difference.mine.output != difference.theirs.output


@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, strategies.EXPIRES)
def test_no_difference_means_the_same_signature(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> None:
    """A trace differs from itself nowhere, and from another exactly when an output differs."""
    one = explain(request, credentials, **scope, expires=expires)
    other = explain(request, ALICE, **scope, expires=expires)

    assert one.first_difference(explain(request, credentials, **scope, expires=expires)) is None
    assert (one.first_difference(other) is None) == all(
        mine.output == theirs.output for mine, theirs in zip(one, other, strict=True)
    )


MOMENTS: list[datetime | str] = [
    MOMENT,
    datetime(2015, 8, 30, 12, 36, tzinfo=UTC),
    datetime(2015, 8, 30, 14, 36, 0, 999_999, tzinfo=timezone(timedelta(hours=2))),
]


@pytest.mark.parametrize("at", MOMENTS)
def test_the_moment_can_be_given_in_several_ways(at: datetime | str) -> None:
    """A text in AWS's format or any aware datetime: what counts is the moment in UTC."""
    assert explain(VANILLA, ALICE, region="us-east-1", service="service", at=at) == TRACE


def test_a_trace_has_a_short_repr_and_long_texts() -> None:
    """The repr is one line; str and HTML are the walk-through with every step."""
    assert repr(TRACE) == "<Trace of GET https://example.amazonaws.com/: 16 steps>"
    assert all(step.title in str(TRACE) and step.title in TRACE._repr_html_() for step in TRACE)


def test_a_trace_read_without_its_secrets_says_so() -> None:
    """A masked trace can be read, not replayed."""
    own = explain(VANILLA, CAROL, **SCOPE)

    assert not own.masked
    assert Trace.from_json(own.to_json()).masked
    assert not Trace.from_json(own.to_json(reveal=True)).masked


@pytest.mark.parametrize("name", ["signature", "access_key_id", "authorization", "presigned_url"])
def test_a_servers_trace_says_why_it_has_no_signature(name: str) -> None:
    """It ends at the string to sign; whoever asks for more learns the reason."""
    signed = explain(VANILLA, ALICE, **SCOPE).signed_request
    trace = verify(signed, {ALICE.access_key_id: ALICE}, **SCOPE).trace
    assert trace is not None

    with pytest.raises(SigV4Error, match="a server's trace, which ends at the string to sign"):
        getattr(trace, name)
