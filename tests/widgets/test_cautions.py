from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.widgets.parts import PRESETS, LabInput, Placement, cautions, trace_of

FORM = LabInput(url="https://abc.execute-api.eu-central-1.amazonaws.com/", region="eu-central-1")
OWN = LabInput(url="https://api.example.com/v1", region="eu-central-1")
S3 = PRESETS["S3: GET a key with a space"]
PRESIGNED = PRESETS["S3: presigned GET"]

SAID: list[tuple[LabInput, dict[str, Any], list[tuple[str, str]]]] = [
    (FORM, {}, []),
    (OWN, {"region": "auto"}, []),
    (
        FORM,
        {"region": "us-east-1"},
        [("region", "The host is in eu-central-1, and us-east-1 is signed: AWS refuses another Region than its own.")],
    ),
    (
        FORM,
        {"region": "EU-CENTRAL-1"},
        [("region", "Region: EU-CENTRAL-1 is signed in capitals, and AWS's are lower case: eu-central-1.")],
    ),
    (
        OWN,
        {"region": "US-East-1"},
        [("region", "Region: US-East-1 is signed in capitals, and AWS's are lower case: us-east-1.")],
    ),
    (
        FORM,
        {"service": "apigateway"},
        [
            (
                "service",
                "The host is signed as execute-api, not apigateway: AWS refuses another service than its own.",
            )
        ],
    ),
    (OWN, {"service": "s3"}, []),
    (
        OWN,
        {"service": "foo"},
        [
            (
                "service",
                "Service: foo is no signing name that is known here. It gets the rules that most services have.",
            )
        ],
    ),
    (
        OWN,
        {"service": "execute-apis"},
        [("service", "Service: execute-apis is no signing name that is known here. Did you mean execute-api?")],
    ),
    (
        FORM,
        {"url": f"{FORM.url}?a=%zz&b=%2f"},
        [("url", "“%zz” is no escape: its percent sign is signed as %25. Write %25 where you mean one.")],
    ),
    (
        FORM,
        {"url": f"{FORM.url}100%"},
        [("url", "“%” is no escape: its percent sign is signed as %25. Write %25 where you mean one.")],
    ),
    (
        FORM,
        {"headers": "authorization: Bearer a"},
        [("headers", "Your Authorization header is replaced by the new signature's.")],
    ),
    (
        PRESIGNED,
        {"headers": "Authorization: Bearer a"},
        [("headers", "Your Authorization header is left out: the URL carries the signature.")],
    ),
    (
        FORM,
        {"headers": "X-Amz-Date: 1"},
        [("headers", "Your X-Amz-Date header is replaced by the time of the form.")],
    ),
    (
        FORM,
        {"headers": "X-Amz-Date: 20150830T123600Z", "at": None},
        [("headers", "Your X-Amz-Date header counts in place of now.")],
    ),
    (
        PRESIGNED,
        {"headers": "X-Amz-Date: 1"},
        [("headers", "Your X-Amz-Date header is signed, and the time that counts is the one in the URL.")],
    ),
    (
        FORM,
        {"headers": "X-Amz-Security-Token: a", "session_token": "b"},
        [("headers", "Your X-Amz-Security-Token header is replaced by the session token of the form.")],
    ),
    (FORM, {"headers": "X-Amz-Security-Token: a"}, []),
    (
        FORM,
        {"headers": "Host: other.example"},
        [
            (
                "headers",
                "Host: other.example is signed, and the request goes to abc.execute-api.eu-central-1.amazonaws.….",
            )
        ],
    ),
    (FORM, {"headers": "Host: ABC.execute-api.eu-central-1.amazonaws.com"}, []),
    (
        S3,
        {"headers": f"x-amz-content-sha256: {'0' * 64}"},
        [("headers", "Your X-Amz-Content-SHA256 is the hash of another body, and is what is signed.")],
    ),
    (S3, {"headers": "x-amz-content-sha256: UNSIGNED-PAYLOAD"}, []),
    (FORM, {"headers": f"x-amz-content-sha256: {'0' * 64}"}, []),
    (
        FORM,
        {"url": f"{FORM.url}?X-Amz-Signature=0"},
        [("url", "The URL carries a signature already: AWS refuses two.")],
    ),
    (
        PRESIGNED,
        {"url": f"{PRESIGNED.url}?X-Amz-Signature=0"},
        [
            (
                "url",
                "The URL carries a signature already: it is replaced, with the parameters that belong to it.",
            )
        ],
    ),
    (
        OWN,
        {"url": "http://api.example.com/"},
        [("url", "http:// hides nothing: whoever listens may send this again while it counts.")],
    ),
    (
        OWN,
        {"url": "http://api.example.com/", "session_token": "a"},
        [
            (
                "url",
                "http:// hides nothing: whoever listens has the session token and may send this again while it counts.",
            )
        ],
    ),
    (OWN, {"url": "http://localhost:8080/"}, []),
    (
        FORM,
        {"access_key_id": "ASIAEXAMPLE"},
        [("session_token", "Keys that begin with ASIA are temporary: they count with their session token only.")],
    ),
    (FORM, {"access_key_id": "ASIAEXAMPLE", "session_token": "a"}, []),
    (
        FORM,
        {"secret_access_key": "AKIAIOSFODNN7EXAMPLE"},
        [
            (
                "secret_access_key",
                "Secret: this looks like an access key id; the secret is the longer of the two.",
            )
        ],
    ),
]


@pytest.mark.parametrize(("form", "change", "said"), SAID)
def test_what_is_likely_not_meant_is_told_in_a_sentence(
    form: LabInput, change: dict[str, Any], said: list[tuple[str, str]]
) -> None:
    """At its field; what is well is not cautioned."""
    assert cautions(replace(form, **change)) == tuple(said)
    assert all(len(sentence) <= 110 for _, sentence in said)


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_is_cautioned(name: str) -> None:
    """What the lab itself offers is meant as it stands."""
    assert cautions(PRESETS[name]) == ()


@pytest.mark.parametrize("service", ["execute-api", "s3", "sts", "dynamodb"])
def test_a_percent_sign_that_begins_no_escape_is_really_signed_so(service: str) -> None:
    """In the path and in the query, whatever the service's rules are."""
    trace = trace_of(LabInput(url="https://h.example/%zz?a=%zz", service=service))[0]

    assert "%25zz" in trace["canonical_uri"].text
    assert trace["canonical_query_string"].text == "a=%25zz"


def test_a_replaced_header_is_really_replaced() -> None:
    """What the cautions say is what the trace does."""
    typed = "Authorization: Bearer a\nX-Amz-Date: 1"
    in_header = trace_of(replace(FORM, headers=typed))[0].signed_request
    in_url = trace_of(replace(PRESIGNED, headers=typed))[0]

    assert in_header.header("authorization") != "Bearer a"
    assert in_header.header("x-amz-date") == FORM.at
    assert in_url.signed_request.header("authorization") is None
    assert "x-amz-date:1\n" in in_url["canonical_headers"].text
    assert Placement.QUERY is PRESIGNED.placement
