"""The signers that are compared. Each call builds its library's own request and signs it as of now.

No URL comes twice within a thousand calls, so that nobody lives on a cache of URLs; signing keys are cached by those
who do so by themselves: sigv4_explain and requests-aws4auth.
"""

from __future__ import annotations

import hmac
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import cycle

import requests
from awscrt import auth as crt
from awscrt.http import HttpHeaders, HttpRequest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from requests_aws4auth import AWS4Auth

from sigv4_explain import Credentials, Request, explain, sign, verify
from sigv4_explain.signing import scope_and_signing_key

KEY_ID, SECRET, TOKEN = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token" * 60
REGION, SERVICE = "eu-central-1", "execute-api"
HOST = "abc123.execute-api.eu-central-1.amazonaws.com"
HEADERS = {"x-api-key": "example"}
ALICE = Credentials(KEY_ID, SECRET, TOKEN)

SIGN = "`sign`"
SIGN_ANEW = "`sign`, key derived anew"
EXPLAIN = "`explain`, every step recorded"
VERIFY = "`verify`"
VERIFY_BUILT = "`verify`, building its request too"
BOTOCORE = "botocore `SigV4Auth`"
AWS4AUTH = "requests-aws4auth"
AWSCRT = "awscrt (C)"
FLOOR_KEPT = "bare hashes, key kept: 2 SHA-256, 1 HMAC"
FLOOR = "bare hashes: 2 SHA-256, 5 HMAC"


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of request: a method and a body."""

    method: str
    body: bytes


def contenders(case: Case) -> dict[str, Callable[[], object]]:
    """Return for each signer a call that builds and signs the case's request."""
    targets = cycle([f"/default?client=requests&n={number}" for number in range(1000)])
    ours = _ours(case, targets)
    return {
        **ours,
        BOTOCORE: _botocore(case, targets),
        AWS4AUTH: _aws4auth(case, targets),
        AWSCRT: _awscrt(case, targets),
        FLOOR_KEPT: lambda: _hashes(case.body, keys=1),
        FLOOR: lambda: _hashes(case.body, keys=5),
    }


def _ours(case: Case, targets: cycle[str]) -> dict[str, Callable[[], object]]:
    def request() -> Request:
        return Request(case.method, f"https://{HOST}{next(targets)}", HEADERS, case.body)

    def sign_anew() -> Request:
        scope_and_signing_key.cache_clear()
        return sign(request(), ALICE, region=REGION, service=SERVICE)

    return {
        SIGN: lambda: sign(request(), ALICE, region=REGION, service=SERVICE),
        SIGN_ANEW: sign_anew,
        EXPLAIN: lambda: explain(request(), ALICE, region=REGION, service=SERVICE),
        **_verifying([sign(request(), ALICE, region=REGION, service=SERVICE) for _ in range(_enough(case))]),
    }


def _enough(case: Case) -> int:
    """Return how many different requests are signed beforehand, so that this does not take minutes itself."""
    return max(1, min(1000, 20_000_000 // (len(case.body) + 1)))


def _verifying(signed: list[Request]) -> dict[str, Callable[[], object]]:
    """Judge requests signed a moment ago: as they are, and built anew from what arrived."""
    keys, arrived = {KEY_ID: ALICE}, cycle(signed)
    parts = cycle([(request.method, request.url, request.headers, request.body) for request in signed])
    assert verify(signed[0], keys, region=REGION, service=SERVICE).accepted
    return {
        VERIFY: lambda: verify(next(arrived), keys, region=REGION, service=SERVICE),
        VERIFY_BUILT: lambda: verify(Request(*next(parts)), keys, region=REGION, service=SERVICE),
    }


def _botocore(case: Case, targets: cycle[str]) -> Callable[[], object]:
    signer = SigV4Auth(BotocoreCredentials(KEY_ID, SECRET, TOKEN), SERVICE, REGION)

    def signed() -> AWSRequest:
        request = AWSRequest(case.method, f"https://{HOST}{next(targets)}", HEADERS, case.body)
        signer.add_auth(request)
        return request

    return signed


def _aws4auth(case: Case, targets: cycle[str]) -> Callable[[], object]:
    signer = AWS4Auth(KEY_ID, SECRET, REGION, SERVICE, session_token=TOKEN)
    return lambda: requests.Request(
        case.method, f"https://{HOST}{next(targets)}", HEADERS, data=case.body, auth=signer
    ).prepare()


def _awscrt(case: Case, targets: cycle[str]) -> Callable[[], object]:
    provider = crt.AwsCredentialsProvider.new_static(KEY_ID, SECRET, TOKEN)

    def signed() -> HttpRequest:
        headers = HttpHeaders([("host", HOST), *HEADERS.items()])
        body = io.BytesIO(case.body) if case.body else None
        settings = crt.AwsSigningConfig(  # holds the time, so there is one for each request
            algorithm=crt.AwsSigningAlgorithm.V4,
            signature_type=crt.AwsSignatureType.HTTP_REQUEST_HEADERS,
            credentials_provider=provider,
            region=REGION,
            service=SERVICE,
            date=datetime.now(UTC),
        )
        request: HttpRequest = crt.aws_sign_request(
            HttpRequest(case.method, next(targets), headers, body), settings
        ).result()
        return request

    return signed


def _hashes(body: bytes, keys: int) -> str:
    """Hash what every signer must: the body, a canonical request of usual length, and the keys of the chain."""
    key = b"k" * 32
    for _ in range(keys):
        key = hmac.digest(key, b"m" * 140, "sha256")
    return sha256(body).hexdigest() + sha256(b"c" * 700).hexdigest() + key.hex()
