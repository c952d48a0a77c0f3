"""Headers without a request line: a list of lines, a map without quotes, two lines for each, one line alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from sigv4_explain.errors import SigV4Error
from sigv4_explain.readers.cleaned_text import CleanedText
from sigv4_explain.readers.read_request import (
    HEADER_NAME,
    NOT_PASTED,
    HeaderPairs,
    NotWhole,
    Origin,
    ReadRequest,
    with_shown_body,
)
from sigv4_explain.request import Request

_MASK = r"(?:\*{3}|x{4}|X{4}|<?redacted|sensitive|\[filtered)"
_authorization = re.compile(
    rf"(?<![\w-])authorization['\"]?\]?`?(?:[ \t]*(?::[ \t]*\n?|=>?|\n|\|)|[ ]{{2,}}|\t)[ \t]*['\"`]?"
    rf"(?:AWS4-[A-Z0-9-]+[ ,]|{_MASK})",
    re.IGNORECASE,
)
_value_alone = re.compile(
    r"AWS4-[A-Z0-9-]{4,30} +Credential=[^\s,{}$+\"'%]{10,400},? *SignedHeaders=[\w;.-]{1,4000}, *Signature=\w+"
)
_BEFORE_NAME = r"[ \t]*[-*+•|]?[ \t]*['\"]?"
_line = re.compile(rf"{_BEFORE_NAME}({HEADER_NAME})['\"]?[ \t]*(?::(?!//)|=>)[ \t]?(.*)").fullmatch
_LINES = (
    re.compile(rf"{_BEFORE_NAME}({HEADER_NAME})[ \t]*=[ \t]*(?!>)(.*)").fullmatch,
    re.compile(rf"{_BEFORE_NAME}`?({HEADER_NAME})`?[ \t]*\|[ \t]*`?([^|`]*)`?[ \t]*\|?[ \t]*").fullmatch,
    re.compile(rf"{_BEFORE_NAME}({HEADER_NAME})(?:[ ]{{2,}}|\t[ \t]*)(\S.*)").fullmatch,
)
"""The other signs that may stand between name and value: of settings, of a table, of columns."""
_own_line = re.compile(r"['\"]?([^,'\"]*(?:,[^'\"]*)??)['\"]?,?").fullmatch
_request_above = re.compile(
    r"(?:^|[\s`*\"'>:(])(?:([A-Z]{3,7}):?[ \t]+)?[<`\"']?(https?://[^\s<>\"'`]+)[>`\"']?[ \t.:]*$"
).search
_path_above = re.compile(r"(?:^|\s)([A-Z]{3,7})[ \t]+(/[^\s<>\"'`]*)[ \t]*(?:HTTP/\d.*)?$").search
_url_above = re.compile(r"^(?:.{0,40}\b)?(?:Request )?URL\b[^\n]{0,3}[:\t ]\s*(https?://\S+)$", re.IGNORECASE).search
_method_above = re.compile(
    r"^(?:.{0,40}\b)?(?:Request )?Method\b[^\n]{0,3}[:\t ]\s*([A-Z]{3,7})\b", re.IGNORECASE
).search
_template = re.compile(r"(?:Credential|SignedHeaders)=(?:<[\w ]*>/<|[{$%]|['\"] ?[+.])|SignedHeaders=<").search
_is_label = re.compile(r"[ \t]*(?:Request )?(?:URL|Method):?[ \t]*", re.IGNORECASE).fullmatch
_ABOVE = 12  # lines that a browser shows between the URL and the headers
_MOST = 200  # headers: no request has more


def header_lists_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read each list of headers that has Authorization, with the URL above it when that is there."""
    done = -1
    for found in _authorization.finditer(paste.text):
        number = paste.line_at(found.start())
        if number <= done or _template(paste.lines[number].text):
            continue
        for read in (_two_lines, _one_line_each):
            block = read(paste, number, done)
            if block:
                done = block.last
                if request := _request(paste, block):
                    yield request
                break


