"""Presigned URLs wherever they stand, and the tokens that are made of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from sigv4_explain.errors import SigV4Error
from sigv4_explain.readers.answers.disguises import without_entities
from sigv4_explain.readers.cleaned_text import CleanedText
from sigv4_explain.readers.printed_requests import request_of_text
from sigv4_explain.readers.printed_values import decoded
from sigv4_explain.readers.read_request import NotWhole, Origin, ReadRequest
from sigv4_explain.request import Request

_url = re.compile(
    r"\b(https?|wss?)(?::(?://|\\/\\/)|(%3A//|%3A%2F%2F))(?:[^\s<>\"'`\\|]|\\u0026|\\u003d|\\/)+", re.IGNORECASE
)
_of_a_signature = re.compile(r"X-Amz-(?:Algorithm|Signature|Credential)(?:=|%3D)", re.IGNORECASE).search
_header_parameter = re.compile(r"[?&]header=([^&\s]+)").search
_payload_parameter = re.compile(r"[?&]payload=([^&\s]+)").search
_rest_of_url = re.compile(r"[ \t]*([A-Za-z0-9%&=+._~:;/?@!$*,-]+)[ \t]*[\\`^]?[ \t]*$", re.MULTILINE).match
_looks_cut_off = re.compile(r"[%&=]|[0-9a-f]{8,}").search
_whole = re.compile(r"X-Amz-Signature=[0-9a-f]{64}(?![0-9a-f])", re.IGNORECASE).search
_closing = re.compile(r"(?<![=*.])(?:&amp;|[.,;:!?)\]}>*]|&gt;|&quot;)+$")
_signed_headers = re.compile(r"X-Amz-SignedHeaders=([^&#\s]*)", re.IGNORECASE).search
_connect = re.compile(
    r"(?<![\w./:@-])((?:[\w-]{1,63}\.){0,10}[\w-]{1,63}(?::\d{1,5})?/\?Action=connect&[^\s<>\"'`\\]+)", re.IGNORECASE
)
_method_before = re.compile(r"\b(GET|PUT|POST|HEAD|DELETE|PATCH)\b[^\w\n]{0,12}$").search
_line_end = re.compile(r"[ \t]*(?:\\|`|\^)?\n").match
_operation = re.compile(r"[?&]x-id=(\w+)").search
_METHODS_OF = {"Put": "PUT", "Upl": "PUT", "Del": "DELETE", "Hea": "HEAD", "Cre": "POST", "Com": "POST"}
_of_html = re.compile(r"[^\s<>\"'`]{0,2000}&(?:amp|#38|#x26);X-Amz-", re.IGNORECASE).match
_has_signature = re.compile(r"X-Amz-Signature=.", re.IGNORECASE).search
_MOST_LINES = 40
_EKS = "x-k8s-aws-id"


def urls_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read each URL that has a signature in its query, also where lines or HTML broke it, and each WebSocket's."""
    text, done = paste.text, 0
    for found in _url.finditer(text):
        if found.start() < done:
            continue
        url, end = _in_one_line(text, found[0], found.end())
        is_socket = found[1].lower().startswith("ws")
        if is_socket and (header := _header_parameter(url)):
            if read := _appsync(url, header[1], found.start(), end):
                yield read
                done = end
            continue
        if found[2]:
            url = unquote(url)
        if _of_a_signature(url) or (is_socket and "?" in url):
            done = end
            form = "WebSocket URL" if is_socket else "percent-encoded URL" if found[2] else "presigned URL"
            form += " with &amp;" if _of_html(text, found.start(), end) else ""
            method = _method_before(text[max(0, found.start() - 24) : found.start()])
            yield from _presigned(url, found.start(), end, form, method[1] if method else "GET")


