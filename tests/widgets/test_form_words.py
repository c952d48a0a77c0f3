from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigv4_explain import (
    Credentials,
    InvalidCredentials,
    InvalidInput,
    MissingDependency,
    Request,
    explain,
)
from tests.core.examples import ALICE, VANILLA
from tests.widgets.parts import FORM_WORDS, LabInput, Placement, field_of, in_words, trace_of

LABELS = {
    "url": "URL",
    "headers": "Headers, one a line",
    "body": "Body",
    "region": "Region",
    "at": "Time, UTC",
    "access_key_id": "Access key id",
    "secret_access_key": "Secret",
    "session_token": "Session token",
    "expires": "Seconds",
    "profile": "AWS profile (empty for boto3's default)",
}
FORM = LabInput(url="https://h.example/")

SENTENCES: list[tuple[dict[str, Any], str]] = [
    ({"at": ""}, "Time, UTC is empty. Write a time in UTC such as 20150830T123600Z."),
    ({"at": "noon"}, "Time, UTC: “noon” is not a time in UTC such as 20150830T123600Z."),
    ({"url": ""}, "URL is empty. Write a URL such as https://example.com/path?query, with http or https and a host."),
    ({"url": "https://x.com:99999/"}, "URL: the port 99999. Write a port from 1 to 65535, in digits."),
    ({"url": "https://me:pw@x.com/"}, "URL: a user name before the host. Write keys into their own fields."),
    ({"headers": "a: 1\nb"}, "Headers: line 2 without a colon. Write one “Name: value” a line."),
    ({"headers": "x-a: \x01"}, "Headers: in x-a, '\\x01' at position 0. Write a value without control characters."),
    ({"body": "\ud800"}, "Body: '\\ud800' at position 0. Write whole characters: this is half of one."),
    (
        {"region": "a b"},
        "Region: “a b” is not a Region such as eu-central-1, without blanks, commas or slashes.",
    ),
    ({"access_key_id": ""}, "Access key id is empty. Write an id such as AKIDEXAMPLE, without blanks or slashes."),
    ({"secret_access_key": ""}, "Secret is empty. Write the secret that belongs to the id."),
    ({"session_token": "a\x01"}, "Session token: a control character or line break in it. Write one line of text."),
    ({"placement": Placement.QUERY, "expires": "x"}, "Seconds: “x” is not whole seconds from 1 to 604800."),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES)
def test_an_error_is_told_by_the_label_and_by_what_to_write(change: dict[str, Any], sentence: str) -> None:
    """No name of Python's stands in it."""
    with pytest.raises(InvalidInput) as caught:
        trace_of(replace(FORM, **change))

    assert in_words(caught.value, LABELS) == sentence
    assert field_of(caught.value) in LABELS


def test_a_day_that_there_is_not_keeps_its_reason() -> None:
    """It looks like a time, and the calendar has no such day."""
    with pytest.raises(InvalidInput) as caught:
        trace_of(replace(FORM, at="20150230T000000Z"))

    assert in_words(caught.value, LABELS).startswith("Time, UTC: “20150230T000000Z” is not a time in UTC such as")
    assert "day is out of range" in in_words(caught.value, LABELS)


def test_a_profile_that_cannot_be_found_is_told_at_its_field() -> None:
    """Without the name of the exception, and whatever field the error itself names."""
    error = InvalidCredentials(
        "profile", "The config profile (nosuch) could not be found (ProfileNotFound)", "keys that boto3 can find"
    )
    no_keys = InvalidCredentials("session", "no keys at all", "keys")

    assert in_words(error, LABELS, "profile").startswith("AWS profile: The config profile (nosuch) could not be found.")
    assert in_words(no_keys, LABELS, "profile") == "AWS profile: no keys at all. Write keys."
    assert in_words(MissingDependency("boto3 is not installed: pip install boto3"), LABELS, "profile") == (
        "AWS profile: boto3 is not installed: pip install boto3"
    )


def test_a_field_without_a_label_is_called_by_its_name() -> None:
    """As words."""
    assert in_words(InvalidInput("on_the_way", "'x'", "a number"), {}) == "On the way: “x” is not a number."


def _message(wrong: Any) -> str:
    with pytest.raises(InvalidInput) as caught:
        wrong()
    return caught.value.expected


REALLY_SAID = [
    _message(lambda: explain(VANILLA, ALICE, region="us-east-1", service="sts", at="noon")),
    _message(lambda: Credentials("AKID", "secret", "")),
    _message(lambda: Request("GET", "https://me:pw@h.example/")),
    _message(lambda: Credentials.from_boto3(profile="a profile that nobody has")),
    _message(lambda: Request("GET", "https://h.example/", {"é": "1"})),
    _message(lambda: Request("GET", "https://h.example/", {"a": "\x01"})),
    _message(lambda: Request("GET", "https://h.example/", (), "\ud800")),
]


@pytest.mark.parametrize("said", [word.said for word in FORM_WORDS])
def test_what_is_replaced_is_what_an_error_says(said: str) -> None:
    """A word that no error says any more would never be replaced."""
    assert any(said in expected for expected in REALLY_SAID)
