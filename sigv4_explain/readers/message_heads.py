"""HTTP messages as logs print them: a request line, headers and a body, whatever stands before each line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sigv4_explain.errors import SigV4Error
from sigv4_explain.readers.access_logs import logged_line
from sigv4_explain.readers.building import is_signed, with_body_as_sent
from sigv4_explain.readers.cleaned_text import CleanedText, cleaned
from sigv4_explain.readers.curl_verbose import has_unseen_body, scheme_of_notes
from sigv4_explain.readers.printed_values import unescaped
from sigv4_explain.readers.read_request import (
    HEADER_NAME,
    NOT_PASTED,
    CommandSigning,
    HeaderPairs,
    NotWhole,
    Origin,
    ReadRequest,
    keys_of,
    with_printed_body,
    with_shown_body,
)
from sigv4_explain.request import Request

_header = re.compile(rf"({HEADER_NAME}):(?!//)[ \t]?(.*)").fullmatch
_version = re.compile(r"(?<! ) {1,8}(?:HTTP/[123](?:\.\d)?|http/1\.[01]|h2)(?=[\s\"'\\\[]|$)", re.MULTILINE)
_before_version = re.compile(r"(?<![\w./%=&-])([A-Z]{3,20}) +((?:/|https?://|\*)[^\n]*)$").search
_bare = re.compile(
    rf"^([^\n\w/]{{0,16}}|[ \t]{{0,16}}[\w.:-]{{1,60}} )([A-Z]{{3,10}})[ \t]+((?:https?://[^\s/]|/)[^\s\"'<>]*)[ \t]*\n"
    rf"(?=[^\n]{{0,60}}?\b{HEADER_NAME}:[ \t]?\S)",
    re.MULTILINE,
)
_wire_end = re.compile(r"(?:\[\\[rn]\])*\"?[ \t]*$")
_arrow = re.compile(r"(?:[-=]{0,3}>|<-) ?[\"']?$")
_stops = re.compile(r"<|\[RESPONSE|HTTP/\d|--> END|```|~~~|---|\[?RESPONSE")
_note = re.compile(r"\* |[{}] \[\d|\[\d+ bytes data\]|=> |==").match
_begins_something_else = re.compile(r"[ \t]*(?:(?:request )?(?:headers|body|payload|response)):", re.IGNORECASE).match
_ends_body = re.compile(
    r"^[ \t]*(?:```|~~~|<{1,2} |<{3,}|< ?HTTP/\d|HTTP(?:/\d[.\d]*)? \d{3}|\[RESPONSE|--> END|<-- ?\d|<--- |-{5,}|---\["
    r"|---request end|reply: |\[(?:Full request URI|HTTP request|Response in)"
    r"|\* (?:upload|We are|Request|Mark)|\#\#\#(?:[ \t]|$))",
    re.MULTILINE,
)
_note_of_curl = re.compile(rf"^\* |{_ends_body.pattern}", re.MULTILINE)
_is_left_out = re.compile(r"[\[(<]?(?:\.{2,}|…|snip|\.\.\. ?\w+)[\])>]?", re.IGNORECASE).fullmatch
_LEFT_OUT = ":left-out"
_connected_to = re.compile(r"(?:opening connection to|Connected to) ([\w-]+(?:\.[\w-]+)+)")
_continued_value = re.compile(r"[ \t]*[^\s:]+(?:[ ,].*)?$").match
_part_of_authorization = re.compile(r"(?:Credential|SignedHeaders|Signature)=").match
_whole_authorization = re.compile(r"Signature=[0-9a-f]{64}\b").search

_FORMS = (
    (re.compile(r"http-outgoing"), "Apache HttpClient's wire log"),
    (re.compile(r"okhttp|--> $", re.IGNORECASE), "OkHttp log"),
    (re.compile(r"---> $"), "Feign log"),
    (re.compile(r"-->$"), "WebSocket client's log"),
    (re.compile(r"send: b?['\"]$"), "Python http.client's debug output"),
    (re.compile(r"<- b?['\"]$"), "Ruby net/http's debug output"),
    (re.compile(r"request=\\?\"$"), "aws-sigv4-proxy log"),
    (re.compile(r"> $"), "curl -v"),
)
_FORMS_BY_LINE_ABOVE = (
    (re.compile(r"\[REQUEST "), "mc admin trace", Origin.SERVER),
    (re.compile(r"---\[ ?REQUEST|DEBUG:? Request|^Request$"), "AWS SDK for Go log", Origin.WIRE),
    (re.compile(r"---request begin---"), "wget -d", Origin.WIRE),
    (re.compile(r"^\* |Trying |Connected to"), "curl -v", Origin.WIRE),
)


WithBody = tuple[Request, frozenset[NotWhole]]
"""A request with what a text shows of its body, and what of it was not pasted."""

_NOTES = 4096  # characters above a request in which curl tells how it is connected
_LONGEST_BEFORE = 200  # characters before a request line in its line


class _Start(NamedTuple):
    """A request line."""

    position: int
    line: int
    before: str
    method: str
    target: str
    after: int
    """Where the text goes on behind it."""
    version: str = ""


def messages_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read each request line with what follows it."""
    starts = sorted([*_versioned(paste), *_unversioned(paste)])
    for number, start in enumerate(starts):
        stop = starts[number + 1].position if number + 1 < len(starts) else len(paste.text)
        if number and start.position == starts[number - 1].position:
            continue
        try:
            found = _message(paste, start, stop)
        except SigV4Error:  # something else that looks like it
            continue
        if found:
            yield found


