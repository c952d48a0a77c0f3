"""The request as JavaScript: a URL, and the object that fetch and its like are given."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator

from sigv4_explain.exporting.quoting import javascript_literal
from sigv4_explain.exporting.secret_headers import environment_variable
from sigv4_explain.request import Request

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
