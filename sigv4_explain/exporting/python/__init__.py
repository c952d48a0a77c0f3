"""The request as Python code: each client's program is a template, filled with the request."""

from __future__ import annotations

from sigv4_explain.exporting.client import Client
from sigv4_explain.exporting.notes import DOTS_IN_A_KEY, HEADERS_ARE_ASCII, REPEATED_IN_S3, S3_EXPRESS
from sigv4_explain.exporting.python.libraries import AWS4AUTH, URLLIB
from sigv4_explain.exporting.python.pieces import python_client

_BOTOCORE = (HEADERS_ARE_ASCII, S3_EXPRESS, REPEATED_IN_S3, DOTS_IN_A_KEY)

PYTHON_CLIENTS: tuple[Client, ...] = (
    python_client(
        "requests",
        "requests with SigV4Auth",
        "requests",
        "sigv4_explain",
        "boto3",
        notes=(HEADERS_ARE_ASCII, DOTS_IN_A_KEY),
    ),
    python_client("python-stdlib", "Python, every step by hand", notes=URLLIB),
    # Not sent by botocore's own HTTP session: that sends the path up to a semicolon, and knows no proxy by itself.
    python_client("botocore", "botocore's SigV4Auth, sent by requests", "botocore", "requests", notes=_BOTOCORE),
    python_client(
        "boto3-assume-role", "AssumeRole by boto3, then botocore's SigV4Auth", "boto3", "requests", notes=_BOTOCORE
    ),
    python_client("httpx", "httpx with botocore's signer", "httpx", "botocore", notes=_BOTOCORE),
    python_client(
        "requests-aws4auth", "requests with requests-aws4auth", "requests", "requests-aws4auth", notes=AWS4AUTH
    ),
)
"""The clients in Python, in the order of the menu."""
