"""Requests that one library logs in a form of its own: minio-java, .NET, the AWS SDKs for Java, PHP, httpx."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from sigv4_explain.errors import SigV4Error
from sigv4_explain.readers.cleaned_text import CleanedText
from sigv4_explain.readers.printed_headers import server_variables
from sigv4_explain.readers.printed_values import unescaped
from sigv4_explain.readers.read_request import (
    HEADER_NAME,
    NOT_PASTED,
    HeaderPairs,
    NotWhole,
    Origin,
    ReadRequest,
    with_printed_body,
    with_shown_body,
)
from sigv4_explain.request import Request

_line = re.compile(rf"[ \t]*({HEADER_NAME}):[ \t]?(.*)").fullmatch


def _lines(text: str) -> HeaderPairs:
    return [(found[1], found[2].rstrip(" \t\r|")) for line in text.split("\n") if (found := _line(line))]


_minio_java = re.compile(r"request=\{method=([A-Z]{3,7}), url=(\S+?), headers=([^{}]{0,65536})\}")
_dotnet = re.compile(
    r"Method: ([A-Z]{3,7}), RequestUri: '([^'\n]+)'(?:[^\n{]{0,400}?), Headers:[ \t]*\n?[ \t]*\{([^{}]{0,65536})\}"
)
_java_v1 = re.compile(
    r"Sending Request: ([A-Z]{3,7}) (https?://\S+) (\S*) ?(?:Parameters: \([^\n]{0,8192}?)?"
    r"Headers: \(([^\n]{0,8192}?),? ?\) ?$",
    re.MULTILINE,
)
_java_v2 = re.compile(
    r"Sending Request: \w+\(httpMethod=([A-Z]{3,7}), protocol=(\w+), host=([^,\s]+),(?: port=(\d+),)?"
    r" encodedPath=([^,\s]*),"
    r" headers=\[([^\]\n]*)\], queryParameters=\[([^\]\n]*)\]"
)
_httpx = re.compile(r"HTTP Request: ([A-Z]{3,7}) (https?://[^\s\"]+) \"HTTP/")
_terraform = re.compile(r"^[^\n]{0,400}?HTTP Request Sent: ?[^\n]{0,65536}", re.MULTILINE)
_terraform_pair = re.compile(r"\b(http\.[\w.]{1,120}|net\.peer\.name)=(?:\"((?:[^\"\\]|\\.)*+)\"|([^\s\"]*))")
_php_line = re.compile(r"^[ \t]*\[([\w-]{1,80})\] => (.*)$", re.MULTILINE)


def _read_minio_java(found: re.Match[str]) -> ReadRequest:
    return _read(found, "minio-java log", found[1], found[2], _lines(found[3]))


def _read_dotnet(found: re.Match[str]) -> ReadRequest:
    headers = _lines(found[3])
    more = re.compile(r"\{([^{}]{0,65536})\}").match(found.string, found.end())
    return _read(found, ".NET HttpRequestMessage", found[1], found[2], headers + (_lines(more[1]) if more else []))


def _read_java_v1(found: re.Match[str]) -> ReadRequest:
    pairs = re.findall(r"([\w-]{1,80}): (.*?)(?:, (?=[\w-]{1,80}: |\Z)|\Z)", found[4])
    path = found[3] if found[3].startswith("/") else f"/{found[3]}"
    return _read(found, "AWS SDK for Java log", found[1], found[2].rstrip("/") + path, pairs, {NotWhole.HEADERS})


def _read_java_v2(found: re.Match[str]) -> ReadRequest:
    port = f":{found[4]}" if found[4] and found[4] not in ("80", "443") else ""
    lacking = {NotWhole.HEADERS, NotWhole.BODY} | ({NotWhole.TARGET} if found[7] else set())
    url = f"{found[2]}://{found[3]}{port}{found[5] or '/'}"
    return _read(found, "AWS SDK for Java log", found[1], url, [], lacking)


def _read_httpx(found: re.Match[str]) -> ReadRequest:
    return _read(found, "httpx log", found[1], found[2], [], {NotWhole.HEADERS, NotWhole.BODY})


def _read_terraform(found: re.Match[str]) -> ReadRequest:
    said = {pair[1]: unescaped(pair[2] or pair[3] or "") for pair in _terraform_pair.finditer(found[0])}
    of_headers = "http.request.header."
    headers = [
        (name.removeprefix(of_headers).replace("_", "-"), value.removeprefix('["').removesuffix('"]'))
        for name, value in said.items()
        if name.startswith(of_headers)
    ]
    host = said.get("net.peer.name", "")
    if host and not any(name == "host" for name, _ in headers):
        headers.insert(0, ("host", host))
    request = Request(said.get("http.method", "GET"), said.get("http.url", f"https://{host}/"), headers)
    request, of_body = with_printed_body(request, said.get("http.request.body", ""))
    return ReadRequest(request, found.start(), found.end(), "Terraform's log", Origin.WIRE, of_body)


def _read(
    found: re.Match[str], form: str, method: str, url: str, headers: HeaderPairs, lacking: set[NotWhole] | None = None
) -> ReadRequest:
    request, of_body = with_shown_body(Request(method, url, headers), "")
    return ReadRequest(request, found.start(), found.end(), form, Origin.WIRE, frozenset(lacking or ()) | of_body)


_RECORDS: Mapping[str, tuple[re.Pattern[str], Callable[[re.Match[str]], ReadRequest]]] = MappingProxyType(
    {
        "request={method=": (_minio_java, _read_minio_java),
        "RequestUri: '": (_dotnet, _read_dotnet),
        "Headers: (": (_java_v1, _read_java_v1),
        "encodedPath=": (_java_v2, _read_java_v2),
        "HTTP Request Sent:": (_terraform, _read_terraform),
        "HTTP Request: ": (_httpx, _read_httpx),
    }
)


def records_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read each line or block that a library logs in its own form."""
    for words, (pattern, read) in _RECORDS.items():
        if words in paste.text:
            for found in pattern.finditer(paste.text):
                try:
                    yield read(found)
                except SigV4Error:  # something else that looks like it
                    continue
    yield from _php(paste)


