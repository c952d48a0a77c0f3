"""The request as a script for the POSIX shell: each is a template, filled with the request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sigv4_explain.canonical import canonical_query_string, canonical_uri
from sigv4_explain.clients.client import Call, Client, Language, environment_variable
from sigv4_explain.clients.notes import (
    DOTS_IN_A_KEY,
    HEADERS_ARE_ASCII,
    REPEATED_IN_S3,
    S3_EXPRESS,
    Note,
    comments,
    has_body_without_type,
    has_dot_segments,
    has_empty_segments,
    is_s3,
    path_of,
)
from sigv4_explain.clients.program import AtTemplate, base64_lines, plain_text, program, read_template, shell_literal
from sigv4_explain.encoding import trim
from sigv4_explain.rules import ContentSha256

# What a script of the shell is filled with: curl's words for the request, the body, and each step's text.

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


# curl's own signer.

_encoded_twice = re.compile(r"[^A-Za-z0-9._~/-]")


def _needs_encoding(call: Call) -> bool:
    return not is_s3(call) and _encoded_twice.search(path_of(call)) is not None


def _is_unsorted(call: Call) -> bool:
    """Tell whether sorting would change the order of a repeated parameter's values."""
    pairs = [piece.partition("=")[::2] for piece in call.request.query.split("&")]
    return sorted(pairs, key=lambda pair: pair[0]) != sorted(pairs)


def _url(call: Call) -> str:
    """Return the URL with its parameters sorted, unless their order may count: curl 7.88 does not sort them to sign."""
    request = call.request
    if not request.query or _is_unsorted(call):
        return request.url
    return f"{request.url.partition('?')[0]}?{canonical_query_string(request.query)}"


# Each was seen with the version it names, against this package's gateway.
_NOTES = (
    HEADERS_ARE_ASCII,
    S3_EXPRESS,
    DOTS_IN_A_KEY,
    REPEATED_IN_S3,
    Note(
        _needs_encoding,
        "curl 7.88 is refused: it signs the path as it is sent, and AWS wants it encoded once more "
        "(github.com/curl/curl/issues/18423). curl 8.23 does that, and so does the openssl script.",
    ),
    Note(
        lambda call: not is_s3(call) and has_empty_segments(call),
        "AWS refuses this: curl signs // in the path as it is sent, and AWS signs it as /.",
    ),
    Note(
        lambda call: not is_s3(call) and _is_unsorted(call),
        "curl 7.88 is refused: it signs the values of a repeated parameter as they stand, and AWS sorts them "
        "(github.com/curl/curl/issues/9717).",
    ),
    Note(
        lambda call: any(piece.startswith("=") for piece in call.request.query.split("&")),
        "curl 8.23 is refused: it does not sign a parameter without a name.",
    ),
    Note(
        lambda call: any(not value for _, value in call.request.headers),
        "curl 7.88 is refused: it does not sign a header without a value.",
    ),
)


def curl(call: Call) -> str:
    """Write a command for curl 7.87 or newer, which lets x-amz-content-sha256 be set."""
    body, is_hashed = call.request.body, call.rules.content_sha256 is ContentSha256.REQUIRED
    is_piped = bool(body) and (is_hashed or not is_short_text(body))
    texts = {
        "url": shell_literal(_url(call)),
        "place": shell_literal(f"aws:amz:{call.region}:{call.service}"),
        "body_function": body_function(body) if is_piped or is_hashed else None,
        "hashing": "body | openssl dgst -sha256 | sed 's/.* //'" if is_hashed else None,
    }
    return script("curl.sh", call, _NOTES, texts, _curl_options(call, is_piped=is_piped), is_piped=is_piped)


def _curl_options(call: Call, *, is_piped: bool) -> Iterator[str]:
    yield token_word(call)
    if call.rules.content_sha256 is ContentSha256.REQUIRED:
        yield PAYLOAD_HASH
    yield from method_words(call)
    yield from header_words(call)
    if is_piped:
        yield "--data-binary @-"
    elif call.request.body:
        yield f"--data-raw {shell_literal(call.request.body.decode())}"


SHELL_CLIENTS = (
    Client(name="curl", title="curl --aws-sigv4", language=Language.SHELL, packages=("curl",), write=curl),
    Client(
        name="openssl",
        title="openssl, every step by hand",
        language=Language.SHELL,
        packages=("openssl", "curl"),
        write=openssl,
    ),
)
"""The clients of the shell, in the order of the menu. Their packages are programs."""
