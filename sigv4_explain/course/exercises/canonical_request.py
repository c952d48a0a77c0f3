"""Exercises of notebook 03: header values, canonical headers, the payload's hash, the whole canonical request."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from sigv4_explain.canonical import (
    canonical_headers,
    canonical_query_string,
    canonical_request,
    canonical_uri,
    hashed_payload,
    signed_headers,
)
from sigv4_explain.course import made_up
from sigv4_explain.course.exercise import exercise
from sigv4_explain.encoding import sha256_hex, trim
from sigv4_explain.request import Request


def my_trim(value: str) -> str:
    """Return the value as it is signed."""
    return " ".join(value.split())


def _quotes_kept(value: str) -> str:
    pieces = value.strip().split('"')
    return '"'.join(piece if number % 2 else re.sub("[ \t]+", " ", piece) for number, piece in enumerate(pieces))


_TRIM = exercise(
    "trim",
    right=trim,
    drawing=lambda draw: (made_up.value(draw),),
    solution=my_trim,
    cases=(
        ("folded", "application/json"),
        ("trimmed", ""),
        ("trimmed", "  gzip"),
        ("trimmed", "gzip  "),
        ("none-left", "a b"),
        ("folded", "a   b    c"),
        ("quoted", '"a   b"'),
        ("tab", "a\tb"),
        ("tab", "\ta \t b\t"),
    ),
    mistakes=(
        ("trimmed", lambda value: value),
        ("folded", lambda value: value.strip()),
        ("inside-alone", lambda value: re.sub("[ \t]+", " ", value)),
        ("halved", lambda value: value.strip().replace("\t", " ").replace("  ", " ")),
        ("quoted", _quotes_kept),
        ("none-left", lambda value: re.sub("[ \t]+", "", value)),
        ("tab", lambda value: re.sub(" +", " ", value).strip(" ")),
    ),
)

Headers = tuple[tuple[str, str], ...]


def my_headers(headers: tuple[tuple[str, str], ...]) -> str:
    """Return the canonical headers."""
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(" ".join(value.split()))
    return "".join(f"{name}:{','.join(values[name])}\n" for name in sorted(values))


def _written(headers: Headers, separator: str = ",") -> str:
    """Write headers whose values are ready, in the order of their names' first coming."""
    values: dict[str, str] = {}
    for name, value in headers:
        values[name] = f"{values[name]}{separator}{value}" if name in values else value
    return "".join(f"{name}:{value}\n" for name, value in values.items())


def _lowered(headers: Headers) -> Headers:
    return tuple((name.lower(), trim(value)) for name, value in headers)


def _by_name(headers: Headers) -> Headers:
    return tuple(sorted(headers, key=lambda pair: pair[0]))


_HOST = ("host", "example.com")

_HEADERS = exercise(
    "headers",
    right=canonical_headers,
    drawing=lambda draw: (made_up.headers(draw),),
    solution=my_headers,
    cases=(
        ("line", (_HOST,)),
        ("end", (_HOST, ("x-amz-date", "20150830T123600Z"))),
        ("lower", (("Host", "example.com"), ("X-Amz-Date", "20150830T123600Z"))),
        ("sorted", (("x-b", "1"), _HOST, ("x-a", "2"))),
        ("sorted", (("accept", "*/*"), ("X-B", "1"), ("x-a", "2"))),
        ("by-name", (("x-a-b", "1"), ("x-a", "2"))),
        ("trimmed", (_HOST, ("my-header", '  "a   b"  '))),
        ("one-line", (("my-header", "b"), _HOST, ("My-Header", " a "))),
        ("order", (("my-header", "b"), ("my-header", "a"), ("my-header", "c"))),
    ),
    mistakes=(
        ("line", lambda headers: "".join(f"{name}: {value}\n" for name, value in headers)),
        ("end", lambda headers: canonical_headers(headers).removesuffix("\n")),
        ("lower", lambda headers: _written(_by_name(tuple((name, trim(value)) for name, value in headers)))),
        ("all-lower", lambda headers: canonical_headers(headers).lower()),
        ("sorted", lambda headers: _written(_lowered(headers))),
        ("sorted-before-lowering", lambda headers: _written(_lowered(_by_name(headers)))),
        ("by-name", lambda headers: "".join(sorted(canonical_headers(headers).splitlines(keepends=True)))),
        ("trimmed", lambda headers: _written(_by_name(tuple((name.lower(), value) for name, value in headers)))),
        ("one-line", lambda headers: "".join(f"{name}:{value}\n" for name, value in _by_name(_lowered(headers)))),
        (
            "last-alone",
            lambda headers: "".join(f"{name}:{value}\n" for name, value in sorted(dict(_lowered(headers)).items())),
        ),
        ("order", lambda headers: _written(tuple(sorted(_lowered(headers))))),
        ("comma", lambda headers: _written(_by_name(_lowered(headers)), ", ")),
    ),
)


