"""How to get what the doctor needs out of each client. Data only; what each prints was looked up in its own source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.request import Request


class Piece(Enum):
    """Something that a client can be asked for."""

    ANSWER = "what AWS said"
    REQUEST = "the request as it was sent"
    TEXTS = "the canonical request and the string to sign that it computed"


class Client(NamedTuple):
    """A client, and its line for each piece; no line where it tells nothing."""

    name: str
    agent: re.Pattern[str]
    """How its User-Agent is known."""
    lines: Mapping[Piece, str]


def _client(name: str, agent: str, *, answer: str, request: str, texts: str | None = None) -> Client:
    lines = {Piece.ANSWER: answer, Piece.REQUEST: request} | ({} if texts is None else {Piece.TEXTS: texts})
    return Client(name, re.compile(agent, re.IGNORECASE), MappingProxyType(lines))


CLIENTS = (
    _client(
        "AWS CLI",
        r"aws-cli/",
        answer="add --debug, and paste what it prints from 'Response body' on",
        request="add --debug, and paste what it prints",
        texts="add --debug: it prints CanonicalRequest and StringToSign",
    ),
    _client(
        "boto3",
        r"boto(?:3|core)/",
        answer="diagnose(request, answer=error) takes the ClientError itself",
        request="boto3.set_stream_logger('botocore') before the call, and paste what it prints",
        texts="boto3.set_stream_logger('botocore') prints CanonicalRequest and StringToSign; with awscrt installed it "
        "prints neither: set BOTO_DISABLE_CRT=true in the environment",
    ),
    _client(
        "curl",
        r"^curl/",
        answer="add -i, and leave out -f and --fail, which drop the body of a refusal",
        request="add -v, and paste the command with what it prints; the body is only in the command",
        texts="-v prints the string to sign in recent versions only; older ones need the secret here",
    ),
    _client(
        "requests, requests-aws4auth, httpx",
        r"python-(?:requests|httpx)/",
        answer="diagnose(response) takes the response itself, with its request",
        request="diagnose(response) takes the response itself, with its request",
        texts="AWS4Auth of requests-aws4auth has get_canonical_request and get_sig_string; others have nothing",
    ),
    _client(
        "AWS SDK for JavaScript v3",
        r"aws-sdk-js/|aws-sdk-nodejs/",
        answer="print error.name, error.message and error.$response.body",
        request="add a middleware with step 'finalizeRequest' and priority 'low' that prints args.request",
        texts="it logs nothing; extend SignatureV4, and print what createCanonicalRequest and createStringToSign give",
    ),
    _client(
        "aws4 for Node",
        r"^(?:axios|node|undici|got)\b",
        answer="print error.response.status, headers and data, or the body of the response",
        request="print the options that aws4.sign(options) returns, with the body",
        texts="new aws4.RequestSigner(options, keys) has canonicalString() and stringToSign()",
    ),
    _client(
        "AWS SDK for Java v2",
        r"aws-sdk-java/",
        answer="print the exception with its message",
        request="set the logger org.apache.http.wire to DEBUG",
        texts="set the logger software.amazon.awssdk to DEBUG: AWS4 Canonical Request, AWS4 String to sign",
    ),
    _client(
        "AWS SDK for Go v2",
        r"aws-sdk-go-v2/",
        answer="config.WithClientLogMode(aws.LogResponseWithBody)",
        request="config.WithClientLogMode(aws.LogRequestWithBody)",
        texts="config.WithClientLogMode(aws.LogSigning)",
    ),
    _client(
        "Postman",
        r"PostmanRuntime/",
        answer="copy the body of the response, with its headers",
        request="open the console at the bottom, and copy the request with its headers as they were sent",
    ),
    _client(
        "a browser",
        r"^Mozilla/",
        answer="copy the response in the network panel",
        request="copy the request as cURL in the network panel; a HAR file must be saved with sensitive data, or "
        "Authorization is missing",
    ),
)
"""The common clients; whoever names two in its User-Agent is the first of them."""


def how_to_get(piece: Piece, request: Request | None) -> tuple[str, ...]:
    """Return a line for the client that sent a request; where its User-Agent does not tell, a line for each.

    >>> how_to_get(Piece.TEXTS, Request("GET", "https://example.com/", {"User-Agent": "aws-cli/2.15"}))
    ('AWS CLI: add --debug: it prints CanonicalRequest and StringToSign',)
    """
    agent = (request.header("user-agent") or "").strip()[:300] if request else ""
    known = next((client for client in CLIENTS if client.agent.search(agent)), None)
    clients = CLIENTS if known is None else (known,)
    return tuple([f"{client.name}: {client.lines[piece]}" for client in clients if piece in client.lines])