def _php(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read headers, or a request, as PHP's print_r writes them."""
    groups: list[list[re.Match[str]]] = []
    for found in _php_line.finditer(paste.text):
        if groups and paste.line_at(found.start()) - paste.line_at(groups[-1][-1].start()) <= 3:
            groups[-1].append(found)
        else:
            groups.append([found])
    for group in groups:
        headers, name, others = [], "", {}
        for found in group:
            key, value = found[1], found[2].strip()
            if value in ("Array", "") or value.endswith(" Object"):
                name = key
            elif key == "0":
                headers.append((name, value))
            elif key.lower() in ("method", "url", "uri", "body", "path", "host") and key.lower() not in others:
                others[key.lower()] = value
            else:
                headers.append((key, value))
        if variables := server_variables(headers):
            told = {key.upper(): value for key, value in headers}
            others |= {"method": told.get("REQUEST_METHOD", ""), "path": told.get("REQUEST_URI", "")}
            headers, others = variables, {key: value for key, value in others.items() if value}
        if any(key.lower() == "authorization" for key, _ in headers):
            yield from _php_request(group, headers, others)


def _php_request(group: list[re.Match[str]], headers: HeaderPairs, others: dict[str, str]) -> Iterator[ReadRequest]:
    if "host" in others and not any(name.lower() == "host" for name, _ in headers):
        headers = [("Host", others["host"]), *headers]
    host = next((value for name, value in headers if name.lower() == "host"), "")
    url = others.get("url") or others.get("uri") or others.get("path") or ""
    lacking = set() if "method" in others else {NotWhole.METHOD}
    if not url:
        lacking |= {NotWhole.TARGET, NotWhole.BODY}
    if not url.startswith("http"):
        lacking |= set() if host else {NotWhole.HOST}
        url = f"https://{host or NOT_PASTED}/{url.lstrip('/')}"
    try:
        request, of_body = with_shown_body(Request(others.get("method", "GET"), url, headers), others.get("body", ""))
    except SigV4Error:
        return
    form = "PHP's print_r"
    yield ReadRequest(request, group[0].start(), group[-1].end(), form, Origin.WIRE, frozenset(lacking) | of_body)