def _versioned(paste: CleanedText) -> Iterator[_Start]:
    text, done = paste.text, 0
    for version in _version.finditer(text):
        begin = max(text.rfind("\n", done, version.start()) + 1, done)
        found = _before_version(text[begin : version.start()])
        done = version.end()
        if found and found[1] not in ("HTTP", "CONNECT"):
            line = paste.line_at(begin + found.start())
            before = text[max(paste.starts[line], begin + found.start() - _LONGEST_BEFORE) : begin + found.start()]
            yield _Start(begin + found.start(), line, before, found[1], found[2], version.end(), version[0])


def _unversioned(paste: CleanedText) -> Iterator[_Start]:
    for found in _bare.finditer(paste.text):
        yield _Start(found.start(2), paste.line_at(found.start(2)), found[1], found[2], found[3], found.end() - 1)


def _message(paste: CleanedText, start: _Start, stop: int) -> ReadRequest | None:
    following = paste.text[start.after : start.after + 4]
    if following.startswith("\\") and following != "\\r\\n":
        return _escaped(paste, start)
    if following == "\\r\\n" and paste.text[start.after + 4 : start.after + 5] != "\n":
        return _escaped(paste, start)
    if following[:1] in ('"', "'") and not (
        start.before.endswith('"') and paste.lines[start.line].prefix[-3:] == ">> "
    ):
        return logged_line(paste.text, start.position, start.before, (start.method, start.target), start.after)
    stop = _next_record(paste, start, stop)
    headers, line = _headers(paste, start, stop)
    if not headers and not start.version:
        return None
    position = paste.starts[line] if line < len(paste.starts) else len(paste.text)
    ends = _note_of_curl if f"{paste.lines[start.line].prefix}{start.before}".endswith("> ") else _ends_body
    end_of_body = ends.search(paste.text, min(position, stop), stop)
    body = paste.as_sent(min(position, stop), end_of_body.start() if end_of_body else stop, paste.lines[start.line])
    is_wire = paste.lines[start.line].prefix.endswith(">> ")
    body = _wire_body(paste, line) if is_wire else _unmarked(body, start, paste)
    request, lacking = _request(start, headers, body, with_printed_body if is_wire else with_shown_body)
    form, origin = _form(paste, start, request)
    if form == "request of an .http file" and _is_file(paste.text, min(position, stop)):
        lacking |= {NotWhole.BODY}
    if form == "curl -v" and scheme_of_notes(paste.text[max(0, start.position - _NOTES) : start.position]) == "http":
        request = request.with_url(request.url.replace("https://", "http://", 1))
    request, signing = _with_clients_signing(request)
    if form == "curl -v" and has_unseen_body(request):
        lacking |= {NotWhole.BODY}
    if not start.version and form == "HTTP message":
        form = "URL and headers"
    if not start.version and [name.lower() for name, _ in request.headers] == ["authorization"]:
        form, lacking = "URL and Authorization", lacking | {NotWhole.HEADERS, NotWhole.BODY}
    end = max(position + len(request.body), start.after) if request.body else max(position, start.after)
    notes = (_NO_HEADER,) if start.version and _ends_at_no_header(paste, line, stop) and not request.body else ()
    return ReadRequest(request, start.position, min(end, len(paste.text)), form, origin, lacking, signing, notes)


