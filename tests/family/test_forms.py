from __future__ import annotations

import email
import email.policy
import json
from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Credentials, InvalidInput, Request, SigV4Error, Trace, explain_post, presign_post
from sigv4_explain.drawing.pieces import ACCENTS, family, label
from sigv4_explain.family.catalogues import FORM, catalogue_of
from sigv4_explain.family.post_policy import extra_fields, outcomes, read_policy
from tests.core.published import VECTORS
from tests.family.examples import PUBLISHED
from tests.requirements import skip_or_fail

URL = "https://examplebucket.s3.amazonaws.com/"
BUCKET = {"bucket": "examplebucket"}
PLACE: dict[str, Any] = {"region": "us-east-1", "at": "20151229T000000Z"}
CAROL = Credentials("AKIDCAROL", "carols-own-secret", "carols/own+token==")


def test_the_published_policy_has_the_published_signature() -> None:
    """AWS's example, byte for byte, with its CRLF: the page itself is not part of this project.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
    """
    path = VECTORS / "family.json"
    if not path.is_file():
        skip_or_fail(
            "vectors", f"AWS's example of a policy is not in {path}: set SIGV4_VECTORS to a folder that has it"
        )
    case = next(each for each in json.loads(path.read_text()) if each["name"] == "s3-post-policy")
    policy = b64decode(case["policy_base64"]).decode()
    trace = explain_post(URL, policy, PUBLISHED, region="us-east-1")

    assert trace["policy_string_to_sign"].output == case["policy_base64"]
    assert trace["request_date_time"].output == "20151229T000000Z"
    assert trace.signature == case["signature"] == "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"


def _form(credentials: Credentials = PUBLISHED, *conditions: Any, **more: Any) -> Any:
    return presign_post(URL, credentials, conditions=[BUCKET, *conditions], **{**PLACE, **more})


@pytest.mark.parametrize("credentials", [PUBLISHED, CAROL], ids=["published", "temporary"])
def test_a_form_meets_its_own_policy_and_its_signature_is_explained(credentials: Credentials) -> None:
    """Each field has a condition, each condition is met, and each step replays, is read back, and has its parts."""
    fields = {"key": "user/${filename}", "x-ignore-note": "é"}
    form = _form(credentials, {"Acl": "private"}, ["starts-with", "$key", "user/"], fields=fields)
    trace = explain_post(form.url, form.policy, credentials, region="us-east-1")
    policy, sent = read_policy(form.policy), (*form.fields, ("bucket", "examplebucket"))

    assert [outcome for outcome in outcomes(policy, sent, 0) if not outcome.is_met] == []
    assert extra_fields(policy, sent) == ()
    assert ("x-amz-security-token" in dict(form.fields)) is (credentials is CAROL)
    assert dict(form.fields)["x-amz-signature"] == trace.signature
    assert policy.expiration == "2015-12-29T01:00:00Z"
    assert Trace.from_json(trace.to_json(reveal=True)).steps == trace.steps
    for step in trace:
        assert step.function(**step.inputs) == step.output, step.name
        assert "".join([piece.text for piece in step.pieces(reveal=True)]) == step.text
        for piece in step.pieces():
            assert piece.part is None or (family(piece.part) in ACCENTS and label(piece.part)), piece


@given(st.text(max_size=8), st.text(max_size=8), st.text("abc+/=", min_size=1, max_size=12))
def test_of_a_policy_in_base64_all_of_the_token_is_masked_and_no_more(before: str, after: str, token: str) -> None:
    """Wherever it stands, and whatever stands around it: at most two bytes beside it, which share its characters."""
    policy = json.dumps(
        {"expiration": "", "conditions": [{"a": before}, {"x-amz-security-token": token}, {"b": after}]},
        ensure_ascii=False,
    )
    trace = explain_post(URL, policy, CAROL, **PLACE)
    step = trace["policy_string_to_sign"]
    kept = [piece for piece in step.pieces() if piece.part != "session_token"]
    masked = next(piece.text for piece in step.pieces(reveal=True) if piece.part == "session_token")
    decoded = b64decode(masked)

    assert token.encode() in decoded
    assert len(decoded) <= len(token) + 4
    assert "".join(piece.text for piece in kept) == step.text.replace(masked, "", 1)


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    """As multipart/form-data, its fields in their order, the file last."""
    form = _form(PUBLISHED, {"key": "a"}, fields={'odd"name': "line\r\nbreak"})
    request = form.multipart(b"\x00\xff", filename="é.txt")
    head = f"Content-Type: {request.header('content-type')}\r\n\r\n"
    parts = list(email.message_from_bytes(head.encode() + request.body, policy=email.policy.HTTP).iter_parts())

    assert [part.get_param("name", header="content-disposition") for part in parts] == [
        *[name.replace('"', "%22") for name, _ in form.fields],
        "file",
    ]
    assert parts[-1].get_payload(decode=True) == b"\x00\xff"
    with pytest.raises(InvalidInput, match="boundary"):
        form.multipart(b"a sigv4-explain-form in it")


