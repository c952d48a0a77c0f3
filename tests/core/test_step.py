from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from sigv4_explain import Credentials, Request, Step, explain, signature, signing_key
from tests.core import strategies
from tests.core.examples import ALICE, CAROL, MOMENT, SCOPE, VANILLA
from tests.core.parts import CATALOGUE, FUNCTIONS, Recorder

KEYS = ("date_key", "date_region_key", "date_region_service_key", "signing_key")


@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, strategies.EXPIRES)
def test_every_step_replays(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> None:
    """A step's function with its inputs gives its output, and an input named after a step is that step's output."""
    trace = explain(request, credentials, **scope, expires=expires)
    for step in trace:
        assert step.function(**step.inputs) == step.output, step.name
        assert [*step.sources] == [name for name in step.inputs if name in trace]
        assert all(step.inputs[name] == source.output for name, source in step.sources.items())


def test_every_line_of_a_built_text_is_the_output_of_an_earlier_step() -> None:
    """The canonical request and the string to sign hold nothing that was not shown before, but the method."""
    trace = explain(VANILLA, CAROL, **SCOPE)

    for name, constant in (("canonical_request", {"GET"}), ("string_to_sign", {"AWS4-HMAC-SHA256"})):
        position = [step.name for step in trace].index(name)
        earlier = {line for step in trace.steps[:position] for line in step.text.split("\n")}
        assert set(trace[name].text.split("\n")) <= earlier | constant


def test_a_step_has_the_catalogues_words() -> None:
    """Title, formula, why and reference are read from the catalogue by the step's name."""
    step = explain(VANILLA, ALICE, **SCOPE)["string_to_sign"]
    info = CATALOGUE["string_to_sign"]

    assert (step.title, step.formula, step.why, step.reference) == (info.title, info.formula, info.why, info.reference)


def test_keys_are_raw_bytes_and_hex_is_for_showing() -> None:
    """Between the links of the chain go 32 bytes, not 64 digits: the most common mistake with the chain."""
    trace = explain(VANILLA, ALICE, **SCOPE)

    for name in KEYS:
        output = trace[name].output
        assert isinstance(output, bytes)
        assert len(output) == 32
        assert trace[name].text == output.hex()


def test_secrets_are_masked_unless_revealed() -> None:
    """A key is shown by its length, an input by its mask; ``reveal`` shows both."""
    trace = explain(VANILLA, CAROL, **SCOPE)
    step = trace["date_key"]

    assert step.shown() == "••• (32 bytes)"
    assert step.shown(reveal=True) == step.text
    assert step.shown_inputs() == {"secret_access_key": "••• (17 characters)", "date": "20150830"}
    assert step.shown_inputs(reveal=True) == {"secret_access_key": "carols-own-secret", "date": "20150830"}
    assert trace["date_region_key"].shown_inputs()["date_key"] == "••• (32 bytes)"
    assert trace["date_region_key"].shown_inputs(reveal=True)["date_key"] == step.text


def test_a_token_is_masked_where_it_stands() -> None:
    """Everything around the token is shown, so that the text can still be compared line by line."""
    trace = explain(VANILLA, CAROL, **SCOPE)

    assert trace["canonical_headers"].shown() == (
        "host:example.amazonaws.com\nx-amz-date:20150830T123600Z\nx-amz-security-token:••• (18 characters)\n"
    )


def test_aws_published_keys_are_shown() -> None:
    """The example keys in AWS's documentation are no secret, nor is what is made of them."""
    trace = explain(VANILLA, ALICE, **SCOPE)

    assert all(step.sensitive == frozenset() for step in trace if step.name in (*KEYS, "signature"))
    assert trace["signing_key"].shown() == trace["signing_key"].text
    assert trace["date_key"].shown_inputs()["secret_access_key"] == ALICE.secret_access_key


def test_what_is_made_from_ones_own_secret_is_sensitive() -> None:
    """Each link of the chain is marked, and the signature's key; the signature itself is public."""
    trace = explain(VANILLA, CAROL, **SCOPE)

    assert all("output" in trace[name].sensitive for name in KEYS)
    assert trace["signature"].sensitive == {"signing_key"}
    assert trace["signature"].shown() == trace.signature


def test_a_step_made_by_hand_masks_its_key() -> None:
    """Without the steps before it, nobody knows whose key it is: it is masked."""
    key = signing_key(b"carols own service key")
    step = Step(signature, {"signing_key": key, "string_to_sign": "text"}, signature(key, "text"))

    assert step.shown_inputs()["signing_key"] == "••• (32 bytes)"


def test_steps_are_compared_by_what_went_in_and_came_out() -> None:
    """Two steps are equal when function, inputs and output are, wherever they were recorded."""
    one, other = (explain(VANILLA, ALICE, **SCOPE)["string_to_sign"] for _ in range(2))

    assert one == other
    assert one != explain(VANILLA, ALICE, region="us-west-1", service="service", at=MOMENT)["string_to_sign"]


def test_every_step_has_its_function_and_its_words() -> None:
    """The table of functions and the catalogue name the same steps in the same order."""
    assert list(FUNCTIONS) == list(CATALOGUE)
    assert all(name == function.__name__ for name, function in FUNCTIONS.items())


def test_the_recorder_returns_what_the_function_returns() -> None:
    """Recording changes nothing: the output is passed on, and the step is kept under its name."""
    record = Recorder()
    key = record(signing_key, date_region_service_key=bytes(32))
    value = record(signature, signing_key=key, string_to_sign="text")

    assert value == signature(signing_key(bytes(32)), "text")
    assert list(record.steps) == ["signing_key", "signature"]
    assert record.steps["signature"].sources == {"signing_key": record.steps["signing_key"]}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_step_prints(name: str) -> None:
    """Text, HTML and repr exist for each step."""
    trace = explain(VANILLA, CAROL, **SCOPE, expires=60 if name == "presigned_url" else None)
    step = trace[name]

    assert step.title in str(step)
    assert step.title.split()[0] in step._repr_html_()
    assert repr(step).startswith(f"Step('{name}', output=")