_NO_HEADER = "the line behind its headers, which is no header, was left out"


def _ends_at_no_header(paste: CleanedText, line: int, stop: int) -> bool:
    """Tell whether headers end at a line that is neither empty, nor where something else begins."""
    if line >= len(paste.lines) or paste.starts[line] >= stop or not paste.lines[line - 1].text.strip():
        return False
    text = paste.lines[line].text
    something_else = (
        _stops.match(text.lstrip()) or _begins_something_else(text) or _note(text) or _ends_body.match(text)
    )
    return bool(re.match(r"[!-9;-~]+[ \t]*$", text)) and not something_else


_is_file = re.compile(r"\s*<@?\w* ?[\w./~{-]+[ \t]*$", re.MULTILINE).match
_of_a_record = re.compile(r"\d\d:\d\d|DEBUG|INFO|WARN|ERROR|TRACE").search


def _next_record(paste: CleanedText, start: _Start, stop: int) -> int:
    """Return where the log goes on behind a message, if its records begin with a time and the message's do not."""
    first = start.line + 1
    if first < len(paste.lines) and not paste.lines[first].prefix:
        for number in range(first, min(len(paste.lines), paste.line_at(stop) + 1)):
            if paste.starts[number] < stop and _of_a_record(paste.lines[number].prefix):
                return paste.starts[number]
    return stop


_clients_signing = re.compile(r"AWS +([^\s:]+)[ :]+(\S+)((?: +(?:token|region|service):\S+)*) *").fullmatch


def _with_clients_signing(request: Request) -> tuple[Request, CommandSigning | None]:
    """Take out the keys with which an editor's client signs a request of an .http file.

    Source: https://github.com/Huachao/vscode-restclient#aws-signature-v4
    """
    found = _clients_signing(request.header("authorization") or "")
    if not found:
        return request, None
    more = dict(re.findall(r"(token|region|service):(\S+)", found[3]))
    headers = [pair for pair in request.headers if pair[0].lower() != "authorization"]
    signing = CommandSigning(more.get("region"), more.get("service"), keys_of(found[1], found[2], more.get("token")))
    return Request(request.method, request.url, headers, request.body), signing


def _headers(paste: CleanedText, start: _Start, stop: int) -> tuple[HeaderPairs, int]:
    """Return the headers below a request line, and the number of the line behind the empty one that ends them."""
    headers: HeaderPairs = []
    number = start.line + 1
    indent = _indent(start, paste)
    while number < len(paste.lines) and paste.starts[number] < stop:
        line = _without(start.before, paste.lines[number].text).removeprefix(indent)
        if "[\\r]" in line or "[\\n]" in line:
            line = _wire_end.sub("", line).removeprefix('"')
        line = line.removesuffix("\\r\\n")  # as Wireshark has it
        number += 1
        if not line.strip():
            if headers:
                return headers, number
        elif _begins_something_else(line):
            return headers, number - 1
        elif found := _header(line.rstrip()):
            headers.append((found[1], found[2]))
        elif _is_left_out(line.strip()):
            headers.append((_LEFT_OUT, ""))
        elif _note(line):
            continue
        elif headers and not _stops.match(line.lstrip()) and _goes_on(headers[-1], line):
            headers[-1] = (headers[-1][0], _joined(headers[-1][1], line))
        else:
            return headers, number - 1
    return headers, number