def my_payload(body: bytes | str) -> str:
    """Return the hash of the body."""
    if isinstance(body, str):
        body = body.encode("utf-8")
    return hashlib.sha256(body).hexdigest()


def _right(body: bytes | str) -> str:
    return hashed_payload(Request("POST", "https://example.com/", body=body).body)


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else body


def _written_anew(body: bytes | str) -> str:
    try:
        return sha256_hex(json.dumps(json.loads(body)).encode())
    except ValueError:
        return _right(body)


def _drawn_body(draw: Random) -> tuple[bytes | str]:
    return (draw.choice((made_up.body(draw), made_up.text(draw), f'{{"a":  "{made_up.text(draw)}"}}\n')),)


_PAYLOAD = exercise(
    "payload",
    right=_right,
    drawing=_drawn_body,
    solution=my_payload,
    cases=(
        ("hashed", b"Param1=value1"),
        ("empty", b""),
        ("empty", ""),
        ("hashed", "Param1=value1"),
        ("as-sent", '{"a":1}'),
        ("utf8", "Zoë"),
        ("every-byte", "a=1\n"),
        ("any-bytes", b"\x00\xff"),
    ),
    mistakes=(
        ("hashed", lambda body: _bytes(body).decode()),
        ("empty", lambda body: _right(body) if body else ""),
        ("unsigned-for-none", lambda body: _right(body) if body else "UNSIGNED-PAYLOAD"),
        ("hex", lambda body: base64.b64encode(hashlib.sha256(_bytes(body)).digest()).decode()),
        ("lower", lambda body: _right(body).upper()),
        ("utf8", lambda body: sha256_hex(body.encode("latin-1", "replace") if isinstance(body, str) else body)),
        ("ascii", lambda body: sha256_hex(body.encode("ascii", "ignore") if isinstance(body, str) else body)),
        ("bytes", lambda body: sha256_hex(str(body).encode())),
        ("every-byte", lambda body: sha256_hex(_bytes(body).strip())),
        ("as-sent", _written_anew),
    ),
)


def my_canonical_request(method: str, path: str, query: str, headers: tuple[tuple[str, str], ...], body: bytes) -> str:
    """Return the canonical request."""
    parts = [method, canonical_uri(path), canonical_query_string(query)]
    parts += [canonical_headers(headers), signed_headers(headers), hashed_payload(body)]
    return "\n".join(parts)


def _parts(path: str, query: str, headers: Headers, body: bytes) -> tuple[str, str, str, str, str]:
    lines, names = canonical_headers(headers), signed_headers(headers)
    return canonical_uri(path), canonical_query_string(query), lines, names, hashed_payload(body)


def _right_canonical_request(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    return canonical_request(method, *_parts(path, query, headers, body))


def _as_sent(method: str, path: str, query: str, headers: Headers, body: bytes) -> str:
    _, _, lines, names, payload = _parts(path, query, headers, body)
    return canonical_request(method, path, query, lines, names, payload)


def _lines_of(parts: Callable[..., Iterable[str]]) -> Callable[..., str]:
    """Write, a line each, what is made of the method and the five parts."""
    return lambda method, *sent: "\n".join(parts(method, *_parts(*sent)))


_SENT = (("X-Amz-Date", "20150830T123600Z"), ("Host", "example.amazonaws.com"))


def _drawn(draw: Random) -> tuple[Any, ...]:
    method = draw.choice(("GET", "POST", "DELETE", "PATCH"))
    headers = made_up.headers(draw, "Host", "X-Amz-Date")
    return method, made_up.path(draw), made_up.query(draw), headers, made_up.body(draw)


_CANONICAL_REQUEST = exercise(
    "canonical-request",
    right=_right_canonical_request,
    drawing=_drawn,
    solution=my_canonical_request,
    cases=(
        ("six", "GET", "/", "a=1", _SENT, b""),
        ("query", "GET", "/", "", _SENT, b""),
        ("canonical", "POST", "/a b", "b=2&a=1", _SENT, b"Param1=value1"),
        ("canonical", "DELETE", "", "", _SENT[1:], b""),
    ),
    mistakes=(
        ("canonical", _as_sent),
        ("blank", _lines_of(lambda *parts: (*parts[:3], parts[3].strip(), *parts[4:]))),
        ("two-empty-lines", _lines_of(lambda *parts: (*parts[:4], "", *parts[4:]))),
        ("query", _lines_of(lambda *parts: filter(None, parts))),
        ("question-mark", _lines_of(lambda *parts: (*parts[:2], f"?{parts[2]}", *parts[3:]))),
        ("end", lambda *given: f"{_right_canonical_request(*given)}\n"),
        ("body-itself", lambda *sent: _right_canonical_request(*sent)[:-64] + sent[-1].decode()),
        ("names-first", _lines_of(lambda *parts: (*parts[:3], parts[4], parts[3], parts[5]))),
    ),
)
EXERCISES = (_TRIM, _HEADERS, _PAYLOAD, _CANONICAL_REQUEST)