def _in_one_line(text: str, url: str, end: int) -> tuple[str, int]:
    """Return a URL with the lines that it goes on in, without what closes it in prose; and where it ends."""
    whole, whole_end = url, end
    for _ in range(_MOST_LINES):
        line_end = _line_end(text, whole_end)
        more = _rest_of_url(text, line_end.end()) if line_end and not _whole(whole) else None
        if not more or "://" in more[1] or not _looks_cut_off(more[1]):
            break
        whole, whole_end = whole + more[1], more.end(1)
    if _of_a_signature(whole):
        url, end = whole, whole_end
    bare = _closing.sub("", url)
    if bare.endswith("="):  # a mask is no end of a sentence
        bare = url.rstrip(".,;:!?)]}>")
    if bare.count("(") > bare.count(")") and url[len(bare) :].startswith(")"):
        bare += ")"
    end -= len(url) - len(bare)
    return without_entities(bare).replace("\\u0026", "&").replace("\\u003d", "=").replace("\\/", "/"), end


def _presigned(url: str, start: int, end: int, form: str, method: str = "GET") -> Iterator[ReadRequest]:
    url = re.sub(r"^ws", "http", url, flags=re.IGNORECASE)
    signed = _signed_headers(url)
    names = set(unquote(signed[1]).lower().split(";")) - {"host", ""} if signed else set()
    lacking = {NotWhole.HEADERS} if names else set()
    if not _has_signature(url):  # cut where it was copied
        lacking |= {NotWhole.TARGET}
    if _EKS in names:
        form = "EKS token" if form == "EKS token" else "URL of an EKS token"
    operation = _operation(url)
    if method == "GET" and operation:
        method = _METHODS_OF.get(operation[1][:3], "GET")
    elif method == "GET" and names & {"content-type", "content-length", "content-md5"}:
        lacking |= {NotWhole.METHOD}
    if method in ("PUT", "POST"):
        lacking |= {NotWhole.BODY}
    try:
        yield ReadRequest(Request(method, url), start, end, form, Origin.WIRE, frozenset(lacking))
    except SigV4Error:  # a host that can be none
        return


_tokens = re.compile(
    r"\bk8s-aws-v1\.([A-Za-z0-9_-]{40,}={0,2})|(?<![A-Za-z0-9_+/=-])(aHR0cHM6Ly[A-Za-z0-9_+/-]{60,}={0,2})|(?<![A-Za-z0-9_+/-])(?:header-)?(eyJ[A-Za-z0-9_+/-]{60,}={0,2})"
)


def tokens_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read each token that is a presigned request: of a database, a cache, EKS, MSK, AppSync."""
    for found in _connect.finditer(paste.text):
        url, end = _in_one_line(paste.text, f"https://{found[1]}", found.end())
        if _of_a_signature(url):
            yield from _presigned(url, found.start(), end, _database(url))
    for found in _tokens.finditer(paste.text):
        text = decoded(found[1] or found[2] or found[3])
        if text is None:
            continue
        if found[3]:
            read = request_of_text(text, "token in base64")
            if read is not None:
                yield ReadRequest(read.request, found.start(), found.end(), read.form, read.origin, read.not_whole)
        elif _of_a_signature(text):
            yield from _presigned(text.strip(), found.start(), found.end(), "EKS token" if found[1] else "MSK token")


def _database(url: str) -> str:
    if "elasticache" in url.lower() or "ResourceType=Serverless" in url:
        return "ElastiCache token"
    return "MemoryDB token" if "memorydb" in url.lower() else "RDS token" if "rds" in url.lower() else "database token"


def _appsync(url: str, header: str, start: int, end: int) -> ReadRequest | None:
    """Read AppSync's address of a WebSocket: the request that was signed is a POST of its payload to another host."""
    text = decoded(header)
    read = request_of_text(text, "") if text else None
    if read is None or text is None:
        return None
    payload = _payload_parameter(url)
    body = decoded(payload[1]) if payload else "{}"
    path = urlsplit(url).path
    target = "/event" if path.startswith("/event") else f"{path.rstrip('/')}/connect"
    host = read.request.host
    try:
        request = Request("POST", f"https://{host}{target}", read.request.headers, body or "")
    except SigV4Error:
        return None
    return ReadRequest(request, start, end, "AppSync's WebSocket URL", Origin.WIRE, read.not_whole & {NotWhole.HOST})
