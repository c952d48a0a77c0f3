"""What botocore's own signers, the ones in Python, make of a request: the canonical request and the signature."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import botocore.credentials
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest

from sigv4_explain import GENERIC, S3, Credentials, Request, Trace, explain
from tests.core.examples import MOMENT

REGION = "eu-central-1"
EXPIRES = 300
SERVICES = {"execute-api": GENERIC, "s3": S3}


class Signed(NamedTuple):
    """The two values on which signers must agree."""

    canonical_request: str
    signature: str


def signed_by_botocore(
    request: Request,
    credentials: Credentials,
    service: str,
    expires: int | None = None,
    region: str = REGION,
    at: str = MOMENT,
) -> Signed:
    """Sign with the signer that botocore uses for a service without awscrt, with its clock stopped."""
    keys = botocore.credentials.Credentials(
        credentials.access_key_id, credentials.secret_access_key, credentials.session_token
    )
    signer: SigV4Auth
    if expires is None:
        signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(keys, service, region)
    else:
        signer = (S3SigV4QueryAuth if service == "s3" else SigV4QueryAuth)(keys, service, region, expires=expires)
    sent = _aws_request(request)
    seen: list[str] = []
    original = signer.canonical_request

    def remembered(aws_request: AWSRequest) -> str:
        seen.append(original(aws_request))
        return seen[-1]

    clock = datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    with (
        patch("botocore.auth.get_current_datetime", return_value=clock),
        patch.object(signer, "canonical_request", remembered),
    ):
        signer.add_auth(sent)
    if expires is None:
        return Signed(seen[0], str(sent.headers["Authorization"]).rpartition("Signature=")[2])
    return Signed(seen[0], dict(parse_qsl(urlsplit(str(sent.url)).query))["X-Amz-Signature"])


def signed_here(request: Request, credentials: Credentials, service: str, expires: int | None = None) -> Signed:
    """Sign the same with this package."""
    trace = traced(request, credentials, service, expires)
    return Signed(trace["canonical_request"].text, trace.signature)


def traced(request: Request, credentials: Credentials, service: str, expires: int | None = None) -> Trace:
    """Explain the same with this package."""
    return explain(request, credentials, region=REGION, service=service, at=MOMENT, expires=expires)


def _aws_request(request: Request) -> AWSRequest:
    aws_request = AWSRequest(request.method, request.url, data=request.body)
    for name, value in request.headers:
        aws_request.headers.add_header(name, value)
    return aws_request
