from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from sigv4_explain import Credentials, Request, Trace, UnreadableText, explain
from tests.core import strategies
from tests.core.examples import ALICE, CAROL, SCOPE, VANILLA

DOCUMENT: dict[str, Any] = json.loads(explain(VANILLA, ALICE, **SCOPE).to_json())


@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, strategies.EXPIRES)
def test_what_is_written_with_its_secrets_is_read_back_whole(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> None:
    """With ``reveal`` the trace read is equal to the one written, and its steps replay."""
    trace = explain(request, credentials, **scope, expires=expires)
    read = Trace.from_json(trace.to_json(reveal=True))

    assert read == trace
    assert [step.sources for step in read] == [step.sources for step in trace]
    assert all(step.function(**step.inputs) == step.output for step in read)


@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, strategies.EXPIRES)
def test_what_is_written_without_its_secrets_shows_the_same(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> None:
    """Without ``reveal`` the trace read shows, step by step, what the one written shows, and writes the same again."""
    trace = explain(request, credentials, **scope, expires=expires)
    read = Trace.from_json(trace.to_json())

    assert [step.shown() for step in read] == [step.shown() for step in trace]
    assert [step.pieces() for step in read] == [step.pieces() for step in trace]
    assert [step.shown_inputs() for step in read] == [step.shown_inputs() for step in trace]
    assert [step.sensitive for step in read] == [step.sensitive for step in trace]
    assert read.to_json() == trace.to_json()
    assert trace.first_difference(read) is None


@pytest.mark.parametrize(
    ("service", "expires"), [("sts", None), ("sts", 60), ("iotdevicegateway", 60), ("s3express", None)]
)
def test_a_masked_token_is_no_difference(service: str, expires: int | None) -> None:
    """With AWS's published secret only the token is masked; a trace read without it agrees all the same."""
    credentials = Credentials(ALICE.access_key_id, ALICE.secret_access_key, "an-own-token")
    trace = explain(VANILLA, credentials, region="us-east-1", service=service, at=SCOPE["at"], expires=expires)
    read = Trace.from_json(trace.to_json())

    assert (trace.masked, read.masked) == (False, True)
    assert trace.first_difference(read) is None


def test_the_document_is_plain_json_with_readable_text() -> None:
    """Steps by name, inputs by name, keys in hex: another program can read it."""
    trace = explain(Request("POST", f"{VANILLA.url}?q=ሴ", (), "body"), CAROL, **SCOPE)
    text = trace.to_json(reveal=True)
    document = json.loads(text)

    assert "ሴ" in text
    assert document["request"]["body"] == {"hex": b"body".hex()}
    assert [step["name"] for step in document["steps"]] == [step.name for step in trace]
    assert document["steps"][0]["inputs"]["path_encoding"] == {"PathEncoding": "TWICE"}
    assert document["steps"][10]["output"] == trace["date_key"].text


def _without(key: str) -> dict[str, Any]:
    return {name: value for name, value in DOCUMENT.items() if name != key}


def _with_step(number: int, **changed: Any) -> dict[str, Any]:
    steps = [{**step, **changed} if place == number else step for place, step in enumerate(DOCUMENT["steps"])]
    return {**DOCUMENT, "steps": steps}


UNREADABLE: dict[str, object] = {
    "a number": 1,
    "a list": [],
    "nothing": {},
    "no request": _without("request"),
    "no signed request": _without("signed_request"),
    "no steps": _without("steps"),
    "an empty list of steps": {**DOCUMENT, "steps": []},
    "the first steps only": {**DOCUMENT, "steps": DOCUMENT["steps"][:5]},
    "steps in another order": {**DOCUMENT, "steps": DOCUMENT["steps"][::-1]},
    "a step of another name": _with_step(0, name="canonical_path"),
    "a step without inputs": _with_step(0, inputs=None),
    "a step with other inputs": _with_step(0, inputs={}),
    "a step with an output that is no text": _with_step(0, output=1),
    "a key that is no hex": _with_step(10, output="key"),
    "an enum that is none": _with_step(0, inputs={**DOCUMENT["steps"][0]["inputs"], "path_encoding": {"Path": "X"}}),
    "a member that is none": _with_step(
        0, inputs={**DOCUMENT["steps"][0]["inputs"], "path_encoding": {"PathEncoding": "X"}}
    ),
    "a request without host": {**DOCUMENT, "request": {**DOCUMENT["request"], "url": "https://"}},
    "headers that are none": {**DOCUMENT, "request": {**DOCUMENT["request"], "headers": [["a"]]}},
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_no_trace_is_refused(what: str) -> None:
    """Any other JSON is an UnreadableText, whatever is missing or wrong in it."""
    with pytest.raises(UnreadableText) as caught:
        Trace.from_json(json.dumps(UNREADABLE[what]))

    assert caught.value.field == "text"
    assert caught.value.expected.startswith("a trace written by to_json")


@pytest.mark.parametrize("text", ["", "{", "GET / HTTP/1.1", "[" * 100_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    """So is a text that is no JSON at all, or JSON too deep to read."""
    with pytest.raises(UnreadableText):
        Trace.from_json(text)


def test_the_document_is_readable_when_it_is_untouched() -> None:
    """The document that the cases above change is a good one."""
    assert Trace.from_json(json.dumps(DOCUMENT)) == explain(VANILLA, ALICE, **SCOPE)