def values_alone_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read each value of an Authorization header that stands in prose."""
    for found in _value_alone.finditer(paste.text):
        before = paste.text[max(0, found.start() - 16) : found.start()]
        if not re.search(r"Authorization=$", before):  # AWS repeats it so
            headers = [("Authorization", found[0])]
            lacking = frozenset({NotWhole.METHOD, NotWhole.HOST, NotWhole.TARGET, NotWhole.HEADERS, NotWhole.BODY})
            request = Request("GET", f"https://{NOT_PASTED}/", headers)
            yield ReadRequest(request, found.start(), found.end(), "Authorization alone", Origin.WIRE, lacking)


class _Block(NamedTuple):
    """Lines that are headers."""

    first: int
    last: int
    headers: HeaderPairs


def _one_line_each(paste: CleanedText, number: int, done: int) -> _Block | None:
    read = next((line for line in (_line, *_LINES) if line(paste.lines[number].text)), _line)
    first = number
    while first - 1 > done and number - first < _MOST and _is_header_line(paste.lines[first - 1].text, read):
        first -= 1
    headers: HeaderPairs = []
    last = first
    for last in range(first, min(len(paste.lines), number + _MOST)):
        text = paste.lines[last].text
        if found := read(text) if _is_header_line(text, read) else None:
            headers.append((found[1], _unquoted(found[2])))
        elif headers and headers[-1][0].lower() == "authorization" and (rest := _rest(headers[-1][1], text)):
            headers[-1] = (headers[-1][0], rest)
        else:
            last -= 1
            break
    return _Block(first, last, headers) if headers and last >= number else None


_not_a_header = re.compile(
    r"[ \t]*['\"]?(?:https?|note|edit|update|error|code|message|url|method|response|answer|output|status|headers|body"
    r"|payload)['\"]?[ \t]*:",
    re.IGNORECASE,
).match


def _is_header_line(text: str, read: Callable[[str], re.Match[str] | None]) -> bool:
    return bool(read(text)) and not _not_a_header(text) and not text.rstrip().endswith(("{", "[", "("))


_part = re.compile(
    r"\s*(?:(?:Credential|SignedHeaders|Signature)=\S+|[0-9a-f;=/\w-]{8,})[ ,]*"
    r"(?:(?:SignedHeaders|Signature)=\S+[ ,]*)*"
).fullmatch


def _rest(value: str, line: str) -> str:
    """Return an Authorization value with the line that it goes on in; empty where that is none."""
    if re.search(r"Signature=[0-9a-f]{64}", value) or not line.strip() or not _part(line):
        return ""
    blank = " " if value.endswith(",") or re.match(r"\s*(?:Credential|SignedHeaders|Signature)=", line) else ""
    return f"{value}{blank}{line.strip()}"


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.endswith(("',", '",')) or (value.endswith(",") and not value.startswith(("'", '"'))):
        value = value[:-1].rstrip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    return value


def _two_lines(paste: CleanedText, number: int, done: int) -> _Block | None:
    """Read what a browser's table gives: a name, and its value in the next line."""
    name = re.compile(rf"[ \t]*({HEADER_NAME}):?[ \t]*").fullmatch
    lines = paste.lines
    if not name(lines[number].text) or number + 1 >= len(lines):
        return None
    first = number
    while (
        first - 2 > done
        and number - first < 2 * _MOST
        and name(lines[first - 2].text)
        and lines[first - 1].text.strip()
    ):
        first -= 2
    headers: HeaderPairs = []
    place = first
    while place + 1 < len(lines) and len(headers) < _MOST and (found := name(lines[place].text)):
        headers.append((found[1], lines[place + 1].text.strip()))
        place += 2
    return _Block(first, place - 1, headers)


def _request(paste: CleanedText, block: _Block) -> ReadRequest | None:
    pseudo = {name.lower(): value.strip() for name, value in block.headers if name.startswith(":")}
    headers = [pair for pair in block.headers if not pair[0].startswith(":")]
    host = pseudo.get(":authority") or next((value for name, value in headers if name.lower() == "host"), "").strip()
    method, url, first = _above(paste, block.first)
    if ":path" in pseudo and host:
        url = f"{pseudo.get(':scheme', 'https')}://{host}{pseudo[':path']}"
    method = method or pseudo.get(":method", "")
    if ":authority" in pseudo and not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", host))
    lacking = set() if method else {NotWhole.METHOD}
    if url.startswith("/"):
        url = f"https://{host or NOT_PASTED}{url}"
        lacking |= set() if host else {NotWhole.HOST}
    elif not url:
        url = f"https://{host or NOT_PASTED}/"
        lacking |= {NotWhole.TARGET, NotWhole.BODY} | (set() if host else {NotWhole.HOST})
    names = {name.lower() for name, _ in headers}
    if len(headers) <= 2 and not {"x-amz-date", "date"} & names:
        lacking |= {NotWhole.HEADERS, NotWhole.BODY}
    try:
        request, of_body = with_shown_body(Request(method or "GET", url, headers), "")
    except SigV4Error:
        return None
    start = paste.starts[first]
    end = paste.starts[block.last] + len(paste.lines[block.last].text)
    form = _form(headers, bool(pseudo), NotWhole.TARGET in lacking)
    return ReadRequest(request, start, end, form, Origin.WIRE, frozenset(lacking) | of_body)


def _form(headers: HeaderPairs, is_http2: bool, is_without_url: bool) -> str:  # noqa: FBT001  # private
    if is_http2:
        return "headers as a browser shows them"
    if len(headers) == 1:
        return "Authorization alone" if is_without_url else "URL and Authorization"
    return "list of headers" if is_without_url else "URL and headers"


def _above(paste: CleanedText, first: int) -> tuple[str, str, int]:
    """Return method and URL in the lines above the headers, and the line where they stand."""
    method = ""
    for number in range(first - 1, max(-1, first - 1 - _ABOVE), -1):
        text = paste.lines[number].text
        if _is_label(text) and number + 1 < first:
            text = f"{text.rstrip(': ')}: {paste.lines[number + 1].text.strip()}"
        if found := _method_above(text):
            method = method or found[1]
        if found := _url_above(text):
            return method or _method_below(paste, number, first), found[1], number
        is_near = first - number <= 3
        if is_near and (found := _path_above(text) or _request_above(text)):
            return method or found[1] or "", found[2], number
    return method, "", first


