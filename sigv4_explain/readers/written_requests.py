"""Requests that other tools keep or take: HTTPie, PowerShell, Bruno."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from sigv4_explain.errors import InvalidRequest, SigV4Error
from sigv4_explain.readers.building import is_signed
from sigv4_explain.readers.cleaned_text import CleanedText
from sigv4_explain.readers.command_lines import command_at, variables_in
from sigv4_explain.readers.curl import FORM
from sigv4_explain.readers.printed_values import Printed, printed_in, text_of, unescaped
from sigv4_explain.readers.read_request import (
    CommandSigning,
    HeaderPairs,
    NotWhole,
    Origin,
    ReadRequest,
    UnreadRequest,
    keys_of,
)
from sigv4_explain.request import Request


def _read(
    request: Request, place: tuple[int, int], form: str, lacking: set[NotWhole], signing: CommandSigning | None = None
) -> ReadRequest:
    origin = Origin.WIRE if is_signed(request) else Origin.COMMAND
    return ReadRequest(request, *place, form, origin, frozenset(lacking), signing)


_httpie = re.compile(
    r"^[ \t]*(?:[$#%>❯➜][ \t]+|[\w.@~:/-]{1,60}[$#%][ \t]+)?(?P<piped>[^\n|]{1,2000}\|[ \t]*)?"
    r"(?P<word>https?|xhs?)[ \t]+(?=[-A-Z'\"h:\w])",
    re.MULTILINE,
)
_item = re.compile(r"([^=:@]+?)(:=|==|=|:|@)(.*)", re.DOTALL).fullmatch
_WITH_ARGUMENT = frozenset(
    {"-A", "--auth-type", "-a", "--auth", "--timeout", "--proxy", "-p", "--print", "-o", "--raw", "--verify"}
)


def httpie_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read each command of HTTPie, or of xh."""
    variables: Mapping[str, str] | None = None
    for found in _httpie.finditer(paste.text):
        variables = variables_in(paste.text) if variables is None else variables
        start = found.start("word")
        try:
            command = command_at(paste.text, start, variables)
            reads_input = bool(found["piped"]) or paste.text.startswith("<", command.end)
            read = _of_httpie(command.words, (start, command.end), reads_input=reads_input)
        except SigV4Error:  # a sentence
            continue
        if read:
            yield read


def _of_httpie(words: list[str], place: tuple[int, int], *, reads_input: bool) -> ReadRequest | None:
    options: dict[str, str] = {}
    plain: list[str] = []
    rest = iter(words[1:])
    for word in rest:
        if word.startswith("-"):
            name, equals, value = word.partition("=")
            options[name] = value if equals else next(rest, "") if name in _WITH_ARGUMENT else ""
        else:
            plain.append(word)
    method = plain.pop(0) if plain and re.fullmatch(r"[A-Z]{3,7}", plain[0]) else ""
    url = plain.pop(0) if plain else ""
    if not re.match(r"(?:https?://)?[\w.-]+\.[\w-]+[:/]|(?:https?://)?localhost", url):
        return None
    if "://" not in url:
        url = f"{'https' if words[0] in ('https', 'xhs') else 'http'}://{url}"
    lacking = {NotWhole.BODY} if reads_input else set()
    url, headers, fields = _items(plain, url, lacking)
    is_form = any(re.fullmatch(r"--form|-[a-z]*f[a-z]*", name) for name in options)
    body = options.get("--raw") or (urlencode(fields) if is_form else json.dumps(fields) if fields else "")
    if (fields or is_form) and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", f"{FORM}; charset=utf-8" if is_form else "application/json"))
    auth = options.get("-a", options.get("--auth", ""))
    signing = None
    if "aws" in options.get("-A", options.get("--auth-type", "")).lower():
        signing = CommandSigning(credentials=keys_of(*auth.split(":", 1)) if ":" in auth else None)
    request = Request(method or ("POST" if body or lacking else "GET"), url, headers, "" if lacking else body)
    return _read(request, place, "HTTPie command", lacking, signing)


