"""Every step by hand, each HMAC a line, with openssl; curl only sends."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.canonical import canonical_query_string, canonical_uri
from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import HEADERS_ARE_ASCII, comments, has_dot_segments
from sigv4_explain.exporting.quoting import shell_literal
from sigv4_explain.exporting.shell.pieces import (
    CURL,
    PAYLOAD_HASH,
    body_function,
    canonical_header_word,
    command,
    header_words,
    method_words,
    script,
    token_word,
)
from sigv4_explain.rules import ContentSha256


def openssl(call: Call) -> str:
    """Write the signature step by step, in AWS's words and order, for a POSIX shell."""
    return script(
        [
            "# Every step of AWS Signature Version 4 by hand, with openssl.",
            "# openssl gets its keys as arguments: while it runs, users of this machine can see them in ps.",
            *comments(call, (HEADERS_ARE_ASCII,)),
            "set -eu",
        ],
        _FUNCTIONS,
        _request(call),
        _canonical_request(call),
        _SIGNATURE,
        command(_words(call), "body | " if call.request.body else ""),
    )


_FUNCTIONS = (
    "sha256() { openssl dgst -sha256 | sed 's/.* //'; }",
    "hmac_sha256() {",
    "  printf '%s' \"$2\" | openssl dgst -sha256 -mac HMAC -macopt \"hexkey:$1\" | sed 's/.* //'",
    "}",
    "hex() { printf '%s' \"$1\" | od -An -v -tx1 | tr -d ' \\n'; }",
)


def _request(call: Call) -> Iterator[str]:
    yield f"region={shell_literal(call.region)}"
    yield f"service={shell_literal(call.service)}"
    yield "request_date_time=$(date -u +%Y%m%dT%H%M%SZ)"
    yield "date=${request_date_time%T*}"
    yield from body_function(call.request.body)


def _canonical_request(call: Call) -> Iterator[str]:
    rules, request = call.rules, call.request
    uri = canonical_uri(request.path, rules.path_encoding, rules.path_normalization)
    yield "# 1. Canonical request: path and query stand here as AWS encodes and sorts them for signing"
    yield f"method={shell_literal(request.method)}"
    yield f"canonical_uri={shell_literal(uri)}"
    yield f"canonical_query_string={shell_literal(canonical_query_string(request.query, rules.repeated_parameters))}"
    yield "hashed_payload=$(body | sha256)"
    yield "canonical_headers=$("
    yield from command(["printf '%s\\n'", *_header_words(call)], "  ", indent="    ")
    yield ")"
    yield "signed_headers=$(printf '%s\\n' \"$canonical_headers\" | cut -d : -f 1 | paste -s -d ';' -)"
    yield from _CANONICAL_REQUEST


_CANONICAL_REQUEST = (
    'canonical_request="$method',
    "$canonical_uri",
    "$canonical_query_string",
    "$canonical_headers",
    "",
    "$signed_headers",
    '$hashed_payload"',
)


def _header_words(call: Call) -> Iterator[str]:
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
            words[name.lower()] = canonical_header_word(name, value)
    return (words[name] for name in sorted(words))


_SIGNATURE = (
    "# 2. String to sign",
    'credential_scope="$date/$region/$service/aws4_request"',
    "hashed_canonical_request=$(printf '%s' \"$canonical_request\" | sha256)",
    'string_to_sign="AWS4-HMAC-SHA256',
    "$request_date_time",
    "$credential_scope",
    '$hashed_canonical_request"',
    "",
    "# 3. Signing key: each HMAC is the key of the next",
    'date_key=$(hmac_sha256 "$(hex "AWS4$AWS_SECRET_ACCESS_KEY")" "$date")',
    'date_region_key=$(hmac_sha256 "$date_key" "$region")',
    'date_region_service_key=$(hmac_sha256 "$date_region_key" "$service")',
    'signing_key=$(hmac_sha256 "$date_region_service_key" aws4_request)',
    "",
    "# 4. Signature",
    'signature=$(hmac_sha256 "$signing_key" "$string_to_sign")',
    "",
    "# 5. Authorization header",
    'authorization="AWS4-HMAC-SHA256 Credential=$AWS_ACCESS_KEY_ID/$credential_scope"',
    'authorization="$authorization, SignedHeaders=$signed_headers, Signature=$signature"',
)


def _words(call: Call) -> Iterator[str]:
    yield CURL
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