def _indent(start: _Start, paste: CleanedText) -> str:
    """Return the blanks before the first header: there is none before it that could be folded."""
    if start.line + 1 >= len(paste.lines):
        return ""
    line = _without(start.before, paste.lines[start.line + 1].text)
    return line[: len(line) - len(line.lstrip(" \t"))]


def _goes_on(header: tuple[str, str], line: str) -> bool:
    """Tell whether a line is the rest of a header that was wrapped, or folded."""
    name, value = header[0].lower(), header[1]
    if line[0] in " \t":
        return True
    if name == "authorization":
        return value.startswith("AWS4-") and not _whole_authorization(value) and bool(_continued_value(line))
    return name in ("x-amz-security-token", "x-amz-content-sha256") and bool(
        re.fullmatch(r"[A-Za-z0-9+/=_-]+", line.strip())
    )


def _joined(value: str, line: str) -> str:
    rest = line.strip()
    is_new_word = value.endswith((",", " ")) or _part_of_authorization(rest) or line[0] in " \t" or " " not in value
    is_cut = not value.endswith((",", " ")) and not _part_of_authorization(rest) and value.startswith("AWS4-")
    return f"{value.rstrip()}{' ' if is_new_word and not is_cut and not _is_base64(value) else ''}{rest}"


def _is_base64(value: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9+/=_-]{40,}", value))


def _without(before: str, line: str) -> str:
    """Take off what stood before the request line, whatever numbers are in it."""
    indent = before[: len(before) - len(before.lstrip())]
    before, line = before.lstrip(), line.removeprefix(indent)
    for mark in (before, _arrow.sub("", before)):
        if mark.strip() and _shape(line[: len(mark)]) == _shape(mark):
            return line[len(mark) :]
        if mark.strip() and len(line) <= len(mark) and _shape(line.rstrip()) == _shape(mark.rstrip()):
            return ""
    return line


def _shape(text: str) -> str:
    return re.sub(r"\d", "0", text)


def _unmarked(body: str, start: _Start, paste: CleanedText) -> str:
    indent = _indent(start, paste)
    if not (start.before or indent):
        return body
    return "\n".join([_without(start.before, line).removeprefix(indent) for line in body.split("\n")])


def _wire_body(paste: CleanedText, number: int) -> str:
    """Return what a wire log shows behind the head, up to the first line that is not sent."""
    pieces: list[str] = []
    for line in paste.lines[number:]:
        if not line.prefix.endswith(">> "):
            break
        text = line.text.removeprefix('"').removesuffix('"')
        pieces.append(text.replace("[\\r]", "\r").replace("[\\n]", "\n"))
    return "".join(pieces)


def _request(
    start: _Start, headers: HeaderPairs, shown: str, with_body: Callable[[Request, str], WithBody]
) -> WithBody:
    """Build the request; raise SigV4Error when it can be none."""
    if headers and all(len(value) > 1 and value[0] == value[-1] == '"' for _, value in headers):
        headers = [(name, value[1:-1]) for name, value in headers]
    host = next((value.strip() for name, value in headers if name.lower() in ("host", ":authority")), "")
    lacking = set() if headers and (_LEFT_OUT, "") not in headers else {NotWhole.HEADERS}
    url = start.target.strip()
    if url.startswith("/") or url == "*":
        lacking |= set() if host else {NotWhole.HOST}
        url = f"https://{host or NOT_PASTED}{url if url != '*' else '/'}"
    headers = [pair for pair in headers if not pair[0].startswith(":")]
    if "HTTP/1.1" in (dict(headers).get("Proto") or ""):  # mc's own line
        headers.remove(("Proto", dict(headers)["Proto"]))
    request, of_body = with_body(Request(start.method, url, headers), shown)
    whole = with_body_as_sent(request)
    if whole.body != request.body:
        request, of_body = whole, frozenset()
    return request, frozenset(lacking | of_body)