LIST = ["starts-with", "$Content-Type", "image/"]
LENGTH = ["content-length-range", 1, 10]
MATCHES: dict[str, tuple[Any, dict[str, str], int, bool]] = {
    "equal": ({"acl": "private"}, {"acl": "private"}, 1, True),
    "equal, as a list": (["eq", "$acl", "private"], {"acl": "private"}, 1, True),
    "names have no case": (["EQ", "$ACL", "private"], {"aCl": "private"}, 1, True),
    "values have": ({"acl": "private"}, {"acl": "Private"}, 1, False),
    "a field is missing": ({"acl": "private"}, {}, 1, False),
    "nothing is equal to nothing": ({"acl": ""}, {"acl": ""}, 1, True),
    "a missing field does not begin with nothing": (["starts-with", "$key", ""], {}, 1, False),
    "anything does": (["starts-with", "$key", ""], {"key": "a"}, 1, True),
    "begins so": (["starts-with", "$key", "u/"], {"key": "u/a"}, 1, True),
    "begins otherwise": (["starts-with", "$key", "u/"], {"key": "v/u/"}, 1, False),
    "each content type begins so": (LIST, {"content-type": "image/jpg, image/gif"}, 1, True),
    "one of them does not": (LIST, {"content-type": "image/jpg,text/html"}, 1, False),
    "a list elsewhere is one text": (["starts-with", "$key", "a"], {"key": "a,b"}, 1, True),
    "the shortest file": (LENGTH, {}, 1, True),
    "the longest file": (LENGTH, {}, 10, True),
    "a file too short": (LENGTH, {}, 0, False),
    "a file too long": (LENGTH, {}, 11, False),
    "lengths as texts": (["content-length-range", "1", "10"], {}, 11, False),
}


@pytest.mark.parametrize("name", MATCHES)
def test_a_condition_is_matched_as_aws_says(name: str) -> None:
    """Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html."""
    condition, fields, length, is_met = MATCHES[name]
    policy = read_policy(json.dumps({"expiration": "", "conditions": [condition]}))

    assert [outcome.is_met for outcome in outcomes(policy, tuple(fields.items()), length)] == [is_met]


def test_of_a_field_that_is_sent_twice_the_first_counts() -> None:
    """And both of them have but one name."""
    policy = read_policy(json.dumps({"expiration": "", "conditions": [{"acl": "private"}]}))

    assert outcomes(policy, (("acl", "public"), ("ACL", "private")), 0)[0].received == "public"
    assert extra_fields(policy, (("Tagging", ""), ("tagging", ""))) == ("tagging",)


UNREADABLE: dict[str, tuple[str, str]] = {
    "no JSON": ("{'a'}", "no JSON"),
    "brackets without end": ("[" * 10_000, "no JSON"),
    "no object": ("[]", "no expiration"),
    "no expiration": ('{"conditions": []}', "no expiration"),
    "no conditions": ('{"expiration": ""}', "no conditions"),
    "a condition of text": ('{"expiration": "", "conditions": [{"a": "b"}, "x"]}', r"conditions\[1\]: received str"),
    "an empty condition": ('{"expiration": "", "conditions": [{}]}', r"conditions\[0\]: received dict"),
    "no dollar sign": ('{"expiration": "", "conditions": [["eq", "acl", "x"]]}', "a list of 3, 'eq' first"),
    "an operator that is none": ('{"expiration": "", "conditions": [["ends-with", "$a", ""]]}', "'ends-with' first"),
    "a length with a sign": ('{"expiration": "", "conditions": [["content-length-range", "-1", 2]]}', "a list of 3"),
    "a number": ('{"expiration": "", "conditions": [{"a": 1}]}', "received dict"),
    "an empty list": ('{"expiration": "", "conditions": [[]]}', "an empty list"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_policy_that_cannot_be_read_is_refused_with_the_place(name: str) -> None:
    """Before anything is signed; what stands in it is not repeated, for it may be a token."""
    policy, message = UNREADABLE[name]

    with pytest.raises(InvalidInput, match=message):
        explain_post(URL, policy, PUBLISHED, **PLACE)


@pytest.mark.parametrize("expires", [0, 604_801, 1.5, True])
def test_a_form_lives_as_long_as_a_presigned_url_may(expires: Any) -> None:
    """A week is how long a signing key counts."""
    with pytest.raises(InvalidInput, match="expires"):
        _form(expires=expires)


def test_a_trace_of_a_form_has_no_header_and_no_url() -> None:
    """It says so, and names no key id."""
    form = _form()
    trace = explain_post(form.url, form.policy, PUBLISHED, **PLACE)

    assert catalogue_of("form") is FORM
    assert trace.signed_request == Request("POST", URL)
    for name in ("authorization", "presigned_url", "access_key_id"):
        with pytest.raises(SigV4Error):
            getattr(trace, name)


def test_a_policy_of_yours_is_asked_what_if() -> None:
    """Another text in its place is signed as it is."""
    form = _form()
    yours = {"policy_string_to_sign": "e30="}
    trace = explain_post(form.url, form.policy, PUBLISHED, **PLACE, overriding=yours)

    assert trace["signature"].inputs["string_to_sign"] == "e30="
    assert trace.signature != dict(form.fields)["x-amz-signature"]
