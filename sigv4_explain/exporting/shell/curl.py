"""curl's own signer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import (
    DOTS_IN_A_KEY,
    HEADERS_ARE_ASCII,
    REPEATED_IN_S3,
    S3_EXPRESS,
    Note,
    has_empty_segments,
    is_s3,
    path_of,
)
from sigv4_explain.exporting.quoting import shell_literal
from sigv4_explain.exporting.shell.pieces import (
    PAYLOAD_HASH,
    body_function,
    header_words,
    is_short_text,
    method_words,
    script,
    token_word,
)
from sigv4_explain.rules import ContentSha256

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
    return script("curl.sh", call, _NOTES, texts, _options(call, is_piped=is_piped), is_piped=is_piped)


def _options(call: Call, *, is_piped: bool) -> Iterator[str]:
    yield token_word(call)
    if call.rules.content_sha256 is ContentSha256.REQUIRED:
        yield PAYLOAD_HASH
    yield from method_words(call)
    yield from header_words(call)
    if is_piped:
        yield "--data-binary @-"
    elif call.request.body:
        yield f"--data-raw {shell_literal(call.request.body.decode())}"
