"""Clients that others wrote: each is accepted, and refused when its request is tampered with on the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.client
import botocore.credentials
import botocore.exceptions
import pytest
import requests
import urllib3
from requests_aws4auth import AWS4Auth

from sigv4_explain import Credentials, SigV4Auth
from sigv4_explain.local_aws import LocalAws
from tests.local_aws.calling import BOB
from tests.local_aws.sockets import exchange
from tests.requirements import skip_or_fail

Sent = tuple[int, str]
"""The status and the body of an answer."""
Client = Callable[[LocalAws, str, str, Credentials, bytes], Sent]
"""Takes fronts, a method, a URL, keys and a body."""

HEADERS = {"x-api-key": "example", "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    """The story in real time, as these clients sign for now."""
    with LocalAws() as aws:
        yield aws


@pytest.fixture(scope="module")
def lent(aws: LocalAws) -> Credentials:
    """Keys that boto3 was lent."""
    sts = boto3.client("sts", **aws.sts)
    keys = sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1")["Credentials"]
    sts.close()
    return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


def _service(url: str, aws: LocalAws) -> str:
    return "lambda" if url.startswith(aws.loopback.function_url) else "execute-api"


def _requests(aws: LocalAws, method: str, url: str, keys: Credentials, body: bytes) -> Sent:
    auth = SigV4Auth(keys, region=aws.region, service=_service(url, aws))
    answer = requests.request(method, url, headers=HEADERS, data=body, auth=auth, timeout=10)
    return answer.status_code, answer.text


def _aws4auth(aws: LocalAws, method: str, url: str, keys: Credentials, body: bytes) -> Sent:
    auth = AWS4Auth(
        keys.access_key_id,
        keys.secret_access_key,
        aws.region,
        _service(url, aws),
        session_token=keys.session_token,
    )
    answer = requests.request(method, url, headers=HEADERS, data=body, auth=auth, timeout=10)
    return answer.status_code, answer.text


def _signed_by_botocore(
    aws: LocalAws, method: str, url: str, keys: Credentials, body: bytes
) -> botocore.awsrequest.AWSPreparedRequest:
    request = botocore.awsrequest.AWSRequest(method, url, HEADERS, body)
    credentials = botocore.credentials.Credentials(keys.access_key_id, keys.secret_access_key, keys.session_token)
    botocore.auth.SigV4Auth(credentials, _service(url, aws), aws.region).add_auth(request)
    return request.prepare()


def _botocore_and_urllib3(aws: LocalAws, method: str, url: str, keys: Credentials, body: bytes) -> Sent:
    signed = _signed_by_botocore(aws, method, url, keys, body)
    with urllib3.PoolManager() as pool:
        answer = pool.request(method, signed.url, headers=dict(signed.headers.items()), body=body)
        return answer.status, answer.data.decode()


def _botocore_and_urllib(aws: LocalAws, method: str, url: str, keys: Credentials, body: bytes) -> Sent:
    signed = _signed_by_botocore(aws, method, url, keys, body)
    request = urllib.request.Request(signed.url, body or None, dict(signed.headers.items()), method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def _botocores_query(aws: LocalAws, method: str, url: str, keys: Credentials, body: bytes) -> Sent:
    request = botocore.awsrequest.AWSRequest(method, url, HEADERS, body)
    credentials = botocore.credentials.Credentials(keys.access_key_id, keys.secret_access_key, keys.session_token)
    botocore.auth.SigV4QueryAuth(credentials, _service(url, aws), aws.region).add_auth(request)
    answer = requests.request(method, str(request.url), headers=dict(request.headers), data=body, timeout=10)
    return answer.status_code, answer.text


def _curl(aws: LocalAws, method: str, url: str, keys: Credentials, body: bytes) -> Sent:
    if shutil.which("curl") is None:
        skip_or_fail("clients", "curl is not installed")
    words = ["curl", "--disable", "-sS", "--noproxy", "*", "--max-time", "10", "-X", method, "-w", "\n%{http_code}"]
    words += ["--aws-sigv4", f"aws:amz:{aws.region}:{_service(url, aws)}"]
    words += [word for name, value in HEADERS.items() for word in ("-H", f"{name}: {value}")]
    words += ["--user", f"{keys.access_key_id}:{keys.secret_access_key}"]
    if keys.session_token is not None:
        words += ["-H", f"x-amz-security-token: {keys.session_token}"]
    if body:
        words += ["--data-binary", "@-"]
    found = subprocess.run([*words, url], input=body, capture_output=True, check=True)
    text, _, status = found.stdout.decode().rpartition("\n")
    return int(status), text


IN_THE_QUERY = "botocore's signer in the query"
CLIENTS: dict[str, Client] = {
    "requests with SigV4Auth": _requests,
    "requests-aws4auth": _aws4auth,
    "botocore's signer and urllib3": _botocore_and_urllib3,
    "botocore's signer and urllib": _botocore_and_urllib,
    IN_THE_QUERY: _botocores_query,
    "curl --aws-sigv4": _curl,
}
# Not every curl (7.88 for one) sorts the parameters before it signs them, so they are sorted here.
CALLS = {
    "GET with a query": ("GET", "rest_url", "/?a=1&b=two%20words&client=ky", b""),
    "GET with a path": ("GET", "rest_url", "/items/a-b/c_d.e~f", b""),
    "POST": ("POST", "rest_url", "/", b'{"client": "ky"}'),
    "custom domain": ("GET", "custom_domain_url", "/", b""),
    "HTTP API": ("POST", "http_api_url", "/hello", b'{"client": "ky"}'),
    "function URL": ("GET", "function_url", "/", b""),
}


# botocore moves the body into the query when it signs that.
DOABLE = [(client, call) for client in CLIENTS for call in CALLS if client != IN_THE_QUERY or not CALLS[call][3]]


@pytest.mark.parametrize(("client", "call"), DOABLE)
def test_each_client_is_accepted(aws: LocalAws, lent: Credentials, client: str, call: str) -> None:
    """With a long-term key and with the keys of a session, at every front."""
    method, name, path, body = CALLS[call]
    for keys in (BOB, lent):
        status, text = CLIENTS[client](aws, method, getattr(aws.loopback, name) + path, keys, body)

        assert status == 200, text
        assert json.loads(text)["method"] == method
        assert json.loads(text)["body"] == (body.decode() or None)


@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_is_refused_with_a_wrong_secret(aws: LocalAws, client: str) -> None:
    """In AWS's words, and with what the server would have signed."""
    wrong = Credentials(BOB.access_key_id, "not-bobs-secret")

    status, text = CLIENTS[client](aws, "GET", f"{aws.loopback.rest_url}/?a=1", wrong, b"")

    assert status == 403
    assert "The request signature we calculated does not match" in json.loads(text)["message"]


