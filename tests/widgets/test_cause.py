from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.widgets.parts import FIRST, PRESETS, UNTOUCHED, LabInput, Placement, cause, consequence, trace_of

FORM = LabInput(
    url="https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=requests&b=2",
    headers="x-api-key: example\nUser-Agent: me\nx-a: 1",
    region="eu-central-1",
)


def _changed(before: LabInput, after: LabInput) -> list[str]:
    outputs = {step.name: step.output for step in trace_of(before)[0]}
    return [step.name for step in trace_of(after)[0] if outputs.get(step.name) != step.output]


def _said(after: LabInput, before: LabInput = FORM) -> str:
    return str(cause(before, after, _changed(before, after)))


MESSAGE = "① ② ④ ⑤ changed; the keys did not."
SENTENCES: list[tuple[dict[str, Any], str]] = [
    ({"method": "POST"}, f"You changed the method. So {MESSAGE}"),
    ({"url": FORM.url + "&a=1"}, f"You changed the query. So {MESSAGE}"),
    ({"url": FORM.url.replace("/default", "/")}, f"You changed the path. So {MESSAGE}"),
    ({"url": FORM.url.replace("abc123", "abc124")}, f"You changed the host. So {MESSAGE}"),
    ({"headers": FORM.headers.replace("example", "other")}, f"You changed the header x-api-key. So {MESSAGE}"),
    ({"headers": "User-Agent: me\nx-a: 1"}, f"You changed the header x-api-key. So {MESSAGE}"),
    ({"headers": f"{FORM.headers}\nx-a: 2"}, f"You changed the header x-a. So {MESSAGE}"),
    ({"headers": FORM.headers.replace("x-a:", "x-ab:")}, f"You changed the header x-ab. So {MESSAGE}"),
    ({"headers": f"{'x' * 40}: 1\n{FORM.headers}"}, f"You changed the header {'x' * 23}…. So {MESSAGE}"),
    ({"body": "b"}, f"You changed the body. So {MESSAGE}"),
    (
        {"region": "us-east-1"},
        "You changed the Region. So ② ③ ④ ⑤ changed; the canonical request did not.",
    ),
    ({"service": "sts"}, "You changed the service. So ② ③ ④ ⑤ changed; the canonical request did not."),
    ({"secret_access_key": "mine"}, "You changed the secret. So ③ ④ ⑤ changed; what is signed did not."),
    ({"session_token": "mine"}, f"You changed the session token. So {MESSAGE}"),
    ({"access_key_id": "AKIDMINE"}, "You changed the access key id. So ⑤ changed; the signature did not."),
    ({"at": "20150830T123601Z"}, f"You changed the time. So {MESSAGE}"),
    ({"at": "20150831T123600Z"}, "You changed the date. So everything changed, ① to ⑤."),
    ({"at": "20150831T123601Z"}, "You changed the date and the time. So everything changed, ① to ⑤."),
    ({"at": None}, "You changed the time. So everything changed, ① to ⑤."),
    ({"placement": Placement.QUERY}, f"You changed where the signature goes. So {MESSAGE}"),
    (
        {"method": "PUT", "body": "b", "region": "us-east-1", "at": "20160830T123600Z"},
        "You changed the method, the body and 2 more. So everything changed, ① to ⑤.",
    ),
    ({"method": "PUT", "body": "b"}, f"You changed the method and the body. So {MESSAGE}"),
    ({"url": f"{FORM.url}#top"}, "You changed what follows #. It is not signed, so nothing changed."),
    (
        {"headers": FORM.headers.replace("me", "you")},
        "You changed the header user-agent. It is not signed, so nothing changed.",
    ),
    ({"url": FORM.url.replace("https", "http")}, "You changed the scheme. It is not signed, so nothing changed."),
    (
        {"url": f"{FORM.url}#top", "headers": f"{FORM.headers}\nTE: trailers"},
        "You changed what follows # and the header te. They are not signed, so nothing changed.",
    ),
    (
        {"url": FORM.url.replace("/default?client=requests&b=2", "/./default?b=2&client=requests")},
        "You changed the path and the query. What is signed of it is the same, so nothing changed.",
    ),
    (
        {"headers": "X-API-KEY:  example\nUser-Agent: me\nx-a: 1"},
        "You changed the header x-api-key. What is signed of it is the same, so nothing changed.",
    ),
    (
        {"headers": "x-a: 1\nx-api-key: example\nUser-Agent: me"},
        "You changed the order of the headers. What is signed of it is the same, so nothing changed.",
    ),
    ({"region": " eu-central-1"}, "You changed the Region. What is signed of it is the same, so nothing changed."),
    ({}, "Nothing changed."),
    ({"headers": f"{FORM.headers}\n", "method": "get"}, "Nothing changed."),
]


@pytest.mark.parametrize(("change", "sentence"), SENTENCES)
def test_the_sentence_names_what_was_changed_and_what_followed(change: dict[str, Any], sentence: str) -> None:
    """In the form's words, by the steps that really changed; short enough for a box of fixed height."""
    assert _said(replace(FORM, **change)) == sentence
    assert len(sentence) <= 110


def test_what_a_service_does_not_sign_changes_nothing() -> None:
    """The body of a presigned URL of S3; what is left is the URL's own words."""
    presigned = PRESETS["S3: presigned GET"]

    assert (
        _said(replace(presigned, body="b"), presigned) == "You changed the body. It is not signed, so nothing changed."
    )
    assert _said(replace(presigned, expires="60"), presigned) == f"You changed the seconds. So {MESSAGE}"
    assert _said(replace(presigned, url=presigned.url.replace("https", "http")), presigned) == (
        "You changed the scheme. So ⑤ changed; the signature did not."
    )


def test_time_that_goes_on_is_told() -> None:
    """Signed as of now, each edit brings a new time; and without an edit the time alone."""
    now = replace(FORM, at=None)
    followed = ["canonical_request", "string_to_sign", "signature", "authorization_header"]

    assert str(cause(now, replace(now, body="b"), followed)) == f"You changed the body, and time went on. So {MESSAGE}"
    assert str(cause(now, now, followed)) == f"Time went on. So {MESSAGE}"
    assert str(cause(now, now, [])) == "Nothing changed."


def test_keys_that_are_not_in_the_form_are_told() -> None:
    """Those of a profile change no field."""
    followed = ["date_key", "signing_key", "signature", "authorization_header"]

    assert str(cause(FORM, FORM, followed)) == "Other keys sign now. So ③ ④ ⑤ changed; what is signed did not."


def test_a_beginning_and_a_preset_are_no_edit() -> None:
    """At first it says where to look; then which request was loaded, not what differs from the one before."""
    assert str(cause(None, FORM, ["signature"])) == UNTOUCHED
    assert cause(FORM, PRESETS[FIRST], ["signature"], loaded=FIRST).done == f"Loaded: {FIRST}."
    assert len(str(cause(FORM, FORM, [], loaded="x" * 200))) <= 110


def test_a_step_of_yours_has_the_same_consequence() -> None:
    """What follows is said of any change, also of a step that was overwritten."""
    assert consequence(["signing_key", "signature", "presigned_url"]) == "So ③ ④ ⑤ changed; what is signed did not."
    assert consequence(["hashed_canonical_request"]) == ""
