"""Raw HTTP in the middle of a log, as the AWS SDK for Go writes it with ``LogRequest`` or ``LogDebugWithHTTPBody``."""

from __future__ import annotations

import re
from bisect import bisect_left

from sigv4_explain.capture.botocore_log import LoggedRequest
from sigv4_explain.capture.chunked import with_body_as_sent
from sigv4_explain.capture.raw_http import parse_raw_http
from sigv4_explain.errors import UnreadableText
from sigv4_explain.request import Request

_dump = re.compile(r"^[A-Z]+ \S+ HTTP/\d(?:\.\d)?[ \t]*\r?\n(?:[^\r\n][^\n]*\n)+", re.MULTILINE)
_next_record = re.compile(
    r"^(?:-{5,}|---\[|SDK \d{4}/|\d{4}[-/]\d\d[-/]\d\d[ T]|(?:DEBUG|INFO|WARN|ERROR)\b)", re.MULTILINE
)
_MOST_DIGITS = 12  # of the length of a body that a log shows


def requests_in_dumps(log: str) -> list[LoggedRequest]:
    """Read each request that a log shows as raw HTTP; what is no request is left out.

    The body is what follows, as long as Content-Length says, or what its chunks hold; when the log does not show that
    much before its next entry, it is empty.
    """
    requests = []
    dumps = list(_dump.finditer(log))
    ends = sorted([found.start() for pattern in (_dump, _next_record) for found in pattern.finditer(log)])
    for found in dumps:
        after = bisect_left(ends, found.end())
        try:
            request = parse_raw_http(found[0])
        except UnreadableText:  # something else that looks like it
            continue
        rest = log[found.end() : ends[after] if after < len(ends) else len(log)]
        requests.append(LoggedRequest(found.start(), _with_body(request, rest)))
    return requests


def _with_body(request: Request, rest: str) -> Request:
    body = re.sub(r"\A\r?\n", "", rest).encode("utf-8", "replace")
    length = request.header("content-length")
    if length is None:
        whole = with_body_as_sent(Request(request.method, request.url, request.headers, body))
        return request if whole.body == body else whole
    is_shown = length.isascii() and length.isdecimal() and len(length) < _MOST_DIGITS and int(length) <= len(body)
    return Request(request.method, request.url, request.headers, body[: int(length)]) if is_shown else request
