"""What a script of the shell is filled with: curl's words for the request, the body, and each step's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sigv4_explain.canonical import canonical_query_string, canonical_uri
from sigv4_explain.encoding import trim
from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import HEADERS_ARE_ASCII, Note, comments, has_body_without_type, has_dot_segments
from sigv4_explain.exporting.quoting import base64_lines, plain_text, shell_literal
from sigv4_explain.exporting.secret_headers import environment_variable
from sigv4_explain.exporting.templates import AtTemplate, program, read_template
from sigv4_explain.rules import ContentSha256

PAYLOAD_HASH = '-H "X-Amz-Content-SHA256: $hashed_payload"'
_more = " \\\n  ".join
_LONGEST_WORD = 100_000
"""Bytes. Linux takes no longer word than 128 KiB in a command."""


def openssl(call: Call) -> str:
    """Write the signature step by step, in AWS's words and order; curl only sends."""
    rules, request = call.rules, call.request
    uri = canonical_uri(request.path, rules.path_encoding, rules.path_normalization)
    query = canonical_query_string(request.query, rules.repeated_parameters)
    texts = {
        "region": shell_literal(call.region),
        "service": shell_literal(call.service),
        "method": shell_literal(request.method),
        "canonical_uri": shell_literal(uri),
        "canonical_query_string": shell_literal(query),
        "canonical_headers": " \\\n    ".join(_canonical_headers(call)),
        "body_function": body_function(request.body),
    }
    return script("openssl.sh", call, (HEADERS_ARE_ASCII,), texts, _options(call), is_piped=bool(request.body))


def script(
    template: str,
    call: Call,
    notes: tuple[Note, ...],
    texts: Mapping[str, str | None],
    options: Iterable[str],
    *,
    is_piped: bool,
) -> str:
    """Fill a script; the options are curl's, one a line, and the body comes to it by a pipe or in them."""
    shared = {
        "comments": "\n".join(comments(call, notes)) or None,
        "options": _more(options),
        "pipe": "body | " if is_piped else "",
    }
    return program(read_template(__package__, template), {**texts, **shared}, AtTemplate)


def _options(call: Call) -> Iterator[str]:
    if has_dot_segments(call):
        yield "--path-as-is"
    yield shell_literal(call.request.url)
    yield from method_words(call)
    yield from header_words(call)
    yield '-H "X-Amz-Date: $request_date_time"'
    if call.rules.content_sha256 is ContentSha256.REQUIRED:
        yield PAYLOAD_HASH
    yield token_word(call)
    yield '-H "Authorization: $authorization"'
    if call.request.body:
        yield "--data-binary @-"


def _canonical_headers(call: Call) -> Iterator[str]:
    """Write the headers to sign, sorted by name; the session token stands there if there is one."""
    token = call.rules.token_name.value.lower()
    words = {"x-amz-date": '"x-amz-date:$request_date_time"'}
    words[token] = f'${{AWS_SESSION_TOKEN:+"{token}:$AWS_SESSION_TOKEN"}}'
    if call.request.header("host") is None:
        words["host"] = shell_literal(f"host:{call.request.host}")
    if call.rules.content_sha256 is ContentSha256.REQUIRED:
        words["x-amz-content-sha256"] = '"x-amz-content-sha256:$hashed_payload"'
    for name, value in call.request.headers:
        if name.lower() not in call.rules.never_signed:
            words[name.lower()] = _word(name.lower(), f"{name.lower()}:{trim(value)}", ":")
    return (words[name] for name in sorted(words))


def method_words(call: Call) -> Iterator[str]:
    """Write the method, unless curl takes it by itself."""
    method = call.request.method
    if method == "HEAD" and not call.request.body:
        yield "--head"  # after -X HEAD, curl would wait for a body
    elif method != ("POST" if call.request.body else "GET"):
        yield f"-X {method if method.isalpha() else shell_literal(method)}"


def header_words(call: Call) -> Iterator[str]:
    """Write the headers, an empty value too; a value that logs somebody in comes from the environment."""
    for name, value in call.request.headers:
        yield f"-H {_word(name, f'{name}: {value}' if value else f'{name};', ': ')}"
    if has_body_without_type(call):
        yield "-H 'Content-Type:'"  # otherwise curl calls the body a form


def token_word(call: Call) -> str:
    """Write the header with the session token, which is there only if there is a token."""
    return f'${{AWS_SESSION_TOKEN:+-H "{call.rules.token_name.value}: $AWS_SESSION_TOKEN"}}'


def is_short_text(body: bytes) -> bool:
    """Tell whether a body can stand in a command as a word."""
    return plain_text(body) is not None and len(body) < _LONGEST_WORD


def body_function(body: bytes) -> str:
    """Define a function ``body`` that writes the body, byte for byte."""
    text = plain_text(body)
    if not body:
        return "body() { :; }"
    if text is None:
        return f"body() {{\n  openssl base64 -d <<'END'\n{base64_lines(body)}\nEND\n}}"
    return f"body() {{\n  printf '%s' {shell_literal(text)}\n}}"


def _word(name: str, shown: str, separator: str) -> str:
    """Write a header as one word: as it is shown, or with its value from the environment."""
    variable = environment_variable(name)
    if variable is None:
        return shell_literal(shown)
    protected = re.sub(r"[$`]", r"\\\g<0>", name)  # what a name may hold and double quotes do not protect
    return f'"{protected}{separator}${variable}"'
