"""The request as JavaScript for Node: each client's program is a template, filled with the request."""

from __future__ import annotations

from sigv4_explain.exporting.client import Client
from sigv4_explain.exporting.javascript.writing import javascript_client

_CHAIN = "@aws-sdk/credential-providers"
_SMITHY = ("@smithy/signature-v4", "@aws-crypto/sha256-js")

JAVASCRIPT_CLIENTS: tuple[Client, ...] = (
    javascript_client("smithy-ky", "ky, signed by the AWS SDK's signer", "ky", *_SMITHY, _CHAIN),
    javascript_client("smithy-fetch", "fetch, signed by the AWS SDK's signer", *_SMITHY, _CHAIN),
    javascript_client("smithy-axios", "axios, signed by the AWS SDK's signer", "axios", *_SMITHY, _CHAIN),
    javascript_client("aws-sigv4-fetch", "aws-sigv4-fetch", "aws-sigv4-fetch"),
    javascript_client("aws4-node-fetch", "aws4 with node-fetch", "aws4", "node-fetch"),
    javascript_client("aws4-query", "aws4 with node-fetch, the signature in the query", "aws4", "node-fetch"),
    javascript_client("aws4-axios", "axios with the interceptor of aws4-axios", "axios", "aws4-axios"),
    javascript_client("aws4fetch", "aws4fetch", "aws4fetch"),
    javascript_client(
        "request",
        "request, with its option aws",
        "request",
        _CHAIN,
        deprecated="request is deprecated since 2020 and gets no fixes any more: take fetch, ky or axios instead.",
    ),
    javascript_client("lambda-function", "fetch in a Lambda function", *_SMITHY),
    javascript_client("sts-assume-role", "fetch with a role's keys, by AssumeRole", "@aws-sdk/client-sts", *_SMITHY),
)
"""The clients written in JavaScript (ESM, for Node 20 and later), in the order of the menu."""