def _method_below(paste: CleanedText, number: int, first: int) -> str:
    texts = [line.text for line in paste.lines[number + 1 : first + 1]]
    labelled = [f"{text.rstrip(': ')}: {after}" if _is_label(text) else text for text, after in pairwise(texts)]
    found = next(filter(None, map(_method_above, labelled)), None)
    return found[1] if found else ""


_entry = re.compile(rf"(?:^|[,;] ?|\s)({HEADER_NAME})[=:]")


def _split(text: str, sign: str) -> HeaderPairs:
    """Split a map without quotes: a comma belongs to Authorization until its signature has come."""
    entry = re.compile(rf"(?:\A|, ?)({HEADER_NAME}){sign}(?!/)")
    headers: HeaderPairs = []
    marks = [found for found in entry.finditer(text) if found[1] not in ("SignedHeaders", "Signature", "Credential")]
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        headers.append((mark[1], text[mark.end() : end].strip()))
    return headers


_java_map = re.compile(
    r"[{\[(]((?:[A-Za-z0-9][\w.-]{0,79})[=:][^{}\[\]\n]{0,65536}?(?<![\w-])Authorization[=:][^{}\[\]\n]{0,65536}?)[}\])](?=[\s,;)}]|$)",
    re.IGNORECASE,
)
_go_map = re.compile(r"map\[((?:[\w.-]{1,80}:\[[^\]\n]{0,65536}\][ \t]?){1,200})\]")
_go_entry = re.compile(r"([\w.-]{1,80}):\[([^\]\n]*)\]")
_java_call = re.compile(
    r"(?:method|httpMethod)=\"?(\w{3,7})\"?,? (?:url|uri)=\"?([^\s,\"]+)[^{}\[\]]{0,200}\Z", re.IGNORECASE
)
_map_of_lists = re.compile(r"\{((?:[\w.-]{1,80}=\[[^\[\]{}\n]{0,65536}\](?:, )?){1,200})\}")
_list_entry = re.compile(r"([\w.-]{1,80})=\[([^\[\]{}\n]*)\]")
_call_above = re.compile(r"\b([A-Z]{3,7}) (https?://\S+)\s[^{}]{0,80}\Z")
_go_call = re.compile(r"Method:([A-Z]{3,7}) URL:(\S+)[^{}]{0,200}\Z")
_gateway_call = re.compile(r"HTTP Method: ([A-Z]{3,7}), (?:Resource Path|Path): (\S+)")


def unquoted_maps_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read headers as Java, Go and API Gateway's execution log print a map."""
    text = paste.text
    finders: tuple[tuple[re.Pattern[str], Callable[[str], HeaderPairs]], ...] = (
        (_java_map, lambda inner: _split(inner, inner[re.search(r"[=:]", inner).start()])),  # type: ignore[union-attr]
        (_map_of_lists, lambda inner: [(name, value) for name, value in _list_entry.findall(inner)]),
        (_go_map, lambda inner: [(name, value) for name, value in _go_entry.findall(inner)]),
    )
    if not re.search(r"authorization[=:]", text, re.IGNORECASE):
        return
    for pattern, split in finders:
        for found in pattern.finditer(text):
            headers = split(found[1])
            if any(name.lower() == "authorization" for name, _ in headers):
                try:
                    yield _mapped(text, found, headers)
                except SigV4Error:
                    continue


def _mapped(text: str, found: re.Match[str], headers: HeaderPairs) -> ReadRequest:
    before = text[max(0, found.start() - 4000) : found.start()]
    call = _java_call.search(before) or _go_call.search(before) or _call_above.search(before)
    host = next((value for name, value in headers if name.lower() == "host"), "")
    lacking: set[NotWhole] = set()
    form, origin = "printed headers", Origin.WIRE
    if "Method request headers" in before[-60:]:
        form, origin = "API Gateway's execution log", Origin.SERVER
        call = next(reversed(list(_gateway_call.finditer(before))), None)
    if call:
        url = call[2] if call[2].startswith("http") else f"https://{host or NOT_PASTED}{call[2]}"
        form = form if origin is Origin.SERVER else "printed request"
    else:
        url = f"https://{host or NOT_PASTED}/"
        lacking = {NotWhole.METHOD, NotWhole.TARGET, NotWhole.BODY}
    lacking |= set() if host or (call and call[2].startswith("http")) else {NotWhole.HOST}
    request, of_body = with_shown_body(Request(call[1] if call else "GET", url, headers), "")
    start = found.start() - len(call[0]) if call and origin is Origin.WIRE else found.start()
    return ReadRequest(request, start, found.end(), form, origin, frozenset(lacking) | of_body)
