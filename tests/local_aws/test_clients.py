"""Clients that others wrote are refused when their requests are tampered with; ``tests/clients`` has them accepted."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.client
import botocore.credentials
import botocore.exceptions
import pytest
import requests
from requests_aws4auth import AWS4Auth

from sigv4_explain import SigV4Auth
from sigv4_explain.local_aws import LocalAws
from tests.local_aws.calling import ALICE
from tests.local_aws.sockets import exchange
from tests.requirements import skip_or_fail

HEADERS = {"x-api-key": "example", "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    """The story in real time, as these clients sign for now."""
    with LocalAws() as aws:
        yield aws


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
        keys = botocore.credentials.Credentials(ALICE.access_key_id, ALICE.secret_access_key)
        botocore.auth.SigV4Auth(keys, "execute-api", aws.region).add_auth(request)
        sent.headers.update(dict(request.headers.items()))

    return sign


SIGNERS: dict[str, Callable[[LocalAws], Callable[[Any], Any]]] = {
    "SigV4Auth": lambda aws: SigV4Auth(ALICE, region=aws.region, service="execute-api"),
    "requests-aws4auth": lambda aws: AWS4Auth(ALICE.access_key_id, ALICE.secret_access_key, aws.region, "execute-api"),
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
    words = ["curl", "--disable", "-sS", "--noproxy", "*", "--max-time", "10", "--data-binary", '{"client": "ky"}']
    words += ["--aws-sigv4", f"aws:amz:{aws.region}:execute-api", "--user"]
    words += [f"{ALICE.access_key_id}:{ALICE.secret_access_key}", "-H", "x-api-key: example"]
    subprocess.run([*words, f"{aws.loopback.rest_url}/"], capture_output=True, check=True)
    verdict = aws.log[-1].verdict
    assert verdict is not None
    arrived = verdict.request
    lines = [f"POST {arrived.path} HTTP/1.1", *(f"{name}: {value}" for name, value in arrived.headers)]
    head = "\r\n".join([*lines, "", ""]).encode()

    assert exchange(aws.loopback.rest_url, head + b'{"client": "ky"}').status == 200
    assert exchange(aws.loopback.rest_url, head + b'{"client": "kX"}').status == 403


@pytest.mark.parametrize(
    ("change", "call", "code"),
    [
        ({"aws_secret_access_key": "not-carols-secret"}, {}, "SignatureDoesNotMatch"),
        ({}, {"Policy": "x" * 1_100_000}, "RequestEntityTooLarge"),
    ],
)
def test_boto3_learns_from_sts_what_is_wrong(
    aws: LocalAws, change: dict[str, str], call: dict[str, str], code: str
) -> None:
    """A refusal is XML that the SDK makes its own error of, also when the request never reached STS's rules."""
    sts = boto3.client("sts", **aws.sts | change, config=botocore.client.Config(retries={"max_attempts": 0}))
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1", **call)
    sts.close()

    assert caught.value.response["Error"]["Code"] == code


def test_a_session_knows_who_it_is(aws: LocalAws) -> None:
    """GetCallerIdentity names the session that was lent the keys."""
    sts = boto3.client("sts", **aws.sts)
    lent = sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1")["Credentials"]
    sts.close()
    options = aws.sts | {
        "aws_access_key_id": lent["AccessKeyId"],
        "aws_secret_access_key": lent["SecretAccessKey"],
        "aws_session_token": lent["SessionToken"],
    }
    sts = boto3.client("sts", **options)
    identity = sts.get_caller_identity()
    sts.close()

    assert identity["Arn"] == "arn:aws:sts::444455556666:assumed-role/ApiAccess/session1"
