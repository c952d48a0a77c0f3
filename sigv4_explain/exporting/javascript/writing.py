"""A client's program: a template, filled with the request."""

from __future__ import annotations

from functools import partial

from sigv4_explain.exporting.client import Call, Client, Language
from sigv4_explain.exporting.javascript.limits import notes_of
from sigv4_explain.exporting.javascript.request_object import request_object
from sigv4_explain.exporting.notes import comments
from sigv4_explain.exporting.quoting import javascript_literal
from sigv4_explain.exporting.templates import program, read_template
from sigv4_explain.rules import PathEncoding

_CHAIN = "fromNodeProviderChain()"
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
        "credentials": _CREDENTIALS.get(client, _CHAIN),
        "uriEscapePath": "false" if call.rules.path_encoding is PathEncoding.ONCE else None,
    }
    sign = program(read_template(__package__, "sign-v4.mjs"), texts).rstrip()
    code = program(read_template(__package__, f"{client}.mjs"), {**texts, "signV4": sign})
    return "\n".join([*head, *comments(call, notes_of(client), "//"), "", code])
