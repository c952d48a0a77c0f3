from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Credentials, Following, InvalidInput, Request, Trace, explain
from tests.core import strategies
from tests.core.examples import ALICE, CAROL, MOMENT, SCOPE, VANILLA
from tests.core.parts import FUNCTIONS, OutputOrigin, step_html, token_places, trace_text

KEYS = ("date_key", "date_region_key", "date_region_service_key", "signing_key")
TRACE = explain(VANILLA, ALICE, **SCOPE)
YOURS: dict[str, str | bytes] = {
    "canonical_uri": "/yours",
    "canonical_query_string": "yours=1",
    "canonical_headers": "host:yours.example\n",
    "signed_headers": "yours",
    "hashed_payload": "UNSIGNED-PAYLOAD",
    "canonical_request": "one\ntwo",
    "hashed_canonical_request": "0" * 64,
    "request_date_time": "20300101T000000Z",
    "credential_scope": "yours",
    "string_to_sign": "yours",
    **dict.fromkeys(KEYS, bytes(32)),
    "signature": "yours",
    "authorization_header": "yours",
    "presigned_url": "https://yours.example/?a=1",
}


def _what_if(name: str, value: str | bytes, **options: Any) -> Trace:
    expires = 300 if name == "presigned_url" else None
    return explain(VANILLA, CAROL, **SCOPE, expires=expires, overriding={name: value}, **options)


def _plainly(name: str) -> Trace:
    return explain(VANILLA, CAROL, **SCOPE, expires=300 if name == "presigned_url" else None)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_step_returns_what_you_say_and_what_is_made_from_it_follows(name: str) -> None:
    """What does not come from it stays as it was, and only the one step is marked."""
    what_if, plainly = _what_if(name, YOURS[name]), _plainly(name)
    follow = {name}
    for step in plainly:
        if follow & {*step.sources} or (name == "request_date_time" and step.name in KEYS):
            follow.add(step.name)

    assert what_if[name].output == YOURS[name]
    assert {step.name for step in what_if if step.output != plainly[step.name].output} == follow
    assert [step.name for step in what_if if step.origin is OutputOrigin.YOURS] == [name]


@given(
    strategies.REQUESTS,
    strategies.CREDENTIALS,
    strategies.SCOPES,
    strategies.EXPIRES,
    st.sets(st.sampled_from([*FUNCTIONS][:-2])),
)
def test_every_other_step_replays(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None, names: set[str]
) -> None:
    """Whichever steps are yours, the rest is computed from what stands before it, and drawn."""
    overriding = {name: YOURS[name] for name in names}
    trace = explain(request, credentials, **scope, expires=expires, overriding=overriding)

    assert all(step.output == YOURS[step.name] for step in trace if step.name in names)
    assert all(step.function(**step.inputs) == step.output for step in trace if step.name not in names)
    assert all("".join(piece.text for piece in step.pieces(reveal=True)) == step.text for step in trace)
    assert trace.access_key_id == credentials.access_key_id


def test_the_same_value_as_before_changes_nothing_but_who_says_it() -> None:
    """A step overridden by its own output gives the same signature; without any, the traces are equal."""
    same = explain(VANILLA, ALICE, **SCOPE, overriding={step.name: step.output for step in TRACE})

    assert same.signed_request == TRACE.signed_request
    assert same != TRACE == explain(VANILLA, ALICE, **SCOPE, overriding={})
    assert {step.origin for step in same} == {OutputOrigin.YOURS}


def test_a_key_can_be_given_in_hex() -> None:
    """As it is shown."""
    assert _what_if("date_key", "AB" * 32).steps == _what_if("date_key", b"\xab" * 32).steps


def test_what_travels_carries_it() -> None:
    """The signed request has your header or URL, also where the service takes a URL without its scheme."""
    place: dict[str, Any] = {"region": "us-east-1", "service": "rds-db", "at": MOMENT, "expires": 60}
    stripped = explain(VANILLA, ALICE, **place, overriding={"presigned_url": "h.example/?a=1"})

    assert _what_if("authorization_header", "yours").signed_request.header("authorization") == "yours"
    assert _what_if("signature", "yours").authorization.endswith("Signature=yours")
    assert _what_if("presigned_url", "https://h.example/?a=1").signed_request.url == "https://h.example/?a=1"
    assert stripped.signed_request.url == "https://h.example/?a=1"


def test_a_signed_request_can_be_asked_what_if() -> None:
    """Following the request: its own choices count, and yours above them."""
    overriding = {"canonical_uri": "/b"}
    again = explain(TRACE.signed_request, ALICE, following=Following.THE_REQUEST, overriding=overriding)

    assert again["canonical_request"].text == TRACE["canonical_request"].text.replace("\n/\n", "\n/b\n", 1)


