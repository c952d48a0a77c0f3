"""A client's program: a template, which is JavaScript but for the names in it that begin with ``$``, filled in."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from string import Template

from sigv4_explain.exporting.client import Call, Client, Language
from sigv4_explain.exporting.javascript.limits import notes_of
from sigv4_explain.exporting.javascript.request_object import request_object
from sigv4_explain.exporting.notes import comments
from sigv4_explain.exporting.quoting import javascript_literal
from sigv4_explain.rules import PathEncoding

_TEMPLATES = files("sigv4_explain.exporting.javascript").joinpath("templates")

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
_S3 = "\n  uriEscapePath: false, // S3's paths are signed as they are sent"


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
    program = _filled(
        client,
        call,
        request=request_object(call.request, "options" if client == "request" else "request"),
        signV4=_sign_v4(client, call),
    )
    return "\n".join([*head, *comments(call, notes_of(client), "//"), "", program])


def _sign_v4(client: str, call: Call) -> str:
    """Write the function that signs with the AWS SDK's signer, with the keys as this client's users take them."""
    is_s3 = call.rules.path_encoding is PathEncoding.ONCE
    credentials = _CREDENTIALS.get(client, _CHAIN)
    return _filled("sign-v4", call, credentials=credentials, uriEscapePath=_S3 if is_s3 else "").rstrip()


def _filled(template: str, call: Call, **texts: str) -> str:
    """Fill a template in one pass, so that nothing of the user's is taken for a part of it."""
    source = _TEMPLATES.joinpath(f"{template}.mjs").read_text(encoding="utf-8")
    service, region = javascript_literal(call.service), javascript_literal(call.region)
    return Template(source).substitute(texts, service=service, region=region)
