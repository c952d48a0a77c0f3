from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib.resources import files
from typing import Any

import pytest

from tests.core.examples import ALICE
from tests.doctor.parts import GALLERY, Certainty, Diagnosis, DiagnosisOutcome, diagnose
from tests.drawing.diagnoses import CAROL, CLIENT, FULL, SERVER, empty_body_hash, finding, with_findings


def as_read(text: str) -> Any:
    """Return what a tool reads."""
    return json.loads(text)


def test_everything_is_in_it_under_its_own_name() -> None:
    """The keys are the fields, enums are their names in lower case, texts are exact."""
    document = as_read(FULL.to_json())

    assert document["schema"] == 2
    assert document["outcome"] == "fault_found"
    assert document["findings"][0] == {
        "cause": "first-cause",
        "certainty": "proven",
        "sentence": "What first-cause is.",
        "step": "canonical_request",
        "where": {"text": "canonical_request", "line": 2, "start": 2, "end": 3},
        "sent": "/a b",
        "expected": "/a%20b",
        "why": "It happens.",
        "fix": "Change it.",
        "evidence": ["The first reason.", "The second reason."],
        "client": "some-client 1.2",
    }
    assert document["sides"] == {
        "client": {"title": "as it logged", "canonical_request": CLIENT, "string_to_sign": "AWS4-HMAC-SHA256\na"},
        "server": {"title": "as AWS says", "canonical_request": SERVER, "string_to_sign": "AWS4-HMAC-SHA256\nb"},
    }
    assert document["advice"] == [{"what": "The client's log.", "how": ["boto3: set_stream_logger", "curl: -v"]}]
    assert document["notes"] == []
    assert document["unread"] == [{"field": "answer", "received": "noise", "expected": "words"}]


def test_what_is_not_known_is_null_or_empty() -> None:
    """A tool finds the same keys in every diagnosis."""
    document = as_read(with_findings(finding(), outcome=DiagnosisOutcome.MORE_NEEDED).to_json())

    assert document.keys() == as_read(FULL.to_json()).keys()
    assert document["findings"][0].keys() == as_read(FULL.to_json())["findings"][0].keys()
    assert document["sides"] is document["region"] is document["findings"][0]["where"] is None
    assert document["outcome"] == "more_needed"


def test_no_json_holds_a_session_token() -> None:
    """Neither in the findings nor in the texts of both sides; a value beside a token is one too."""
    real = empty_body_hash(CAROL)
    token = CAROL.session_token or ""
    text = replace(real, findings=(finding(sent=token, expected=token[:-2]),)).to_json()

    assert "MARKED" not in text
    assert as_read(text)["findings"][0]["expected"] == "••• (23 characters)"
    assert "••• (25 characters)" in as_read(text)["sides"]["client"]["canonical_request"]


def test_it_is_ascii() -> None:
    """Half a character and letters of every script come through every terminal, and come back."""
    text = with_findings(finding(sent="ä\ud800日")).to_json()

    assert text.isascii()
    assert as_read(text)["findings"][0]["sent"] == "ä\ud800日"


SCHEMA: Any = json.loads(files("sigv4_explain.doctor").joinpath("diagnosis.schema.json").read_text(encoding="utf-8"))
TYPES = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None)}


def faults(value: Any, rules: Mapping[str, Any], path: str = "$") -> Iterator[str]:
    """Check a value by the keywords that the schema uses, and strictly: a key that it does not name is a fault."""
    if "$ref" in rules:
        yield from faults(value, SCHEMA["$defs"][rules["$ref"].rpartition("/")[2]], path)
    if "anyOf" in rules and all(list(faults(value, each, path)) for each in rules["anyOf"]):
        yield f"{path}: none of anyOf"
    if ("const" in rules and value != rules["const"]) or value not in rules.get("enum", [value]):
        yield f"{path}: {value!r}"
    types = rules.get("type", list(TYPES))
    if not isinstance(value, tuple(TYPES[each] for each in ([types] if isinstance(types, str) else types))):
        yield f"{path}: no {types}"
    if isinstance(value, list) and "items" in rules:
        for number, each in enumerate(value):
            yield from faults(each, rules["items"], f"{path}[{number}]")
    if isinstance(value, dict) and "properties" in rules:
        yield from (f"{path}: {name}" for name in set(rules["required"]) ^ set(value))
        for name, each in value.items():
            yield from faults(each, rules["properties"].get(name, {}), f"{path}.{name}")


DIAGNOSES: dict[str, Callable[[], Diagnosis]] = {
    **{broken.name: broken.diagnose for broken in GALLERY},
    **{each.name: partial(with_findings, finding(certainty=each)) for each in Certainty},
    **{each.name: partial(with_findings, outcome=each) for each in DiagnosisOutcome},
    "all of it": lambda: FULL,
    "a note": lambda: replace(FULL, notes=("What else there is.",)),
    "nothing": diagnose,
    "noise": lambda: diagnose("noise", answer="more noise"),
    "accepted": lambda: diagnose(answer="HTTP/1.1 200 OK\n\n"),
    "proven": empty_body_hash,
    "refused": lambda: diagnose(answer='{"message": "Forbidden"}', credentials=ALICE),
}


@pytest.mark.parametrize("name", DIAGNOSES)
def test_the_schema_is_true_of_every_kind_of_diagnosis(name: str) -> None:
    """Each key that is written is described, and each that is described is written."""
    assert list(faults(as_read(DIAGNOSES[name]().to_json()), SCHEMA)) == []


@pytest.mark.parametrize(
    "change",
    [{"schema": 1}, {"outcome": "fine"}, {"more": 1}, {"findings": [{}]}, {"region": 1}, {"advice": None}],
)
def test_the_schema_refuses_what_is_none(change: dict[str, Any]) -> None:
    """Another version, a word that is none, a key too many, a finding of nothing, a wrong type."""
    assert list(faults({**as_read(FULL.to_json()), **change}, SCHEMA))