REFUSED: list[tuple[Any, str, str]] = [
    (["hashed_payload"], "overriding", "list"),
    ({"hashd_payload": "x"}, "overriding", "'hashd_payload'"),
    ({"presigned_url": "https://h/"}, "overriding", "'presigned_url'"),
    ({3: "x"}, "overriding", "3"),
    ({"hashed_payload": b"x"}, "overriding['hashed_payload']", "bytes"),
    ({"hashed_payload": None}, "overriding['hashed_payload']", "NoneType"),
    ({"canonical_uri": "/\ud800"}, "overriding['canonical_uri']", "a lone surrogate at position 1"),
    ({"signature": "a\nb"}, "overriding['signature']", "'\\n' at position 1"),
    ({"request_date_time": "yesterday"}, "overriding['request_date_time']", "'yesterday'"),
    ({"date_key": "zz"}, "overriding['date_key']", "2 characters that are not hex digits"),
    ({"date_key": "é" * 64}, "overriding['date_key']", "64 characters that are not hex digits"),
    ({"signing_key": b"short"}, "overriding['signing_key']", "5 bytes"),
    ({"signing_key": 3}, "overriding['signing_key']", "int"),
]


@pytest.mark.parametrize(("overriding", "field", "received"), REFUSED)
def test_what_cannot_stand_there_is_refused_by_its_name(overriding: Any, field: str, received: str) -> None:
    """The error names the step and what came; of a key only its length."""
    with pytest.raises(InvalidInput) as caught:
        explain(VANILLA, ALICE, **SCOPE, overriding=overriding)

    assert (caught.value.field, caught.value.received) == (field, received)


def test_an_unknown_step_is_told_the_steps_of_this_trace() -> None:
    """A presigned request has no Authorization header, and says so by what it lists."""
    with pytest.raises(InvalidInput, match=r"one of canonical_uri, .*, presigned_url$"):
        explain(VANILLA, ALICE, **SCOPE, expires=60, overriding={"authorization_header": "x"})
    with pytest.raises(InvalidInput, match=r"presigned_url.*expected a host name"):
        explain(VANILLA, ALICE, **SCOPE, expires=60, overriding={"presigned_url": "no url at all"})


def test_it_is_marked_wherever_it_is_shown() -> None:
    """In words in the text, in HTML and in the repr, and by its part in what follows from it."""
    what_if = _what_if("hashed_payload", "yours")
    step = what_if["hashed_payload"]

    assert "yours: given, not computed" in str(step)
    assert trace_text(what_if).count("yours: given") == 1
    assert "<mark>yours: given, not computed</mark>" in step_html(step)
    assert repr(step) == "Step('hashed_payload', output='yours', yours)"
    assert [piece for piece in what_if["canonical_request"].pieces() if piece.part == "yours"] == [("yours", "yours")]
    assert "yours" not in trace_text(TRACE)


def test_a_key_of_yours_is_masked_where_a_published_one_is_not() -> None:
    """AWS's example secret is shown, but whose key it is that you give nobody knows; so it is with what follows."""
    what_if = explain(VANILLA, ALICE, **SCOPE, overriding={"date_region_key": bytes(32)})

    assert what_if["date_key"].shown() == TRACE["date_key"].text
    assert {what_if[name].shown() for name in KEYS[1:]} == {"••• (32 bytes)"}


@pytest.mark.parametrize("name", ["canonical_headers", "canonical_request", "string_to_sign"])
def test_a_token_in_a_text_of_yours_is_masked(name: str) -> None:
    """As a header's line and as a parameter, in whatever is built from it too."""
    token = CAROL.session_token
    what_if = _what_if(name, f"x\nx-amz-security-token:{token}\na=1&X-Amz-Security-Token={token}&b=2\n")

    assert str(token) not in str(what_if)
    assert "a=1&X-Amz-Security-Token=••• (18 characters)&b=2" in what_if[name].shown()
    assert str(token) in what_if[name].shown(reveal=True)


def test_tokens_are_found_whatever_their_case_and_encoding() -> None:
    """Beginning and end are those of the value."""
    text = "X-Amz-Security-Token: a&b\n?x%2Damz-S3session-token=c#d"

    assert [text[start:end] for start, end in token_places(text)] == [" a&b", "c"]


def test_it_is_written_as_json_and_read_back() -> None:
    """With its mark, and masked like any other; a mark that there is not is refused."""
    what_if = explain(VANILLA, CAROL, **SCOPE, overriding={"signing_key": bytes(32), "authorization_header": "yours"})
    text = what_if.to_json(reveal=True)

    assert Trace.from_json(text) == what_if
    assert not Trace.from_json(text).masked
    assert Trace.from_json(what_if.to_json())["signing_key"].origin is OutputOrigin.YOURS
    assert "origin" not in TRACE.to_json()
    with pytest.raises(InvalidInput, match="'MINE'"):
        Trace.from_json(text.replace('"YOURS"', '"MINE"'))
