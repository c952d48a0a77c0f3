"""The request as JavaScript for Node: each client's program is a template, filled with the request."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import partial

from sigv4_explain.clients.client import Call, Client, Language, environment_variable
from sigv4_explain.clients.javascript_limits import notes_of
from sigv4_explain.clients.notes import comments
from sigv4_explain.clients.program import javascript_literal, program, read_template
from sigv4_explain.request import Request
from sigv4_explain.rules import PathEncoding

# The request as JavaScript: a URL, and the object that fetch and its like are given.

_is_identifier = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*").fullmatch


def request_object(request: Request, name: str) -> str:
    """Write a request, unsigned, as the constants ``url`` and ``name``; an API key is left to the environment.

    >>> print(request_object(Request("PUT", "https://example.com/", {"x-api-key": "1234"}, "a=1"), "request"))
    const url = "https://example.com/";
    const request = {
      method: "PUT",
      headers: {
        "x-api-key": process.env.API_KEY,
      },
      body: "a=1", // one text: it is signed and sent
    };
    """
    lines = [f"const url = {javascript_literal(request.url)};", f"const {name} = {{"]
    lines += [f"  method: {javascript_literal(request.method)},"]
    if request.headers:
        lines += ["  headers: {", *_headers(request), "  },"]
    if request.body:
        lines += [f"  body: {_body(request.body)}"]
    return "\n".join([*lines, "};"])


def _headers(request: Request) -> Iterator[str]:
    for name, value in request.headers:
        shown = "host" if name.lower() == "host" else name  # so that it replaces the host that a signer is given
        variable = environment_variable(name)
        written = javascript_literal(value) if variable is None else f"process.env.{variable}"
        yield f"    {_property(shown)}: {written},"


def _property(name: str) -> str:
    if name == "__proto__":  # only in brackets it is a name like others
        return f"[{javascript_literal(name)}]"
    return name if _is_identifier(name) else javascript_literal(name)


def _body(body: bytes) -> str:
    try:
        return f"{javascript_literal(body.decode())}, // one text: it is signed and sent"
    except UnicodeDecodeError:
        return f'Buffer.from("{b64encode(body).decode()}", "base64"),'


# A client's program: a template, filled with the request.

_FROM_PROVIDERS = "fromNodeProviderChain()"
_ENVIRONMENT = """{
    accessKeyId: process.env.AWS_ACCESS_KEY_ID,
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
    sessionToken: process.env.AWS_SESSION_TOKEN, // without it, a role's keys are worthless
  }"""
_LENT = """{
    accessKeyId: lent.AccessKeyId,
    secretAccessKey: lent.SecretAccessKey,
    sessionToken: lent.SessionToken, // without it, a role's keys are worthless
  }"""
_CREDENTIALS = {"lambda-function": _ENVIRONMENT, "sts-assume-role": _LENT}


def javascript_client(name: str, title: str, *packages: str, deprecated: str | None = None) -> Client:
    """Return the client whose program is the template of its name; ``packages`` are npm's names."""
    head = [f"// npm install {' '.join(packages)}", *([] if deprecated is None else [f"// {deprecated}"])]
    return Client(
        name=name,
        title=title,
        language=Language.JAVASCRIPT,
        packages=packages,
        write=partial(_write, name, tuple(head)),
        deprecated=deprecated,
    )


def _write(client: str, head: tuple[str, ...], call: Call) -> str:
    texts = {
        "service": javascript_literal(call.service),
        "region": javascript_literal(call.region),
        "request": request_object(call.request, "options" if client == "request" else "request"),
        "credentials": _CREDENTIALS.get(client, _FROM_PROVIDERS),
        "uriEscapePath": "false" if call.rules.path_encoding is PathEncoding.ONCE else None,
    }
    sign = program(read_template(__package__, "sign-v4.mjs"), texts).rstrip()
    code = program(read_template(__package__, f"{client}.mjs"), {**texts, "signV4": sign})
    return "\n".join([*head, *comments(call, notes_of(client), "//"), "", code])


_PROVIDERS = "@aws-sdk/credential-providers"
_SMITHY = ("@smithy/signature-v4", "@aws-crypto/sha256-js")
JAVASCRIPT_CLIENTS: tuple[Client, ...] = (
    javascript_client("smithy-ky", "ky, signed by the AWS SDK's signer", "ky", *_SMITHY, _PROVIDERS),
    javascript_client("smithy-fetch", "fetch, signed by the AWS SDK's signer", *_SMITHY, _PROVIDERS),
    javascript_client("smithy-axios", "axios, signed by the AWS SDK's signer", "axios", *_SMITHY, _PROVIDERS),
    javascript_client("aws-sigv4-fetch", "aws-sigv4-fetch", "aws-sigv4-fetch"),
    javascript_client("aws4-node-fetch", "aws4 with node-fetch", "aws4", "node-fetch"),
    javascript_client("aws4-query", "aws4 with node-fetch, the signature in the query", "aws4", "node-fetch"),
    javascript_client("aws4-axios", "axios with the interceptor of aws4-axios", "axios", "aws4-axios"),
    javascript_client("aws4fetch", "aws4fetch", "aws4fetch"),
    javascript_client(
        "request",
        "request, with its option aws",
        "request",
        _PROVIDERS,
        deprecated="request is deprecated since 2020 and gets no fixes any more: take fetch, ky or axios instead.",
    ),
    javascript_client("lambda-function", "fetch in a Lambda function", *_SMITHY),
    javascript_client("sts-assume-role", "fetch with a role's keys, by AssumeRole", "@aws-sdk/client-sts", *_SMITHY),
)
"""The clients written in JavaScript (ESM, for Node 20 and later), in the order of the menu."""
