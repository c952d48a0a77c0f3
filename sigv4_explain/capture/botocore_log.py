"""Requests in botocore's debug log, as ``boto3.set_stream_logger("")`` or the command line's ``--debug`` writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from sigv4_explain.capture.building import request_from_text
from sigv4_explain.capture.python_literals import literal_at
from sigv4_explain.encoding import EMPTY_SHA256, sha256_hex
from sigv4_explain.errors import UnreadableText
from sigv4_explain.request import Request

_MAKING = "Making request for "
_SENDING = "<AWSPreparedRequest "
_sending = re.compile(rf"{_SENDING}stream_output=\w+, method=(\w+), url=(.*?), headers=(?=\{{)")
_is_sha256 = re.compile(r"[0-9a-f]{64}").fullmatch


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
    return has_length and (not _is_sha256(declared) or declared == hashed)


def _logged_body(line: str) -> bytes:
    """Return the body that a "Making request" line shows: bytes, or the fields of a form; empty for a stream."""
    _, shown, rest = line.partition("'body': ")
    body = literal_at(rest, 0) if shown else None
    return urlencode(body).encode() if isinstance(body, dict) else body or b""
