"""A HAR file, as browsers and proxies save what they sent; or one entry of it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any
from urllib.parse import urlencode

from sigv4_explain.errors import UnreadableText, check_kind
from sigv4_explain.json_text import read_json
from sigv4_explain.readers.building import is_signed, request_from_text
from sigv4_explain.request import Request

_A_HAR = "a HAR file, or one entry of it, whole"
_REFUSED = 400
_begins_as_json = re.compile(r"[\ufeff\s]*(?:\[\s*)?\{").match
_FORM = "application/x-www-form-urlencoded"


def is_har(text: str) -> bool:
    """Return whether a text begins as JSON objects do, which no other form of a request does."""
    return bool(_begins_as_json(text))


def parse_har(text: str) -> Request:
    """Read the request of a HAR that somebody most likely asks about.

    That is the first signed one that was refused, else the first signed one, else the first.
    Raises UnreadableText when the text is no HAR or holds no request.
    """
    entries = _entries(text)
    requests = [_request(number, entry) for number, entry in enumerate(entries)]
    signed = [index for index, request in enumerate(requests) if is_signed(request)]
    refused = [index for index in signed if _status(entries[index]) >= _REFUSED]
    return requests[[*refused, *signed, 0][0]]


def one_entry(text: str) -> str | None:
    r"""Return the entry of a HAR with several that somebody most likely asks about, as JSON; None for any other text.

    That is the first signed one that was refused, else the first refused one, else the first signed one.

    >>> entry = '{"request": {"method": "GET", "url": "https://h.example/%d"}, "response": {"status": %d}}'
    >>> one_entry('{"log": {"entries": [' + entry % (1, 200) + "," + entry % (2, 403) + "]}}").splitlines()[3].strip()
    '"url": "https://h.example/2"'
    """
    if not is_har(text) or '"entries"' not in text:
        return None
    try:
        entries = _entries(text)
        requests = [_request(number, entry) for number, entry in enumerate(entries)]
    except UnreadableText:
        return None
    refused = [_status(entry) >= _REFUSED for entry in entries]
    ranks = [
        (not (no and is_signed(one)), not no, not is_signed(one)) for no, one in zip(refused, requests, strict=True)
    ]
    chosen = min(range(len(entries)), key=lambda index: ranks[index])
    return json.dumps(entries[chosen], indent=1, ensure_ascii=False) if len(entries) > 1 else None


def requests_in_har(text: str) -> tuple[Request, ...]:
    """Read every request of a HAR file, in its order; of one entry or one request object, that one.

    The URL is taken as it stands, and so are the headers but HTTP/2's, which begin with a colon (the authority becomes
    Host). A body of ``params`` alone is put together as a form is; ``"encoding": "base64"`` is read.

    Raises UnreadableText with the number of the entry; values are not shown.

    >>> requests_in_har('{"request": {"method": "GET", "url": "https://h.example/a?b"}}')
    (Request('GET', 'https://h.example/a?b', headers=[], body=0 bytes),)

    Source: HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/
    """
    return tuple(_request(number, entry) for number, entry in enumerate(_entries(text)))


def _entries(text: str) -> list[Any]:
    check_kind("text", text, str, f"{_A_HAR}, as str", UnreadableText)
    try:
        document = read_json(text.lstrip("\ufeff \t\r\n"))
    except ValueError as error:
        line = getattr(error, "lineno", "?")
        raise UnreadableText("text", f"JSON that cannot be read, at line {line}", _A_HAR) from None
    if isinstance(document, dict) and "log" in document:
        entries = _member(document["log"], "entries")
    elif isinstance(document, dict):
        entries = [document if "request" in document else {"request": document}]
    else:
        entries = document
    if not isinstance(entries, list) or not entries:
        raise UnreadableText("text", "JSON without an entry that has a request", _A_HAR)
    return entries


def _request(number: int, entry: Any) -> Request:
    where = f"entry {number}"
    request = _member(entry, "request")
    if not isinstance(request, dict):
        raise UnreadableText("text", f"{where}: no request", _A_HAR)
    method, url = request.get("method"), request.get("url")
    if not isinstance(method, str) or not isinstance(url, str):
        raise UnreadableText("text", f"{where}: a request without method or url", _A_HAR)
    return request_from_text(where, method, url, _headers(where, request), _body(where, request))


def _headers(where: str, request: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = _pairs(where, "headers", request.get("headers"))
    headers = [pair for pair in pairs if not pair[0].startswith(":")]
    authority = dict(pairs).get(":authority")
    if authority and not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", authority))
    return headers


def _body(where: str, request: dict[str, Any]) -> bytes | str:
    data = request.get("postData") or {}
    text = _member(data, "text")
    if isinstance(text, str) and text:
        return _decoded(where, text) if "base64" in (_member(data, "encoding"), _member(data, "_encoding")) else text
    if not _member(data, "params"):
        return b""
    if not str(_member(data, "mimeType") or _FORM).startswith(_FORM):
        raise UnreadableText(
            "text", f"{where}: parts of a form without its text", "postData with the text that was sent"
        )
    return urlencode(_pairs(where, "params", data["params"]), errors="surrogatepass")


def _decoded(where: str, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableText("text", f"{where}: a body that is not base64", "base64, as its encoding says") from None


def _pairs(where: str, field: str, items: Any) -> list[tuple[str, str]]:
    """Return the names and values of a list of objects, which is how a HAR writes headers and parameters."""
    pairs = [(_member(item, "name"), _member(item, "value")) for item in items] if isinstance(items, list) else []
    if not all(isinstance(text, str) for pair in pairs for text in pair):
        raise UnreadableText("text", f"{where}: {field} that are no names and values", f"{field} as a HAR has them")
    return pairs


def _status(entry: Any) -> int:
    status = _member(_member(entry, "response"), "status")
    return status if isinstance(status, int) else 0


def _member(value: Any, name: str) -> Any:
    """Return a member of a JSON object; None of anything else."""
    return value.get(name) if isinstance(value, dict) else None
