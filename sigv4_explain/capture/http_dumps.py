"""Raw HTTP in the middle of a log, as the AWS SDK for Go writes it with ``LogRequest`` or ``LogDebugWithHTTPBody``."""

from __future__ import annotations

import re

from sigv4_explain.capture.botocore_log import LoggedRequest
from sigv4_explain.capture.raw_http import parse_raw_http
from sigv4_explain.errors import UnreadableText
from sigv4_explain.request import Request

_dump = re.compile(r"^[A-Z]+ \S+ HTTP/\d(?:\.\d)?[ \t]*\r?\n(?:[^\r\n][^\n]*\n)+", re.MULTILINE)
_next_record = re.compile(
    r"^(?:-{5,}|---\[|SDK \d{4}/|\d{4}[-/]\d\d[-/]\d\d[ T]|(?:DEBUG|INFO|WARN|ERROR)\b)", re.MULTILINE
)


def requests_in_dumps(log: str) -> list[LoggedRequest]:
    """Read each request that a log shows as raw HTTP; what is no request is left out.

    The body is what follows, as long as Content-Length says; when the log does not show that much, it is empty.
    """
    requests = []
    for found in _dump.finditer(log):
        end = _next_record.search(log, found.end())
        try:
            request = parse_raw_http(found[0])
        except UnreadableText:  # something else that looks like it
            continue
        body = _cut(request, log[found.end() : end.start() if end else len(log)])
        requests.append(LoggedRequest(found.start(), Request(request.method, request.url, request.headers, body)))
    return requests


def _cut(request: Request, rest: str) -> bytes:
    length = request.header("content-length") or "0"
    if not length.isascii() or not length.isdecimal() or len(length) > len(str(len(rest) * 4)):
        return b""
    body = re.sub(r"\A\r?\n", "", rest).encode("utf-8", "replace")
    return body[: int(length)] if len(body) >= int(length) else b""
