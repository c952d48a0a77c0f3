"""What ``curl -v`` printed: the request as it left, in the lines that begin with ``>``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.encoding import EMPTY_SHA256
from sigv4_explain.errors import UnreadableText, check_kind
from sigv4_explain.readers.building import first_signed, unified
from sigv4_explain.readers.curl import parse_curl
from sigv4_explain.readers.raw_http import parse_raw_http
from sigv4_explain.readers.read_request import announced_length, method_has_no_body
from sigv4_explain.request import Request

_sent = re.compile(r">(?: (.*)|)")
_request_line = re.compile(r"^> *[A-Z]+ +\S.* HTTP/\d", re.MULTILINE)
_noted_scheme = re.compile(r"^\* .*\[:scheme: (https?)\]", re.MULTILINE)
_noted_connection = re.compile(r"^\* +(?:Trying|Connected to|Established connection|Re-using)\b", re.MULTILINE)
_noted_tls = re.compile(r"^\* .*(?:\bTLS|\bSSL|\bALPN|\busing HTTP/[23]|port 443\b)", re.MULTILINE)
_command = re.compile(r"(?:^|[\s>$#%])(curl(?:\.exe)?\s.*)", re.DOTALL)
_of_output = re.compile(r"^(?:[*<>] |[<>]$|[{}] \[|  % Total|(?:  )?[ \d]{3} )", re.MULTILINE)


def is_curl_verbose(text: str) -> bool:
    """Return whether a text has a line in which ``curl -v`` shows a request line."""
    return bool(_request_line.search(text))


def parse_curl_verbose(text: str) -> Request:
    r"""Read the request that ``curl -v`` shows; of several, the first with a signature.

    curl does not show a body. It is taken from the command, when that stands above its output and the body in it is as
    long as the Content-Length that was sent; else the Request has none. With notes of the connection,
    none of them about TLS, the URL is ``http://``. What was sent to a proxy to open a tunnel is left out.

    Raises UnreadableText when no line shows a request, or the request cannot be one.

    >>> parse_curl_verbose("* using HTTP/2\n> GET /a?b=1 HTTP/2\n> Host: h.example\n> \n< HTTP/2 403").url
    'https://h.example/a?b=1'
    """
    check_kind("text", text, str, "what curl -v printed, as str", UnreadableText)
    text = unified(text)
    heads = [head for head in _heads(text) if not head.startswith("CONNECT ")]
    if not heads:
        raise UnreadableText("text", "no line that shows what was sent", "curl -v's lines such as > GET /path HTTP/1.1")
    request = first_signed([parse_raw_http(head) for head in heads])
    if scheme_of_notes(text) == "http":
        request = request.with_url(request.url.replace("https://", "http://", 1))
    return Request(request.method, request.url, request.headers, _body(text, request))


def _heads(text: str) -> Iterator[str]:
    """Return each request that was shown, from its request line to the empty line, without the marks."""
    head: list[str] = []
    for line in re.split(r"\r?\n", text):
        if _request_line.match(line):
            if head:
                yield "\n".join(head)
            head = []
        elif not head:
            continue
        if found := _sent.fullmatch(line):
            head.append((found[1] or "").lstrip() if not head else found[1] or "")
        if head and (not head[-1] or line.startswith("<")):
            yield "\n".join(head)
            head = []
    if head:
        yield "\n".join(head)


def has_unseen_body(request: Request) -> bool:
    """Tell whether headers speak of a body of which curl shows neither a character nor the length."""
    speaks = any(request.header(name) for name in ("content-type", "transfer-encoding", "expect"))
    is_told = bool(request.body) or announced_length(request) is not None or method_has_no_body(request.method)
    return speaks and not is_told and request.header("x-amz-content-sha256") != EMPTY_SHA256


def scheme_of_notes(text: str) -> str:
    """Return the scheme that curl's notes tell; https, as for raw HTTP, when those of the connection were left out."""
    if found := _noted_scheme.search(text):
        return found[1]
    return "http" if _noted_connection.search(text) and not _noted_tls.search(text) else "https"


def _body(text: str, request: Request) -> bytes:
    """Return the body of the command above the output, if it can be read and is as long as what was sent."""
    command = _command.search(_of_output.split(text, maxsplit=1)[0])
    try:
        body = parse_curl(_without_pipe(command[1])).body if command else b""
    except UnreadableText:  # what was sent is known all the same
        return b""
    return body if request.header("content-length") == str(len(body)) else b""


def _without_pipe(command: str) -> str:
    """Return a command without what its output was sent to: from the first pipe that no quote follows."""
    quoted = max(command.rfind("'"), command.rfind('"')) + 1
    return (command[:quoted] + command[quoted:].partition("|")[0]).rstrip().removesuffix(" 2>&1")
