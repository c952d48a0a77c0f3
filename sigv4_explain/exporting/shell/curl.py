"""curl's own signer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import (
    HEADERS_ARE_ASCII,
    S3_EXPRESS,
    Note,
    comments,
    has_empty_segments,
    is_s3,
    path_of,
)
from sigv4_explain.exporting.quoting import plain_text, shell_literal
from sigv4_explain.exporting.shell.pieces import (
    CURL,
    body_function,
    command,
    header_words,
    is_short_text,
    method_words,
    script,
    token_word,
    url_words,
)

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


_NOTES = (
    HEADERS_ARE_ASCII,
    S3_EXPRESS,
    Note(
        _needs_encoding,
        "AWS refuses this from curl 7.88 and others: they sign the path as it is sent, and AWS wants it encoded once "
        "more (github.com/curl/curl/issues/18423). The openssl script signs it right.",
    ),
    Note(
        lambda call: not is_s3(call) and has_empty_segments(call),
        "AWS refuses this: curl signs // as it is sent, and AWS signs it as /.",
    ),
    Note(
        _is_unsorted,
        "AWS refuses this from curl 7.88 and others: they sign the parameters in the order in which they stand here, "
        "and AWS sorts them, values too (github.com/curl/curl/issues/9717).",
    ),
)


def curl(call: Call) -> str:
    """Write a command for curl 7.75 or newer."""
    body = call.request.body
    is_piped = bool(body) and not is_short_text(body)
    return script(
        [*comments(call, _NOTES), "set -eu"],
        body_function(body) if is_piped else [],
        command(_words(call), "body | " if is_piped else ""),
    )


def _words(call: Call) -> Iterator[str]:
    yield CURL
    yield from url_words(call, _url(call))
    yield f"--aws-sigv4 {shell_literal(f'aws:amz:{call.region}:{call.service}')}"
    yield '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'
    yield token_word(call)
    yield from method_words(call)
    yield from header_words(call)
    if call.request.body:
        yield _body_word(call.request.body)


def _body_word(body: bytes) -> str:
    text = plain_text(body)
    if text is None or not is_short_text(body):
        return "--data-binary @-"
    return f"--data-raw {shell_literal(text)}"
