"""What a client cannot do, or does otherwise, with a request: said in a comment of its code, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from sigv4_explain.clients.client import Call, environment_variable
from sigv4_explain.rules import DeclaredPayload, PathEncoding, RepeatedParameters, TokenName
from sigv4_explain.url import UrlParts

_WIDTH = 96
_dot_segment = re.compile(r"/\.{1,2}(?:/|$)")
_quoted_blanks = re.compile(r"[\"'].*  ")


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the requests that it applies to."""

    applies: Callable[[Call], bool]
    text: str
    """Nothing in it comes from the request, so that it can stand in any comment."""


def comments(call: Call, notes: tuple[Note, ...], mark: str = "#") -> Iterator[str]:
    """Return the lines of comment that a request needs, each begun with the language's mark."""
    for note in (PLUS_IN_A_KEY, HASH_IS_REFUSED, *notes):
        if note.applies(call):
            yield from (f"{mark} {line}" for line in wrap(note.text, _WIDTH))


def is_s3(call: Call) -> bool:
    """Tell whether the path is signed as S3 wants it: encoded once and not normalized."""
    return call.rules.path_encoding is PathEncoding.ONCE


def path_of(call: Call) -> str:
    """Return the path as it is sent."""
    return UrlParts.of(call.request.url).path


def has_dot_segments(call: Call) -> bool:
    """Tell whether ``.`` or ``..`` stands in the path as a segment."""
    return _dot_segment.search(path_of(call)) is not None


def has_empty_segments(call: Call) -> bool:
    """Tell whether ``//`` stands in the path."""
    return "//" in path_of(call)


def has_body_without_type(call: Call) -> bool:
    """Tell whether there is a body of which no Content-Type says what it is."""
    return bool(call.request.body) and call.request.header("content-type") is None


def has_quoted_blanks(call: Call) -> bool:
    """Tell whether a header has a run of blanks behind a quotation mark."""
    return any(_quoted_blanks.search(value) for _, value in call.request.headers)


def has_repeated_parameters(call: Call) -> bool:
    """Tell whether a name occurs more than once in the query."""
    names = [piece.partition("=")[0] for piece in call.request.query.split("&")]
    return len(set(names)) < len(names)


def is_first_alone_signed(call: Call) -> bool:
    """Tell whether a name occurs more than once in the query, and the service signs its first value alone."""
    return call.rules.repeated_parameters is RepeatedParameters.FIRST and has_repeated_parameters(call)


def has_header_beyond_ascii(call: Call) -> bool:
    """Tell whether a header's value, as far as the code shows it, is not ASCII."""
    shown = [value for name, value in call.request.headers if environment_variable(name) is None]
    return not all(value.isascii() for value in shown)


HASH_IS_REFUSED = Note(
    lambda call: call.rules.declared_payload is DeclaredPayload.ALWAYS_UNSIGNED,
    "VPC Lattice wants UNSIGNED-PAYLOAD as x-amz-content-sha256: most clients sign a hash.",
)

PLUS_IN_A_KEY = Note(
    lambda call: is_s3(call) and "+" in call.path_given,
    "S3 reads a raw plus in a path as a space, so that %20 stands for it here. For a key with a plus send %2B.",
)
"""For every client: they are all given the path that S3 reads."""
HEADERS_ARE_ASCII = Note(
    has_header_beyond_ascii,
    "A header's value is not ASCII: HTTP says nothing about its encoding, and clients and servers differ.",
)
S3_EXPRESS = Note(
    lambda call: call.rules.token_name is TokenName.S3SESSION_TOKEN,
    "S3 Express takes CreateSession's keys, with the token in x-amz-s3session-token: this client does not.",
)
REPEATED_IN_S3 = Note(
    is_first_alone_signed,
    "S3 will refuse this: of a repeated parameter it signs the first value alone, and this signer signs all.",
)
DOTS_IN_A_KEY = Note(
    lambda call: is_s3(call) and has_dot_segments(call),
    "A dot segment is part of an S3 key, but this HTTP client resolves it first: it asks for another key.",
)
