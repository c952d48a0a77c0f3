from __future__ import annotations

import pytest

from sigv4_explain import Credentials, Request
from tests.local_aws.calling import ALICE, CAROL, HOSTS, called
from tests.local_aws.parts import Cloud, Front, Response

HELLO = Request("GET", f"{HOSTS[Front.HTTP_API]}/hello")


def _names(response: Response) -> list[str]:
    return [name for name, _ in response.headers]


def test_a_signed_request_reaches_the_function() -> None:
    """GET /hello, as in the story that signs by hand."""
    response = called(Front.HTTP_API, HELLO, ALICE)

    assert response.status == 200
    assert _names(response) == ["Date", "Content-Type", "Content-Length", "Connection", "Apigw-Requestid"]


@pytest.mark.parametrize(
    "credentials",
    [
        None,
        Credentials("AKIDNOBODY", "a secret of nobody"),
        Credentials(ALICE.access_key_id, "another secret"),
        CAROL,
    ],
    ids=["unsigned", "unknown key", "wrong secret", "no permission"],
)
def test_whatever_is_wrong_the_answer_is_forbidden(credentials: Credentials | None) -> None:
    """An HTTP API never says why; the log does."""
    response = called(Front.HTTP_API, HELLO, credentials)

    assert (response.status, response.text) == (403, '{"message":"Forbidden"}')
    assert _names(response) == ["Date", "Content-Type", "Content-Length", "Connection", "Apigw-Requestid"]
    assert response.because.startswith(("rule", "denied"))


@pytest.mark.parametrize("request_", [Request("GET", f"{HOSTS[Front.HTTP_API]}/"), Request("PUT", HELLO.url)])
def test_an_unknown_route_is_not_found(request_: Request) -> None:
    """Before anybody looks at a signature."""
    response = called(Front.HTTP_API, request_)

    assert (response.status, response.text) == (404, '{"message":"Not Found"}')


def test_a_function_that_fails_is_an_internal_server_error() -> None:
    """500, in this front's own spelling."""
    response = called(Front.HTTP_API, HELLO, ALICE, cloud=Cloud(function=lambda _: 1 / 0))

    assert (response.status, response.text) == (500, '{"message":"Internal Server Error"}')


def test_another_api_does_not_exist() -> None:
    """A host of AWS's that is not this one."""
    other = Request("GET", HELLO.url.replace("def456", "another"))

    assert called(Front.HTTP_API, other, ALICE).text == '{"message":"Forbidden"}'
