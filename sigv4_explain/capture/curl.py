"""A curl command: what curl would send, without what it adds on its own (User-Agent, Accept, Content-Length)."""

from __future__ import annotations

import re
from urllib.parse import quote_plus

from sigv4_explain.capture.building import request_from_text
from sigv4_explain.capture.curl_options import DATA, OptionList, read_options
from sigv4_explain.capture.curl_url import url_as_sent
from sigv4_explain.capture.shell import shell_words
from sigv4_explain.errors import UnreadableText, check_kind
from sigv4_explain.request import Request

# A byte that is no UTF-8 stands in a text as one of U+DC80 to U+DCFF.
_half_character = re.compile("[\ud800-\udc7f\udd00-\udfff]")

FORM = "application/x-www-form-urlencoded"
"""The content type that curl gives a body when nobody names one."""


def parse_curl(command: str) -> Request:
    """Read a command as copied from a browser, a terminal or a manual.

    The keys of ``-u`` with ``--aws-sigv4`` are not part of a Request: they are skipped, and never shown. No file is
    read. Raises UnreadableText that names the option or the character it cannot take.

    >>> request = parse_curl("curl -G -d a=1 https://example.amazonaws.com/ -H 'x-empty;'")
    >>> request.method, request.url, request.headers
    ('GET', 'https://example.amazonaws.com/?a=1', (('x-empty', ''),))
    """
    check_kind("command", command, str, "a curl command, as str", UnreadableText)
    words = shell_words(command)
    if any(map(_half_character.search, words)):
        raise UnreadableText("text", "half of a character, a lone surrogate", "text that is Unicode")
    options = read_options(words[1:])
    given = dict(options)
    if "user" in given and "aws-sigv4" not in given:
        expected = "--aws-sigv4 as well: alone, -u sends the keys as a password"
        raise UnreadableText("text", "the option -u without --aws-sigv4", expected)
    data = _joined_data(options)
    body = None if "get" in given else data
    query = data if "get" in given and data is not None else _joined_query(options)
    url = url_as_sent(options, query or "")
    payload = (body or "").encode("utf-8", "surrogateescape")
    headers = _headers(options, has_body=body is not None)
    return request_from_text("the command", _method(given, body), url, headers, payload)


def _method(given: dict[str, str], body: str | None) -> str:
    default = "HEAD" if "head" in given else "GET" if body is None else "POST"
    return given.get("request", default)


def _joined_data(options: OptionList) -> str | None:
    """Join the pieces of the body with ``&``, as curl does; a piece of JSON follows without."""
    joined: str | None = None
    for name, argument in options:
        if name not in DATA:
            continue
        if name not in ("data-raw", "data-urlencode"):
            _refuse_file(name, argument)
        piece = _url_encoded(name, argument) if name == "data-urlencode" else argument
        separator = "" if joined is None or name == "json" else "&"
        joined = f"{joined or ''}{separator}{piece}"
    return joined


def _joined_query(options: OptionList) -> str:
    pieces = [argument for name, argument in options if name == "url-query"]
    return "&".join(piece[1:] if piece.startswith("+") else _url_encoded("url-query", piece) for piece in pieces)


def _url_encoded(option: str, argument: str) -> str:
    """Encode ``name=content`` or ``content`` the way forms do: the name stays as it is, a space becomes a plus."""
    name, equals, content = argument.partition("=")
    if not equals:
        _refuse_file(option, argument[argument.find("@") :])
        name, content = "", argument
    return f"{name}{'=' if name else ''}{quote_plus(content, errors='surrogateescape')}"


def _headers(options: OptionList, *, has_body: bool) -> list[tuple[str, str]]:
    """Return the headers named with -H, then those that other options imply and -H does not override or remove."""
    headers: list[tuple[str, str]] = []
    settled = set()
    for name, value in (_header(argument) for option, argument in options if option == "header"):
        settled.add(name.lower())
        if value is not None:
            headers.append((name, value))
    return headers + [pair for pair in _implied_headers(options, has_body) if pair[0].lower() not in settled]


def _header(argument: str) -> tuple[str, str | None]:
    """Read ``Name: value``; ``Name;`` has an empty value, and ``Name:`` is None: curl is not to send it."""
    _refuse_file("header", argument)
    name, colon, value = argument.partition(":")
    if colon:
        return name, value.removeprefix(" ") if value.strip(" \t") else None
    name, semicolon, value = argument.partition(";")
    if not semicolon or value.strip():
        raise UnreadableText(
            "text", "a header without a colon after -H", "-H 'Name: value', or -H 'Name;' for no value"
        )
    return name, ""


def _implied_headers(options: OptionList, has_body: bool) -> list[tuple[str, str]]:  # noqa: FBT001  # private
    given = dict(options)
    cookies = [argument for option, argument in options if option == "cookie"]
    if any("=" not in cookie for cookie in cookies):
        raise UnreadableText("text", "a file of cookies after -b", "-b name=value: no file is read here")
    content_type = "application/json" if "json" in given else FORM if has_body else ""
    implied = {
        "User-Agent": given.get("user-agent", ""),
        "Referer": given.get("referer", "").partition(";auto")[0],
        "Cookie": ";".join(cookies),
        "Content-Type": content_type,
        "Accept": "application/json" if "json" in given else "",
    }
    return [(name, value) for name, value in implied.items() if value]


def _refuse_file(option: str, argument: str) -> None:
    if argument.startswith("@"):
        expected = f"the text itself after --{option}: this reads no files"
        raise UnreadableText("text", f"a file (@…) after --{option}", expected)