def _items(plain: list[str], url: str, lacking: set[NotWhole]) -> tuple[str, HeaderPairs, dict[str, object]]:
    """Return the URL with its parameters, the headers, and the fields of the body."""
    headers: HeaderPairs = []
    fields: dict[str, object] = {}
    for item in filter(None, map(_item, plain)):
        name, sign, value = item.groups()
        if sign == ":":
            headers.append((name, value))
        elif sign == "==":
            url += f"{'&' if '?' in url else '?'}{quote(name)}={quote(value, safe='-_.~')}"
        elif sign == "=":
            fields[name] = value
        elif sign == ":=" and (literal := _json(value)):
            fields[name] = literal[0]
        else:
            lacking.add(NotWhole.BODY)
    return url, headers, fields


def _json(text: str) -> tuple[object] | None:
    """Return what a JSON text says, in a tuple; None for another text."""
    try:
        return (json.loads(text),)
    except ValueError:
        return None


_powershell = re.compile(r"\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\b", re.IGNORECASE)
_parameter = re.compile(
    r"-(Uri|Method|Body|ContentType|InFile|Headers)[ \t:]+(\"(?:[^\"`]|`.|\"\")*\"|'[^']*'|\$\w+|@\{|[^\s`;|]+)",
    re.IGNORECASE,
)
_positional = re.compile(r"[ \t]+(\"https?://[^\"\n]+\"|'https?://[^'\n]+'|https?://\S+)", re.IGNORECASE).match
_table_set = r"\${name}[ \t]*=[ \t]*(?:\[ordered\])?@\{{"
_ADDED = (
    r"""\${name}(?:\.Add\([ ]*["']([^"'\n]+)["'][ ]*,[ ]*["']([^"\n]*?)["'][ ]*\)|"""
    r"""\[["']([^"'\n]+)["']\][ ]*=[ ]*["']([^"\n]*?)["'](?=\s|;|$))"""
)
_PSEUDO = frozenset({"authority", "method", "path", "scheme"})
_LONGEST = 32 * 1024
_MOST = 50


def powershell_in(paste: CleanedText) -> Iterator[ReadRequest | UnreadRequest]:
    """Read each call of Invoke-WebRequest or Invoke-RestMethod, with a table of headers that is set above it."""
    calls = list(_powershell.finditer(paste.text))[:_MOST]
    variables = variables_in(paste.text) if calls else {}
    for number, found in enumerate(calls):
        stop = calls[number + 1].start() if number + 1 < len(calls) else len(paste.text)
        try:
            read = _of_powershell(paste.text, found, min(stop, found.end() + _LONGEST), variables)
        except SigV4Error:
            continue
        if read:
            yield read
        elif _has_hidden_url(paste.text, found.end()):
            yield UnreadRequest(found.start(), found.end(), "PowerShell command", _URL_HIDDEN)


_has_hidden_url = re.compile(r"[^\n]{0,200}?(?:-Uri[ \t]+[$(]|[ \t]@\w)", re.IGNORECASE).match
_URL_HIDDEN = InvalidRequest("Uri", "a value that is not in the command itself", "-Uri and the URL itself")


def _of_powershell(text: str, call: re.Match[str], stop: int, variables: Mapping[str, str]) -> ReadRequest | None:
    said: dict[str, str] = {}
    headers: HeaderPairs = []
    start, end = call.start(), call.end()
    for found in _parameter.finditer(text, call.end(), stop):
        if (
            found.start() > end
            and re.search(r"\n(?!\s*[-}@])", text[end : found.start()])
            and "`" not in text[end : found.start()]
        ):
            break
        name, value = found[1].lower(), found[2]
        end = found.end()
        if name == "headers":
            headers, start, end = _table(text, value, found, (start, stop))
        else:
            said.setdefault(name, _value(value, variables))
    first = _positional(text, call.end())
    url = said.get("uri") or (_value(first[1], variables) if first else "")
    if not re.match(r"https?://", url, re.IGNORECASE):
        return None
    if said.get("method", "").upper() == "POST" and {"body", "infile"} & said.keys():
        said.setdefault("contenttype", FORM)  # as PowerShell's documentation of -ContentType says
    if "contenttype" in said and not any(header.lower() == "content-type" for header, _ in headers):
        headers.append(("Content-Type", said["contenttype"]))
    lacking = {NotWhole.BODY} if "infile" in said or said.get("body", "").startswith(("$", "(")) else set()
    body = "" if lacking else said.get("body", "")
    request = Request(said.get("method", "GET").upper(), url, headers, body)
    if not headers and not is_signed(request):
        lacking.add(NotWhole.HEADERS)
    return _read(request, (start, end), "PowerShell command", lacking)


