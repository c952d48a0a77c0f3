"""The clients in Python, each made to sign a request that nobody sends: what it would have sent is returned.

Each function imports its client when it is called, and raises ImportError when that is not installed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from sigv4_explain.clients.cell import Column, known_lines, measured
from sigv4_explain.clients.situations import REGION, SITUATIONS, Situation
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.request import Request

_KEY = (EXAMPLE.access_key_id, EXAMPLE.secret_access_key)
_NOW = "20150830T123600Z"
Signer = Callable[[Situation], Request | None]


def botocore(situation: Situation) -> Request:
    """Sign with botocore, the URL given as it is; S3 has a signer of its own there."""
    auth, aws_request = import_module("botocore.auth"), import_module("botocore.awsrequest")
    keys = import_module("botocore.credentials").Credentials(*_KEY)
    asked = situation.request
    request = aws_request.AWSRequest(asked.method, asked.url, data=asked.body)
    for name, value in asked.headers:
        request.headers.add_header(name, value)
    signer = auth.S3SigV4Auth if situation.service == "s3" else auth.SigV4Auth
    signer(keys, situation.service, REGION).add_auth(request)
    return _sent(asked, asked.url, request.headers.items())


def awscrt(situation: Situation) -> Request:
    """Sign with AWS's signer in C, with the options of botocore's own S3 and other clients."""
    auth, http = import_module("awscrt.auth"), import_module("awscrt.http")
    asked, is_s3 = situation.request, situation.service == "s3"
    _, _, rest = asked.url.partition("://")
    authority, slash, target = rest.partition("/")
    request = http.HttpRequest(asked.method, slash + target, http.HttpHeaders([("Host", authority), *asked.headers]))
    header = auth.AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256 if is_s3 else auth.AwsSignedBodyHeaderType.NONE
    config = auth.AwsSigningConfig(
        algorithm=auth.AwsSigningAlgorithm.V4,
        signature_type=auth.AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=auth.AwsCredentialsProvider.new_static(*_KEY),
        region=REGION,
        service=situation.service,
        date=datetime.fromisoformat(_NOW).astimezone(UTC),
        use_double_uri_encode=not is_s3,
        should_normalize_uri_path=not is_s3,
        signed_body_header_type=header,
    )
    auth.aws_sign_request(request, config).result()
    return _sent(asked, asked.url, request.headers)


def requests_aws4auth(situation: Situation) -> Request | None:
    """Sign with requests and requests-aws4auth."""
    return _by_requests(situation, import_module("requests_aws4auth").AWS4Auth(*_KEY, REGION, situation.service))


def aws_requests_auth(situation: Situation) -> Request | None:
    """Sign with requests and aws-requests-auth, told the host as the URL has it."""
    host = situation.request.url.split("/")[2]
    client = import_module("aws_requests_auth.aws_auth")
    return _by_requests(situation, client.AWSRequestsAuth(*_KEY, host, REGION, situation.service))


def httpx_aws_auth(situation: Situation) -> Request:
    """Sign with httpx and httpx-aws-auth."""
    client, httpx, asked = import_module("httpx_aws_auth"), import_module("httpx"), situation.request
    request = httpx.Request(asked.method, asked.url, headers=asked.headers)
    auth = client.AwsSigV4Auth(client.AwsCredentials(*_KEY), REGION, situation.service)
    signed = next(auth.auth_flow(request))
    return _sent(asked, str(signed.url), signed.headers.multi_items())


def awscurl(situation: Situation) -> Request | None:
    """Sign in the four tasks of the command awscurl."""
    client, asked = import_module("awscurl.awscurl"), situation.request
    headers, parts = dict(asked.headers), client.url_path_to_dict(asked.url)
    if len(headers) < len(asked.headers):
        return None
    text, payload, names = client.task_1_create_a_canonical_request(
        query=parts["query"],
        headers=headers,
        port=parts["port"],
        host=parts["host"],
        amzdate=_NOW,
        method=asked.method,
        data="",
        security_token=None,
        data_binary=False,
        canonical_uri=parts["path"],
    )
    day = _NOW[:8]
    to_sign, algorithm, scope = client.task_2_create_the_string_to_sign(_NOW, day, text, situation.service, REGION)
    signature = client.task_3_calculate_the_signature(day, to_sign, situation.service, REGION, _KEY[1])
    added = client.task_4_build_auth_headers_for_the_request(
        _NOW, payload, algorithm, scope, names, signature, _KEY[0], None
    )
    return _sent(asked, asked.url, (headers | added).items())


def _by_requests(situation: Situation, auth: Any) -> Request | None:
    requests, asked = import_module("requests"), situation.request
    headers = dict(asked.headers)
    if len(headers) < len(asked.headers):
        return None  # its headers are a dictionary
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # datetime.utcnow
        prepared = requests.Request(asked.method, asked.url, headers, auth=auth).prepare()
    return _sent(asked, prepared.url, prepared.headers.items())


def _sent(asked: Request, url: str, headers: Iterable[tuple[str, Any]]) -> Request:
    texts = [(name, value.decode() if isinstance(value, bytes) else str(value)) for name, value in headers]
    return Request(asked.method, url, texts)


SIGNERS: Mapping[str, Signer] = MappingProxyType(
    {
        "botocore": botocore,
        "awscrt": awscrt,
        "requests-aws4auth": requests_aws4auth,
        "aws-requests-auth": aws_requests_auth,
        "httpx-aws-auth": httpx_aws_auth,
        "awscurl": awscurl,
    }
)
"""By the names of the columns, which are PyPI's."""


def live_column(client: str) -> Column | None:
    """Let a client sign in every situation; None when it is not installed, or in a version that is asked otherwise."""
    try:
        cells = tuple(measured(SIGNERS[client](each), each, known_lines(each)) for each in SITUATIONS)
        return Column(client, version(client), cells)
    except (ImportError, AttributeError, TypeError):  # the two others: a version with another interface
        return None