TAMPERINGS: dict[str, Callable[[requests.PreparedRequest], None]] = {
    "method": lambda sent: setattr(sent, "method", "PUT"),
    "path": lambda sent: setattr(sent, "url", str(sent.url).replace("/items/", "/items/x")),
    "query": lambda sent: setattr(sent, "url", f"{sent.url}&admin=true"),
    "signed header": lambda sent: sent.headers.update({"Host": "localhost"}),
    "body": lambda sent: setattr(sent, "body", b'{"client": "kX"}'),
}


class _Tampering(requests.auth.AuthBase):
    """Signs with another signer, and changes the request on its way."""

    def __init__(self, signer: Callable[[Any], Any], tampering: str | None) -> None:
        self._signer = signer
        self._tampering = tampering

    def __call__(self, sent: requests.PreparedRequest) -> requests.PreparedRequest:
        self._signer(sent)
        if self._tampering is not None:
            TAMPERINGS[self._tampering](sent)
        return sent


def _botocore_signer(aws: LocalAws) -> Callable[[requests.PreparedRequest], None]:
    def sign(sent: requests.PreparedRequest) -> None:
        headers = {"x-api-key": sent.headers["x-api-key"]}
        body = sent.body if isinstance(sent.body, bytes) else b""
        request = botocore.awsrequest.AWSRequest(sent.method, sent.url, headers, body)
        keys = botocore.credentials.Credentials(BOB.access_key_id, BOB.secret_access_key)
        botocore.auth.SigV4Auth(keys, "execute-api", aws.region).add_auth(request)
        sent.headers.update(dict(request.headers.items()))

    return sign