def _form(paste: CleanedText, start: _Start, request: Request) -> tuple[str, Origin]:
    before = paste.lines[start.line].prefix + start.before
    for pattern, form in _FORMS:
        if pattern.search(before):
            return form, Origin.WIRE
    above = " ".join([line.text[:_LONGEST_BEFORE] for line in paste.lines[max(0, start.line - 2) : start.line]])
    for pattern, form, origin in _FORMS_BY_LINE_ABOVE:
        if pattern.search(above):
            return form, origin
    if not is_signed(request) and start.target.startswith("http"):
        return "request of an .http file", Origin.COMMAND
    return "HTTP message", Origin.WIRE


_escapes_end = {
    '"': re.compile(r'(?:[^"\\\n]|\\.)*+'),
    "'": re.compile(r"(?:[^'\\\n]|\\.)*+"),
}


_next_piece = {
    '"': re.compile(r'"[ \t]*\+?[ \t]*\n[ \t]*"((?:[^"\\\n]|\\.)*+)(?=")'),
    "'": re.compile(r"'[ \t]*\+?[ \t]*\n[ \t]*b?'((?:[^'\\\n]|\\.)*+)(?=')"),
}
"""What a text goes on with in the next line, as Node and Python print one that is long."""


def _escaped(paste: CleanedText, start: _Start) -> ReadRequest | None:
    r"""Read a message whose line breaks are written as ``\r\n``, in one line."""
    mark = max("\"'", key=start.before.rfind)
    found = _escapes_end[mark].match(paste.text, start.position)
    end = found.end() if found else start.after
    pieces = [paste.text[start.position : end]]
    while more := _next_piece[mark].match(paste.text, end):
        pieces.append(more[1])
        end = more.end(1)
    text = "".join(pieces)
    if paste.text.startswith("\\\\", start.after):  # a text in a text, which ends first
        text = re.split(r'(?<!\\)\\"', text, maxsplit=1)[0]
    for _ in range(2):
        text = unescaped(text)
        if "\n" in text:
            break
    inner = next(messages_in(cleaned(text.replace("\r\n", "\n"))), None)
    if inner is None:
        return None
    form, origin = _form(paste, start, inner.request)
    request, lacking = inner.request, inner.not_whole
    request, lacking = _with_host_of_connection(paste, start, request, lacking)
    if not request.body and (sent := _sent_next(paste, start)):
        request, lacking = with_printed_body(request, sent)
    lacking -= {NotWhole.BODY_END}
    return ReadRequest(request, start.position, end, form, origin, lacking)


def _with_host_of_connection(
    paste: CleanedText, start: _Start, request: Request, lacking: frozenset[NotWhole]
) -> tuple[Request, frozenset[NotWhole]]:
    """Take the host from the note of the connection, when the headers do not show it."""
    notes = _connected_to.findall(paste.text, max(0, start.position - _NOTES), start.position)
    if NotWhole.HOST not in lacking or not notes:
        return request, lacking
    return request.with_url(request.url.replace(NOT_PASTED, notes[-1], 1)), lacking - {NotWhole.HOST}


def _sent_next(paste: CleanedText, start: _Start) -> str:
    """Return what the next line sends: some clients write head and body in two."""
    if not start.before.strip() or start.line + 1 >= len(paste.lines):
        return ""
    line = paste.lines[start.line + 1].text
    if _shape(line[: len(start.before)]) != _shape(start.before):
        return ""
    return unescaped(line[len(start.before) :].rstrip()[:-1])
