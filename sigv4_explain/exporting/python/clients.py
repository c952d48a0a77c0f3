"""The clients in Python, in the order of the menu."""

from __future__ import annotations

from sigv4_explain.exporting.client import Client, Language
from sigv4_explain.exporting.python.botocore import assume_role, botocore_alone, httpx_auth
from sigv4_explain.exporting.python.by_hand import by_hand
from sigv4_explain.exporting.python.libraries import aws4auth, sigv4_auth

PYTHON_CLIENTS = (
    Client(
        name="requests",
        title="requests with SigV4Auth",
        language=Language.PYTHON,
        packages=("requests", "sigv4_explain", "boto3"),
        write=sigv4_auth,
    ),
    Client(
        name="python-stdlib",
        title="Python, every step by hand",
        language=Language.PYTHON,
        packages=(),
        write=by_hand,
    ),
    Client(
        name="botocore",
        title="botocore's SigV4Auth, sent by requests",
        language=Language.PYTHON,
        packages=("botocore", "requests"),
        write=botocore_alone,
    ),
    Client(
        name="boto3-assume-role",
        title="AssumeRole by boto3, then botocore's SigV4Auth",
        language=Language.PYTHON,
        packages=("boto3", "requests"),
        write=assume_role,
    ),
    Client(
        name="httpx",
        title="httpx with botocore's signer",
        language=Language.PYTHON,
        packages=("httpx", "botocore"),
        write=httpx_auth,
    ),
    Client(
        name="requests-aws4auth",
        title="requests with requests-aws4auth",
        language=Language.PYTHON,
        packages=("requests", "requests-aws4auth"),
        write=aws4auth,
    ),
)
"""The clients in Python."""