SIGNERS: dict[str, Callable[[LocalAws], Callable[[Any], Any]]] = {
    "SigV4Auth": lambda aws: SigV4Auth(BOB, region=aws.region, service="execute-api"),
    "requests-aws4auth": lambda aws: AWS4Auth(BOB.access_key_id, BOB.secret_access_key, aws.region, "execute-api"),
    "botocore": _botocore_signer,
}


@pytest.mark.parametrize("tampering", [None, *TAMPERINGS])
@pytest.mark.parametrize("signer", SIGNERS)
def test_a_request_that_was_changed_on_the_way_is_refused(aws: LocalAws, signer: str, tampering: str | None) -> None:
    """Whoever signed it; untouched, the same is accepted."""
    auth = _Tampering(SIGNERS[signer](aws), tampering)
    url = f"{aws.loopback.rest_url}/items/a?b=1"

    answer = requests.post(url, headers=HEADERS, data=b'{"client": "ky"}', auth=auth, timeout=10)

    assert answer.status_code == (200 if tampering is None else 403)
    if tampering is not None:
        assert answer.headers["x-amzn-ErrorType"] == "InvalidSignatureException"
        assert "The request signature we calculated does not match" in answer.json()["message"]


def test_curls_request_is_refused_with_another_body(aws: LocalAws) -> None:
    """A body that replaces the signed one on the way, byte for byte as long."""
    if shutil.which("curl") is None:
        skip_or_fail("clients", "curl is not installed")
    with LocalAws(function=lambda _: {"statusCode": 200}) as other:  # only its log is wanted
        _curl(other, "POST", f"{other.loopback.rest_url}/", BOB, b'{"client": "ky"}')
        verdict = other.log[-1].verdict
        assert verdict is not None
        arrived = verdict.request
    lines = [f"POST {arrived.path} HTTP/1.1", *(f"{name}: {value}" for name, value in arrived.headers)]
    head = "\r\n".join([*lines, "", ""]).encode()

    assert exchange(aws.loopback.rest_url, head + b'{"client": "ky"}').status == 200
    assert exchange(aws.loopback.rest_url, head + b'{"client": "kX"}').status == 403


def test_boto3_learns_from_sts_what_is_wrong(aws: LocalAws) -> None:
    """A refusal is XML that the SDK makes its own error of."""
    options = aws.sts | {"aws_secret_access_key": "not-alices-secret"}
    sts = boto3.client("sts", **options)
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        sts.get_caller_identity()
    sts.close()

    error = caught.value.response
    assert error["Error"]["Code"] == "SignatureDoesNotMatch"
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_boto3_is_told_in_its_language_that_a_call_is_too_long(aws: LocalAws) -> None:
    """Also when the request never reached STS's rules."""
    sts = boto3.client("sts", **aws.sts, config=botocore.client.Config(retries={"max_attempts": 0}))
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1", Policy="x" * 1_100_000)
    sts.close()

    assert caught.value.response["Error"]["Code"] == "RequestEntityTooLarge"


def test_the_same_session_reaches_sts_and_the_api(aws: LocalAws, lent: Credentials) -> None:
    """GetCallerIdentity names the session that was lent the keys."""
    options = aws.sts | {
        "aws_access_key_id": lent.access_key_id,
        "aws_secret_access_key": lent.secret_access_key,
        "aws_session_token": lent.session_token,
    }
    sts = boto3.client("sts", **options)
    identity = sts.get_caller_identity()
    sts.close()

    assert identity["Arn"] == "arn:aws:sts::444455556666:assumed-role/ApiAccess/session1"
    assert urlsplit(aws.loopback.sts_url).hostname == "127.0.0.1"
