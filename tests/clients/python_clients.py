"""The clients written in Python: each signs and sends as its users let it."""

from __future__ import annotations

import warnings
from urllib.parse import urlsplit

import httpx
import requests
from aws_requests_auth.aws_auth import AWSRequestsAuth
from awscurl.awscurl import make_request
from httpx_aws_auth import AwsCredentials, AwsSigV4Auth
from requests_aws4auth import AWS4Auth

from tests.clients.calling import Answer, Call

_SECONDS = 10


def requests_aws4auth(call: Call) -> Answer:
    """Send with requests and requests-aws4auth."""
    key = call.keys
    auth = AWS4Auth(
        key.access_key_id, key.secret_access_key, call.region, call.service, session_token=key.session_token
    )
    return _by_requests(call, auth)


def aws_requests_auth(call: Call) -> Answer:
    """Send with requests and aws-requests-auth, which wants to be told the host."""
    key, host = call.keys, call.options.get("host", urlsplit(call.url).netloc)
    auth = AWSRequestsAuth(key.access_key_id, key.secret_access_key, host, call.region, call.service, key.session_token)
    with _old_clock():
        return _by_requests(call, auth)


def httpx_aws_auth(call: Call) -> Answer:
    """Send with httpx and httpx-aws-auth."""
    key = AwsCredentials(call.keys.access_key_id, call.keys.secret_access_key, call.keys.session_token)
    answer = httpx.request(
        call.method,
        call.url,
        headers=dict(call.headers),
        content=call.body.encode(),
        auth=AwsSigV4Auth(key, call.region, call.service),
        timeout=_SECONDS,
        trust_env=False,
    )
    return Answer(answer.status_code, answer.text)


def awscurl(call: Call) -> Answer:
    """Send as the command awscurl does with ``--data-binary``."""
    key = call.keys
    with _old_clock():
        answer = make_request(
            call.method,
            call.service,
            call.region,
            call.url,
            dict(call.headers),
            call.body.encode(),
            key.access_key_id,
            key.secret_access_key,
            key.session_token,
            data_binary=True,
        )
    return Answer(answer.status_code, answer.text)


def _by_requests(call: Call, auth: requests.auth.AuthBase) -> Answer:
    answer = requests.request(
        call.method, call.url, headers=dict(call.headers), data=call.body.encode(), auth=auth, timeout=_SECONDS
    )
    return Answer(answer.status_code, answer.text)


def _old_clock() -> warnings.catch_warnings:
    """Let the client call datetime.utcnow, of which Python 3.12 and later disapprove."""
    return warnings.catch_warnings(action="ignore", category=DeprecationWarning)
