"""The requests that a client's debug log shows: botocore's own lines, and raw HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex
from sigv4_explain.errors import UnreadableText
from sigv4_explain.readers.building import request_from_text
from sigv4_explain.readers.cleaned_text import cleaned
from sigv4_explain.readers.message_heads import messages_in
from sigv4_explain.readers.read_request import NotWhole
from sigv4_explain.request import Request

_TEXT = r"""b?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_LITERAL = rf"(?:{_TEXT}|-?\d[\d.]*)"
_text = re.compile(_TEXT)
_literal = re.compile(_LITERAL)
_pair = re.compile(rf"({_TEXT}): ({_LITERAL})")
_dictionary = re.compile(rf"\{{(?:{_TEXT}: {_LITERAL}(?:, {_TEXT}: {_LITERAL})*)?\}}")
_escape = re.compile(rb"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U(000[0-9a-f]{5}|0010[0-9a-f]{4})|(.))")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def literal_at(text: str, position: int) -> bytes | dict[str, str] | None:
    r"""Return the text or bytes, or the flat dictionary, that stands at a position; None for anything else.

    >>> literal_at(r"body=b'\xc3\xa9'", 5), literal_at("{'a': b'1', 'b': 2}", 0), literal_at("<_io.BytesIO>", 0)
    (b'\xc3\xa9', {'a': '1', 'b': '2'}, None)
    """
    if found := _dictionary.match(text, position):
        return {_as_text(name): _as_text(value) for name, value in _pair.findall(found[0])}
    if found := _text.match(text, position):
        return _as_bytes(found[0])
    return None


def _as_text(literal: str) -> str:
    return _as_bytes(literal).decode("utf-8", "replace") if _text.fullmatch(literal) else literal


def _as_bytes(literal: str) -> bytes:
    """Return what a literal stands for, a ``str`` as UTF-8."""
    is_bytes = literal.startswith("b")
    inner = literal.removeprefix("b")[1:-1].encode("utf-8", "surrogatepass")
    return _escape.sub(lambda found: _unescaped(found, is_bytes=is_bytes), inner)


def _unescaped(found: re.Match[bytes], *, is_bytes: bool) -> bytes:
    byte, short, long, letter = found.groups()
    if letter:
        return _LETTERS.get(letter, letter)
    code = int(byte or short or long, 16)
    return bytes([code]) if is_bytes and byte else chr(code).encode("utf-8", "surrogatepass")


_MAKING = "Making request for "
_SENDING = "<AWSPreparedRequest "
_sending = re.compile(rf"{_SENDING}stream_output=\w+, method=(\w+), url=(.*?), headers=(?=\{{)")


class LoggedRequest(NamedTuple):
    """A request, and where in the log it stands."""

    position: int
    request: Request


def requests_in_botocore_log(log: str) -> list[LoggedRequest]:
    """Read each line that says "Sending http request".

    The line does not show the body. It is taken from the last line before it that says "Making request", when what
    stands there is as long as the Content-Length and has the hash that the request declares; else it is empty.

    Raises UnreadableText for a line that cannot be read.
    """
    lines = [*_lines_with(_MAKING, log), *_lines_with(_SENDING, log)]
    requests = []
    body, hashed, number, counted = b"", EMPTY_SHA256, 1, 0
    for start, line in sorted(lines):
        number += log.count("\n", counted, start)
        counted = start
        if line.startswith(_MAKING):
            body = _logged_body(line)
            hashed = sha256_hex(body)
            continue
        request = _logged_request(f"line {number}", line)
        if _may_be_body(request, body, hashed):
            request = Request(request.method, request.url, request.headers, body)
        requests.append(LoggedRequest(start, request))
    return requests


def _lines_with(words: str, log: str) -> Iterator[tuple[int, str]]:
    """Return where words stand in each line, and the line from there on."""
    start = log.find(words)
    while start >= 0:
        end = log.find("\n", start)
        end = end if end >= 0 else len(log)
        yield start, log[start:end]
        start = log.find(words, end)


def _logged_request(where: str, line: str) -> Request:
    found = _sending.match(line)
    headers = literal_at(line, found.end()) if found else None
    if not found or not isinstance(headers, dict):
        raise UnreadableText("text", f"{where}: headers that cannot be read", "the whole line, with its headers={…}")
    return request_from_text(where, found[1], found[2], headers.items(), b"")


def _may_be_body(request: Request, body: bytes, hashed: str) -> bool:
    declared = request.header("x-amz-content-sha256") or ""
    has_length = request.header("content-length") == str(len(body))
    return has_length and (not is_sha256(declared) or declared == hashed)


def _logged_body(line: str) -> bytes:
    """Return the body that a "Making request" line shows: bytes, or the fields of a form; empty for a stream."""
    _, shown, rest = line.partition("'body': ")
    body = literal_at(rest, 0) if shown else None
    return urlencode(body).encode() if isinstance(body, dict) else body or b""


def requests_in_dumps(log: str) -> list[LoggedRequest]:
    """Read each request that a log shows as raw HTTP; a body whose end nobody tells is left out."""
    paste = cleaned(log)
    requests = []
    for found in messages_in(paste):
        request = found.request
        if NotWhole.BODY_END in found.not_whole:
            request = Request(request.method, request.url, request.headers)
        if NotWhole.HEADERS not in found.not_whole:
            requests.append(LoggedRequest(paste.place(found.start), request))
    return requests
