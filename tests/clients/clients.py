"""The clients by name. Those in JavaScript need the fixture ``node_packages``."""

from __future__ import annotations

from collections.abc import Mapping

from tests.clients.calling import Client
from tests.clients.node import node_client
from tests.clients.python_clients import aws_requests_auth, awscurl, httpx_aws_auth, requests_aws4auth

CLIENTS: Mapping[str, Client] = {
    "requests-aws4auth": requests_aws4auth,
    "aws-requests-auth": aws_requests_auth,
    "httpx-aws-auth": httpx_aws_auth,
    "awscurl": awscurl,
    "aws4": node_client("aws4.mjs"),
    "aws4-axios": node_client("aws4-axios.mjs"),
    "smithy": node_client("smithy.mjs"),
}