def _table(text: str, value: str, found: re.Match[str], around: tuple[int, int]) -> tuple[HeaderPairs, int, int]:
    """Read the headers, in the call itself or where the variable was set last; and where call and table stand."""
    start, stop = around
    place = found.end() - 1
    if value.startswith("$"):
        set_to = re.compile(_table_set.format(name=re.escape(value[1:])), re.IGNORECASE)
        added = list(
            re.finditer(
                _ADDED.format(name=re.escape(value[1:])), text[max(0, found.start() - _LONGEST) : found.start()]
            )
        )
        sets = list(set_to.finditer(text, max(0, found.start() - _LONGEST), found.start()))
        if not sets or added:
            pairs = [(one[1] or one[3], one[2] or one[4]) for one in added]
            first = max(0, found.start() - _LONGEST) + added[0].start() if added else start
            return pairs, first, found.end()
        start, place, stop = sets[-1].start(), sets[-1].end() - 1, found.start()
    table = next(printed_in(text, place, stop).groups(), Printed(place))
    pairs = [(name, text_of(value) or "") for name, value in table.pairs if name.lower() not in _PSEUDO]
    return pairs, start, found.end() if value.startswith("$") else table.end


def _value(value: str, variables: Mapping[str, str]) -> str:
    if value.startswith("'"):
        return value[1:-1]
    if value.startswith('"'):
        inner = re.sub(r"`(.)", r"\1", value[1:-1].replace('""', '"'))
        return re.sub(r"\$(\w+)", lambda found: variables.get(found[1], found[0]), inner)
    return variables.get(value[1:], value) if value.startswith("$") else unescaped(value)


_bruno = re.compile(r"^(get|post|put|delete|patch|head|options) \{[ \t]*\n([^{}]{0,8192}?)\n\}", re.MULTILINE)
_bruno_block = re.compile(r"^(headers|auth:awsv4|body(?::\w+)?) \{[ \t]*\n([\s\S]{0,65536}?)\n\}", re.MULTILINE)


def bruno_in(paste: CleanedText) -> Iterator[ReadRequest]:
    """Read a request of Bruno, as its files keep it."""
    starts = list(_bruno.finditer(paste.text))
    for number, found in enumerate(starts):
        stop = starts[number + 1].start() if number + 1 < len(starts) else len(paste.text)
        blocks = list(_bruno_block.finditer(paste.text, found.end(), min(stop, found.end() + 4 * _LONGEST)))
        texts = {block[1].partition(":")[0] if block[1].startswith("body") else block[1]: block[2] for block in blocks}
        url = dict(_bruno_lines(found[2])).get("url", "")
        auth = dict(_bruno_lines(texts.get("auth:awsv4", "")))
        body = "\n".join([line.removeprefix("  ") for line in texts.get("body", "").split("\n")])
        keys = keys_of(auth.get("accessKeyId"), auth.get("secretAccessKey"), auth.get("sessionToken"))
        signing = CommandSigning(auth.get("region"), auth.get("service"), keys) if auth else None
        try:
            request = Request(found[1].upper(), url, _bruno_lines(texts.get("headers", "")), body)
        except SigV4Error:  # {{variables}}
            continue
        end = blocks[-1].end() if blocks else found.end()
        yield _read(request, (found.start(), end), "Bruno request", set(), signing)


def _bruno_lines(text: str) -> HeaderPairs:
    pairs = [line.strip().partition(":") for line in text.split("\n")]
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon and not name.startswith("~")]
