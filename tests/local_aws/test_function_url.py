from __future__ import annotations

import json

import pytest

from sigv4_explain import Credentials, Request, Wording
from tests.local_aws.calling import ALICE, CAROL, HOSTS, called, signed
from tests.local_aws.parts import STORY, Cloud, Front, allow

CALL = Request("POST", f"{HOSTS[Front.FUNCTION_URL]}/any/path?client=curl", {"Content-Type": "text/plain"}, "body")
FORBIDDEN = (
    '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: '
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}'
)
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)


def test_a_signed_request_reaches_the_function_on_any_path() -> None:
    """A function URL has no routes."""
    response = called(Front.FUNCTION_URL, CALL, ALICE)

    assert json.loads(response.text)["body"] == "body"
    assert [name for name, _ in response.headers][-1] == "x-amzn-RequestId"


ROWS = {
    "unsigned": (None, "AccessDeniedException", FORBIDDEN),
    "no permission": (CAROL, "AccessDeniedException", FORBIDDEN),
    "unknown key": (
        Credentials("AKIDNOBODY", "a secret of nobody"),
        "UnrecognizedClientException",
        '{"message":"The security token included in the request is invalid."}',
    ),
    "wrong secret": (
        Credentials(ALICE.access_key_id, "not Alice's secret"),
        "InvalidSignatureException",
        f'{{"message":"{MISMATCH}"}}',
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_refusal_is_lambda_s_own(name: str) -> None:
    """403 each time; the canonical string is never shown, and no header names an API."""
    credentials, error_type, body = ROWS[name]
    response = called(Front.FUNCTION_URL, CALL, credentials)

    assert (response.status, response.header("x-amzn-ErrorType"), response.text) == (403, error_type, body)
    assert response.header("x-amz-apigw-id") is None


def test_the_lengths_are_those_of_published_transcripts() -> None:
    """144 and 192 bytes: what curl showed others as Content-Length."""
    assert (len(FORBIDDEN), len(ROWS["wrong secret"][2])) == (144, 192)


def test_the_classic_wording_is_one_word() -> None:
    """As it was until 2025."""
    response = called(Front.FUNCTION_URL, CALL, cloud=Cloud(wording=Wording.CLASSIC))

    assert response.text == '{"Message":"Forbidden"}'


def test_a_signature_for_execute_api_does_not_count() -> None:
    """The service in the scope is lambda."""
    response = called(Front.FUNCTION_URL, signed(Front.REST_API, CALL, ALICE))

    assert "Credential should be scoped to correct service: 'lambda'. " in response.text


@pytest.mark.parametrize("action", ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"])
def test_one_of_the_two_permissions_is_not_enough(action: str) -> None:
    """Since October 2025 both are asked for."""
    world = STORY.with_policies("alice", {"Half": allow(action, "*")})

    assert called(Front.FUNCTION_URL, CALL, ALICE, cloud=Cloud(world)).status == 403


def test_a_function_that_fails_is_a_bad_gateway() -> None:
    """502, and the reason stays in the log."""
    response = called(Front.FUNCTION_URL, CALL, ALICE, cloud=Cloud(function=lambda _: 1 / 0))

    assert (response.status, response.text) == (502, "Internal Server Error")
    assert response.because == "the function raised ZeroDivisionError"


def test_another_function_url_does_not_exist() -> None:
    """A host of AWS's that is not this one: no word at all."""
    other = Request("GET", "https://another.lambda-url.eu-central-1.on.aws/")
    response = called(Front.FUNCTION_URL, other, ALICE)

    assert (response.status, response.header("x-amzn-ErrorType")) == (403, "AccessDeniedException")
    assert response.text == '{"Message":null}'


def test_on_this_machine_any_name_will_do() -> None:
    """The host is signed as it is sent."""
    assert called(Front.FUNCTION_URL, Request("GET", "http://127.0.0.1:8403/"), ALICE).status == 200
