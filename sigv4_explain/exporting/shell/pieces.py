"""The pieces of which a shell export is put together: curl's words for the request, and the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sigv4_explain.encoding import trim
from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import has_body_without_type
from sigv4_explain.exporting.quoting import base64_lines, plain_text, shell_literal
from sigv4_explain.exporting.secret_headers import environment_variable

CURL = r"curl --silent --show-error --fail-with-body --write-out '\n%{http_code}\n'"
"""Prints the body and the status, and fails when the status says so."""
PAYLOAD_HASH = '-H "X-Amz-Content-SHA256: $hashed_payload"'
_LONGEST_WORD = 100_000
"""Bytes. Linux takes no longer word than 128 KiB in a command."""


def script(*blocks: Iterable[str]) -> str:
    """Put blocks of lines under each other, an empty line between them; the first line names the shell."""
    texts = ["\n".join(block) for block in (["#!/bin/sh"], *blocks)]
    return "\n\n".join(text for text in texts if text) + "\n"


def command(words: Iterable[str], before: str = "", indent: str = "  ") -> list[str]:
    """Write a command, an option a line."""
    return [before + f" \\\n{indent}".join(words)]


def method_words(call: Call) -> Iterator[str]:
    """Write the method, unless curl takes it by itself."""
    method = call.request.method
    if method == "HEAD" and not call.request.body:
        yield "--head"  # after -X HEAD, curl would wait for a body
    elif method != ("POST" if call.request.body else "GET"):
        yield f"-X {method if method.isalpha() else shell_literal(method)}"


def header_words(call: Call) -> Iterator[str]:
    """Write the headers; a value that logs somebody in comes from the environment."""
    for name, value in call.request.headers:
        yield f"-H {header_word(name, value)}"
    if has_body_without_type(call):
        yield "-H 'Content-Type:'"  # otherwise curl calls the body a form


def header_word(name: str, value: str) -> str:
    """Write a header as a word for curl; an empty value is sent too."""
    variable = environment_variable(name)
    if variable is None:
        return shell_literal(f"{name}: {value}" if value else f"{name};")
    return f'"{_in_double_quotes(name)}: ${variable}"'


def canonical_header_word(name: str, value: str) -> str:
    """Write a header as a word for signing: lower-case name, colon, trimmed value."""
    variable = environment_variable(name)
    if variable is None:
        return shell_literal(f"{name.lower()}:{trim(value)}")
    return f'"{_in_double_quotes(name.lower())}:${variable}"'


def _in_double_quotes(name: str) -> str:
    """Escape what a header's name may hold and double quotes do not protect."""
    return re.sub(r"[$`]", r"\\\g<0>", name)


def token_word(call: Call) -> str:
    """Write the header with the session token, which is there only if there is a token."""
    return f'${{AWS_SESSION_TOKEN:+-H "{call.rules.token_name.value}: $AWS_SESSION_TOKEN"}}'


def is_short_text(body: bytes) -> bool:
    """Tell whether a body can stand in a command as a word."""
    return plain_text(body) is not None and len(body) < _LONGEST_WORD


def body_function(body: bytes) -> list[str]:
    """Define a function ``body`` that writes the body, byte for byte."""
    text = plain_text(body)
    if not body:
        return ["body() { :; }"]
    if text is None:
        return ["body() {", "  openssl base64 -d <<'END'", *base64_lines(body).split("\n"), "END", "}"]
    return ["body() {", f"  printf '%s' {shell_literal(text)}", "}"]
