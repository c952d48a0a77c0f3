"""What people paste into the lab: each odd paste fills the form, or is refused by a word, and never breaks it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings

from sigv4_explain import Credentials, Request, UnreadableText, explain, presign, sign
from sigv4_explain.widgets import SigningLab
from tests.core import strategies
from tests.widgets.parts import LabInput, ReadRequest, curl_command, filled, raw_http, read_paste, trace_of

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
LENT = Credentials("AKIDEXAMPLE", ALICE.secret_access_key, "a-token/with+chars==")
AT = "20150830T123600Z"
PLACE: dict[str, Any] = {"region": "eu-central-1", "service": "execute-api", "at": AT}
URL = "https://abc123.execute-api.eu-central-1.amazonaws.com/default?client=requests"
POST = Request("POST", URL, {"x-api-key": "example", "Content-Type": "text/plain"}, "a b\nc")
BEFORE = LabInput(url="https://before.example/", region="us-west-2", service="sts")

SIGNED = sign(POST, ALICE, **PLACE)
AUTHORIZATION = SIGNED.header("authorization") or ""
RAW, CURL = raw_http(SIGNED, reveal=True), curl_command(SIGNED, reveal=True)
IN_URL = presign(Request("GET", URL), ALICE, **PLACE, expires=60)
WITH_TOKEN = presign(Request("GET", URL), LENT, **PLACE, expires=60)
REFUSED = '{"message":"The request signature we calculated does not match the signature you provided."}'
HAR = json.dumps(
    {
        "log": {
            "entries": [
                {
                    "request": {
                        "method": "POST",
                        "url": URL,
                        "headers": [{"name": name, "value": value} for name, value in SIGNED.headers],
                        "postData": {"text": "a b\nc"},
                    },
                    "response": {"status": 403, "content": {"text": REFUSED}},
                }
            ]
        }
    }
)
FETCH = (
    f'fetch("{URL}", {{"headers": {{"x-api-key": "example", "content-type": "text/plain", '
    f'"authorization": "{AUTHORIZATION}", "x-amz-date": "{AT}"}}, "method": "POST", "body": "a b\\nc"}});'
)

AS_IT_WAS_SIGNED = {
    "raw HTTP": RAW,
    "lines of Windows": RAW.replace("\n", "\r\n"),
    "a byte order mark": f"\ufeff{RAW}",
    "a fence in prose": f"My request:\n```http\n{RAW}\n```\nand it is refused",
    "curl": CURL,
    "curl after a prompt, with its answer": f"user@host:~$ {CURL}\n{REFUSED}",
    "a HAR": HAR,
    "fetch": FETCH,
    "a presigned URL": IN_URL,
    "with a session token": WITH_TOKEN,
    "a link in Markdown": f"[here]({IN_URL})",
    "a link in HTML": f'<a href="{IN_URL.replace("&", "&amp;")}">here</a>',
    "curl with a presigned URL": f"curl '{IN_URL}'",
    "escapes in small letters": IN_URL.replace("%2F", "%2f"),
    "a credential with raw slashes": IN_URL.replace("%2F", "/"),
    "a WebSocket URL": IN_URL.replace("https://", "wss://"),
    "two requests": f"{IN_URL}\n{WITH_TOKEN}",
}


@pytest.mark.parametrize("text", AS_IT_WAS_SIGNED.values(), ids=AS_IT_WAS_SIGNED)
def test_whatever_it_stands_in_its_signature_comes_again(text: str) -> None:
    """The form says what was signed, nothing is left out, and the lab shows the signature that was pasted."""
    pasted = read_paste(text, BEFORE)

    assert pasted.left_out == ()
    assert trace_of(pasted.form)[0].signature == pasted.signature != ""
    assert pasted.compared(trace_of(pasted.form)[0]).startswith("With this secret the signature is the same")
    assert (pasted.form.region, pasted.form.service, pasted.form.at) == ("eu-central-1", "execute-api", AT)


LEFT_OUT = {
    "no host": (RAW.replace(f"Host: {SIGNED.host}\n", ""), "the host, which was not pasted"),
    "a masked token": (raw_http(sign(POST, LENT, **PLACE)), "the session token, which is masked"),
    "a masked token in the URL": (
        WITH_TOKEN.replace("a-token%2Fwith%2Bchars%3D%3D", "REDACTED"),
        "the session token, which is masked",
    ),
    "a masked header": (RAW.replace("x-api-key: example", "x-api-key: ********"), "x-api-key, which is masked"),
    "a masked key id": (RAW.replace("=AKIDEXAMPLE", "=AKIA****"), "the access key id, which is masked"),
    "a masked credential": (
        RAW.replace("AKIDEXAMPLE/20150830/eu-central-1/execute-api/aws4_request", "[REDACTED]"),
        "the access key id, which is masked",
    ),
    "a masked signature": (RAW.replace(AUTHORIZATION[-64:], "****"), "its signature, which is not whole"),
    "a URL that was cut": (IN_URL[:-20], "its signature, which is not whole"),
    "another scheme": (RAW.replace(AUTHORIZATION, "Bearer abcdefgh.ijk"), "its Authorization header, which is made"),
    "Signature Version 4A": (RAW.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), "which is of another kind"),
    "no date": (RAW.replace(f"X-Amz-Date: {AT}\n", ""), "its signature, which comes without its date"),
    "a date that is none": (RAW.replace(f"X-Amz-Date: {AT}", "X-Amz-Date: noon"), "comes without its date"),
    "another day in the scope": (RAW.replace("/20150830/", "/20150831/"), "the day of its scope, which is not"),
    "two signatures": (RAW.replace("?client=requests", f"?{IN_URL.partition('?')[2]}"), "its two signatures"),
    "a header that was not pasted": (
        RAW.replace("x-api-key: example\n", ""),
        "the values of x-api-key, which were not",
    ),
    "an Authorization header alone": (f"Authorization: {AUTHORIZATION}", "the path and the query, which were not"),
    "a program": (f"requests.get('{URL}', headers={{'Authorization': '{AUTHORIZATION}'}})", "without its date"),
}


@pytest.mark.parametrize(("text", "words"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_not_in_the_form_is_told(text: str, words: str) -> None:
    """By name, never with a value; what else was pasted fills the form, and it can be signed."""
    pasted = read_paste(text, BEFORE)

    assert words in str(pasted)
    assert "***" not in repr([getattr(pasted.form, name) for name in LabInput.__slots__])
    assert trace_of(pasted.form)[0].signature


def test_an_authorization_header_alone_still_says_for_where() -> None:
    """Key id, Region and service are those of its credential, though its date is missing."""
    form = read_paste(f"Authorization: {AUTHORIZATION}", BEFORE).form

    assert (form.access_key_id, form.region, form.service) == ("AKIDEXAMPLE", "eu-central-1", "execute-api")


def test_the_service_of_awss_published_cases_is_no_placeholder() -> None:
    """It is called service, and its Region says that it is meant."""
    vanilla = Request("GET", "https://example.amazonaws.com/")
    text = raw_http(sign(vanilla, ALICE, region="us-east-1", service="service", at=AT))

    assert read_paste(text, BEFORE).form.service == "service"
    assert read_paste(text.replace("us-east-1", "region"), BEFORE).form.service == BEFORE.service


def test_a_signature_of_version_2_is_no_secret() -> None:
    """It stands where some tools write the secret."""
    text = RAW.replace(AUTHORIZATION, "AWS AKIDEXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=")

    assert read_paste(text, BEFORE).form.secret_access_key == BEFORE.secret_access_key


def test_keys_in_a_command_are_taken() -> None:
    """With its Region and service; nothing of it was signed yet."""
    secret = "0123456789abcdefghijABCDEFGHIJ/+" + "x" * 8
    text = f'curl --aws-sigv4 "aws:amz:eu-west-3:lambda" --user "AKIDMINE:{secret}" https://h.example/ -d a=1'
    form = read_paste(text, BEFORE).form

    assert (form.access_key_id, form.secret_access_key, form.region, form.service, form.signed_headers) == (
        "AKIDMINE",
        secret,
        "eu-west-3",
        "lambda",
        None,
    )


CANNOT_BE_SIGNED = {
    "a Region with a blank": IN_URL.replace("eu-central-1%2F", "eu%20central%2F"),
    "a key id that is none": RAW.replace("Credential=AKIDEXAMPLE", "Credential=AK=ID"),
}


@pytest.mark.parametrize("text", CANNOT_BE_SIGNED.values(), ids=CANNOT_BE_SIGNED)
def test_what_cannot_be_signed_is_told_at_its_field(text: str) -> None:
    """The form is filled all the same."""
    lab = SigningLab()
    lab.paste(text)

    assert lab.problem
    assert lab.form.read() == read_paste(text, LabInput(url="")).form


NOTHING = ["", " \n", " " * 100_000, "please help", REFUSED, "\x00", URL.partition("//")[2]]
NOTHING += [explain(POST, ALICE, **PLACE)[name].text for name in ("canonical_request", "string_to_sign")]


@pytest.mark.parametrize("text", NOTHING, ids=range(len(NOTHING)))
def test_a_paste_without_a_request_is_refused(text: str) -> None:
    """By saying what was found instead, and what can be pasted."""
    with pytest.raises(UnreadableText, match=r"paste: received n.* expected a request: curl, raw HTTP, HAR"):
        read_paste(text, BEFORE)


@settings(max_examples=100)
@given(strategies.REQUESTS, strategies.CREDENTIALS, strategies.SCOPES, strategies.EXPIRES)
def test_any_signed_request_is_shown_as_it_was_signed(
    request: Request, credentials: Credentials, scope: dict[str, Any], expires: int | None
) -> None:
    """Whatever it is, in its header or its URL: the form gives the signature that it carries, or says why not."""
    trace = explain(request, credentials, **scope, expires=expires)
    token = credentials.session_token or ""
    assume(token == token.strip())  # a field leaves out the blanks around a token
    keys = Credentials(credentials.access_key_id, credentials.secret_access_key)
    pasted = filled(ReadRequest(trace.signed_request, 0, 0, "a request"), BEFORE, keys)
    try:
        again = trace_of(pasted.form)[0].signature
    finally:
        assume(not pasted.left_out)

    assert again == pasted.signature == trace.signature
