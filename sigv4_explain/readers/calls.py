"""Calls of libraries that send requests, as programs write them: what of the request stands in the code itself.

Such a call was not sent yet, and its values may be variables. What is not in the text is told and never guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from sigv4_explain.errors import InvalidRequest, SigV4Error
from sigv4_explain.readers.building import is_signed
from sigv4_explain.readers.literals import Literal, Unknown, WrittenCall, call_at, is_known, json_of, literal_at
from sigv4_explain.readers.printed_headers import are_signed
from sigv4_explain.readers.read_request import NOT_PASTED, HeaderPairs, NotWhole, Origin, ReadRequest, UnreadRequest
from sigv4_explain.request import Request
from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class Library:
    """A library that sends requests."""

    name: str
    callee: str
    with_body: tuple[str, ...]
    without: tuple[str, ...]
    json: str
    needs: str = ""
    text_type: str = ""
    table: str = ""
    write: str = ""


LIBRARIES = tuple(records("sigv4_explain.readers", "calls.toml", Library, "name").values())
_call = re.compile(rf"(?<![\w.$>])({'|'.join([one.callee for one in LIBRARIES])})(?:<[\w\[\], |]{{1,60}}>)?(?=\()")
_absolute = re.compile(r"https?://", re.IGNORECASE).match
_method = re.compile(r"[A-Za-z]{3,7}").fullmatch
_VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
_SENDS_BODY = ("post", "put", "patch", "request", "Request")
_is_comment = re.compile(r"\s*(?:#|//|\*|--)|.*\s(?:#|//)\s").match
of_a_signature = re.compile(r"authorization|X-Amz-(?:Signature|Date|Credential)", re.IGNORECASE).search
_MOST, _MOST_CHARACTERS, _LONGEST = 50, 65_536, 16_384  # calls, characters in all of them and in one
_DEEPEST = 6
_FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class _Said:
    """What a call says, and what of it is not in the text."""

    library: Library
    options: dict[str, Literal]
    lacking: set[NotWhole] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def calls_in(text: str) -> Iterator[ReadRequest | UnreadRequest]:
    """Read each call that names its URL."""
    done = looked_at = count = 0
    for found in _call.finditer(text):
        if found.start() < done:
            continue
        if (count := count + 1) > _MOST or looked_at > _MOST_CHARACTERS:
            return
        if _is_comment(text[text.rfind("\n", 0, found.start()) + 1 : found.start()]):
            continue
        fitting = [one for one in LIBRARIES if re.fullmatch(one.callee, found[1]) and re.search(one.needs, text)]
        if not fitting:
            continue
        variables = _Variables(text, found.start())
        call = call_at(text[: found.start() + _LONGEST], found.start(), variables)
        if call is None:
            continue
        done = call.end
        looked_at += call.end - call.start
        library = fitting[0]
        try:
            read = _request(_with_written(call, library, variables), library, _host(call, text, library))
        except SigV4Error as error:
            yield UnreadRequest(call.start, call.end, _form(library), error)
            continue
        if read:
            yield replace(read, start=variables.first)
        elif not library.needs:
            yield UnreadRequest(call.start, call.end, _form(library), _URL_UNKNOWN)


_URL_UNKNOWN = InvalidRequest("url", "a value that only the running program knows", "the URL itself, https://…")


def signed_calls_in(text: str) -> Iterator[ReadRequest]:
    """Read each call in whose text a signature stands; any other is signed when it runs, or not at all."""
    if of_a_signature(text):
        for one in calls_in(text):
            if isinstance(one, ReadRequest) and (is_signed(one.request) or are_signed(list(one.request.headers))):
                yield replace(one, origin=Origin.WIRE)


def _form(library: Library) -> str:
    return f"call of {library.name}"


_set = (
    r"(?:^|[;{{(\n])[ \t]*(?:(?:const|let|var|my)[ \t]+)?(?P<name>{name})[ \t]*(?::[ \t]*[\w\[\], ]{{1,40}})?[ \t]*"
    r"=(?![=>])[ \t]*"
)
_item = (
    r"(?:^|[;\n])[ \t]*{name}(?:\[\s*(?P<quote>[\"'])(?P<key>[^\"'\n]+)(?P=quote)\s*\][ \t]*=(?!=)"
    r"|\.(?:append|set)\(\s*(?P<mark>[\"'])(?P<named>[^\"'\n]+)(?P=mark)\s*,)\s*"
)


class _Variables:
    """Gives what variables are set to above a call, with the items that are added one by one."""

    def __init__(self, text: str, end: int, depth: int = 0) -> None:
        self.text, self.end, self.depth = text, end, depth
        self.first = end
        """Where the first of those stands that were asked for."""

    def __call__(self, name: str) -> Literal:
        if self.depth > _DEEPEST:
            return Unknown(name)
        sets = list(re.finditer(_set.format(name=re.escape(name)), self.text[: self.end]))
        if not sets:
            return Unknown(name)
        self.first = min(self.first, sets[-1].start("name"))
        value = self._value_at(sets[-1].end())
        if isinstance(value, WrittenCall) and value.name == "Headers":
            value = {}
        if isinstance(value, dict):
            for found in re.compile(_item.format(name=re.escape(name))).finditer(self.text, sets[-1].end(), self.end):
                value[found["key"] or found["named"]] = self._value_at(found.end())
        return value

    def _value_at(self, place: int) -> Literal:
        above = _Variables(self.text, place, self.depth + 1)
        value = literal_at(self.text, place, above)
        self.first = min(self.first, above.first)
        return value


def _with_written(call: WrittenCall, library: Library, variables: _Variables) -> WrittenCall:
    """Add the body that is written to a request behind its call."""
    found = re.compile(library.write).search(variables.text, call.end) if library.write else None
    if found:
        below = _Variables(variables.text, found.start())
        call.named["body"] = literal_at(variables.text, found.end(), below)
    return call


def _host(call: WrittenCall, text: str, library: Library) -> str:
    """Return the origin of the connection by which a call sends its request."""
    if library.name != "http.client":
        return ""
    connection = _Variables(text, call.start)(call.name.rpartition(".")[0])
    if not isinstance(connection, WrittenCall) or not connection.positional:
        return ""
    host = _text(connection.positional[0])
    scheme = "https" if connection.name.endswith("HTTPSConnection") else "http"
    return f"{scheme}://{host}" if host else ""


def _request(call: WrittenCall, library: Library, origin: str) -> ReadRequest | None:
    """Put the request together; None for a call that names no URL."""
    verb = re.split(r"\W+", call.name)[-1]
    positional = list(call.positional)
    method = verb.upper() if verb in _VERBS else ""
    is_method_first = len(positional) > 1 and isinstance(positional[0], str) and _method(positional[0])
    if not method and is_method_first:
        method = str(positional.pop(0)).upper()
    said = _Said(library, {**({"baseURL": origin} if origin else {}), **call.named})
    first = positional.pop(0) if positional and not isinstance(positional[0], dict) else None
    has_body = verb in _SENDS_BODY if verb in (*_VERBS, "request", "Request") else False
    names = library.with_body if has_body else library.without
    for name, value in zip(names if first is not None else ["options"], positional, strict=False):
        if name == "options":
            said.options |= value if isinstance(value, dict) else {"options": value}
        else:
            said.options.setdefault(name, value)
    if len(positional) > len(names) and first is not None:
        said.lacking |= {NotWhole.HEADERS, NotWhole.BODY}
    url = _url(first, said)
    if url is None:
        return None
    body, headers = _body(said), _headers(said)
    if unread := [name for name in said.options if name not in _READ and name not in _NEVER_SENT]:
        said.notes.append(f"left out: {', '.join(unread)}")
        said.lacking |= {NotWhole.HEADERS} if {"auth", "cookies", "cookie"} & set(unread) else set()
    has_body = body is not None or NotWhole.BODY in said.lacking
    told = _text(said.options.get("method", said.options.get("type"))).upper()
    method = method or told or _default_method(library, has_body=has_body)
    content_type = _implied_type(said, body)
    if content_type and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", content_type))
    request = Request(method, url, headers, body or "")
    if isinstance(said.options.get("options"), Unknown):
        said.lacking |= {NotWhole.HEADERS, NotWhole.BODY}
    by = Origin.WIRE if is_signed(request) else Origin.COMMAND
    lacking = frozenset(said.lacking)
    return ReadRequest(request, call.start, call.end, _form(library), by, lacking, None, tuple(said.notes))


def _default_method(library: Library, *, has_body: bool) -> str:
    return "POST" if has_body and library.name == "urllib.request" else "GET"


def _text(value: Literal) -> str:
    return value if isinstance(value, str) and not isinstance(value, Unknown) else ""


def _url(first: Literal, said: _Said) -> str | None:
    """Return the URL with the parameters that are named beside it; None where the text does not show one."""
    url = _text(first) or _text(said.options.get("url")) or _text(said.options.get("uri"))
    base = _text(said.options.get("baseURL")) or _text(said.options.get("prefixUrl"))
    host = _text(said.options.get("hostname")) or _text(said.options.get("host"))
    if host and not url:
        port, secure = said.options.get("port"), _text(said.options.get("protocol")) != "http:"
        at_port = f":{port}" if port is not None and str(port) not in ("80", "443") else ""
        base, url = f"{'https' if secure else 'http'}://{host}{at_port}", _text(said.options.get("path")) or "/"
    if base and not _absolute(url):
        url = f"{base.rstrip('/')}/{url.lstrip('/')}"
    if url.startswith("/") and said.library.name == "http.client":
        said.lacking.add(NotWhole.HOST)
        url = f"https://{NOT_PASTED}{url}"
    if not _absolute(url):
        return None
    params = next((said.options[name] for name in ("params", "searchParams", "query") if name in said.options), None)
    if params is None:
        return url
    if not isinstance(params, dict) or not is_known(params):
        said.lacking.add(NotWhole.TARGET)
        return url
    query = urlencode({name: value for name, value in params.items() if value is not None}, doseq=True)
    if re.search(r"[%+]", query):
        said.notes.append("its parameters are encoded as a form encodes them, which libraries do in different ways")
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _headers(said: _Said) -> HeaderPairs:
    """Return the headers whose values stand in the text, and name those whose values do not."""
    told = said.options.get("headers")
    if told is None:
        return []
    if not isinstance(told, dict):
        said.lacking.add(NotWhole.HEADERS)
        return []
    unknown = [name for name, value in told.items() if not is_known(value) or isinstance(value, (dict, list))]
    if unknown:
        said.notes.append(f"the values of {', '.join(unknown)} are not in the code")
        said.lacking.add(NotWhole.HEADERS)
    known = {name: value for name, value in told.items() if name not in unknown and value is not None}
    return [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in known.items()]


_READ = frozenset(
    {
        "method", "type", "url", "uri", "baseURL", "prefixUrl", "hostname", "host", "path", "params", "searchParams",
        "query", "headers", "options", "json", "data", "body", "content", "form", "form_params", "files", "fields",
        "multipart",
    }
)  # fmt: skip
_NEVER_SENT = frozenset(
    {
        "agent", "allow_redirects", "allowRedirects", "cache", "cert", "client", "contentType",
        "credentials", "crossDomain", "dataType", "error", "follow_redirects", "http_errors", "httpAgent",
        "httpsAgent", "integrity", "keepalive", "maxBodyLength", "maxContentLength", "maxRedirects", "mode",
        "next", "port", "priority", "processData", "protocol", "proxies", "proxy", "redirect", "referrer",
        "referrerPolicy", "responseType", "retries", "retry", "signal", "ssl", "stream", "success",
        "throwHttpErrors", "timeout", "validateStatus", "verify", "window", "withCredentials",
    }
)  # fmt: skip
"""Options that change nothing of the request; a port that counts is in the host."""

_BODIES = ("json", "data", "body", "content", "form", "form_params", "files", "fields", "multipart")


def _body(said: _Said) -> str | None:
    """Return the body that the code shows; None where there is none, or where only the running program knows it."""
    options, library = said.options, said.library
    name = next((name for name in _BODIES if name in options), "")
    value = options.get(name)
    written: Literal
    if value is None or (value == {} and library.table == "form" and name == "data"):
        return None
    if name == "json" or (isinstance(value, (dict, list)) and library.table == "json"):
        written = json_of(value, compact=library.json != "python")
        written = written.replace("/", "\\/") if library.json == "php" and isinstance(written, str) else written
        said.notes += [_OF_HTTPX] if library.name == "httpx" else []
    elif isinstance(value, dict) and is_known(value) and (name.startswith("form") or library.table == "form"):
        written = urlencode(value, doseq=True)
    else:
        written = value
    if isinstance(written, str) and not isinstance(written, Unknown):
        return written
    said.lacking.add(NotWhole.BODY)
    return None


_OF_HTTPX = "its JSON is written as httpx does from 0.28 on; before, with a blank behind each comma and colon"


def _implied_type(said: _Said, body: str | None) -> str:
    """Return the type that the library gives a body when nobody names one."""
    options = said.options
    if body is None and NotWhole.BODY not in said.lacking:
        return ""
    if "json" in options or (isinstance(options.get("data"), (dict, list)) and said.library.table == "json"):
        return "application/json"
    is_form = any(name in options for name in ("form", "form_params")) or isinstance(
        options.get("data", options.get("body")), dict
    )
    is_form = is_form and (body is not None or NotWhole.BODY in said.lacking)
    return _FORM if is_form else said.library.text_type if body is not None else ""
