"""Exercises of notebook 02: UriEncode, the canonical URI, and the canonical query string."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from posixpath import normpath
from string import ascii_letters, digits
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

from sigv4_explain.canonical import canonical_query_string, canonical_uri, normalized_path
from sigv4_explain.course.exercise import exercise
from sigv4_explain.course.made_up import path, query, text
from sigv4_explain.encoding import uri_encode
from sigv4_explain.rules import PathEncoding, PathNormalization


def my_uri_encode(text: str) -> str:
    """Percent-encode all but the unreserved characters."""
    kept = ascii_letters + digits + "-._~"
    encoded = ""
    for byte in text.encode():
        encoded += chr(byte) if chr(byte) in kept else f"%{byte:02X}"
    return encoded


def _lower_hex(text: str) -> str:
    return "".join(one if one in _KEPT else "".join(f"%{byte:02x}" for byte in one.encode()) for one in text)


def _one_digit(text: str) -> str:
    return "".join(one if one in _KEPT else "".join(f"%{byte:X}" for byte in one.encode()) for one in text)


_KEPT = ascii_letters + digits + "-._~"

_URI_ENCODE = exercise(
    "uri-encode",
    right=uri_encode,
    solution=my_uri_encode,
    drawing=lambda draw: (text(draw),),
    cases=(
        ("encoded", ""),
        ("encoded", "abc-123"),
        ("space", "a b+c"),
        ("slash", "a/b"),
        ("tilde", "-._~"),
        ("encoded", "a:b=c?d"),
        ("encoded", "it's (a*b)!"),
        ("bytes", "Zoë 漢 🙂"),
        ("two-digits", "a\nb"),
        ("percent", "100%25"),
    ),
    mistakes=(
        ("as-given", lambda text: text),
        ("slash", lambda text: quote(text)),
        ("space", lambda text: quote_plus(text)),
        ("upper", _lower_hex),
        ("tilde", lambda text: quote(text, safe="").replace("~", "%7E")),
        ("bytes", lambda text: "".join(one if one in _KEPT else f"%{ord(one):02X}" for one in text)),
        ("two-digits", _one_digit),
        ("marks-kept", lambda text: quote(text, safe="!'()*")),
        ("percent", lambda text: quote(unquote(text), safe="")),
    ),
)


def my_path(path: str) -> str:
    """Return the canonical URI."""
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(quote(segment, safe="~"))
    ending = "/" if path.endswith("/") and segments else ""
    return "/" + "/".join(segments) + ending


def _empty_segments_kept(path: str) -> str:
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(quote(segment))
    return "/" + "/".join(segments)


_PATH = exercise(
    "path",
    right=canonical_uri,
    solution=my_path,
    drawing=lambda draw: (path(draw),),
    cases=(
        ("one-slash", "/"),
        ("slashes", "/default/pets"),
        ("again", "/a%20b"),
        ("encoded", "/model:1"),
        ("no-empty", "/a//b"),
        ("dots", "/a/./b"),
        ("dots", "/a/../b"),
        ("last-slash", "/a/"),
        ("empty", ""),
        ("above", "/../a"),
        ("again", "/Zoë/%E2%82%AC"),
    ),
    mistakes=(
        ("again", lambda path: path or "/"),
        ("encoded-once", lambda path: quote(unquote(normalized_path(path)))),
        ("not-normalized", lambda path: quote(path) or "/"),
        ("dots", lambda path: quote(re.sub("/+", "/", path)) or "/"),
        ("no-empty", _empty_segments_kept),
        ("last-slash", lambda path: quote(normpath(f"/{path.lstrip('/')}"))),
        ("slashes-encoded", lambda path: quote(normalized_path(path), safe="")),
        ("empty", lambda path: quote(normalized_path(path)) if path else ""),
        ("one-slash", lambda path: f"{quote(normalized_path(path.rstrip('/')))}{'/' if path.endswith('/') else ''}"),
        ("encoded-twice-more", lambda path: quote(quote(normalized_path(path)))),
    ),
)


def my_s3_path(path: str) -> str:
    """Return the canonical URI for S3."""
    return quote(unquote_plus(path)) or "/"


def _right(path: str) -> str:
    return canonical_uri(path, PathEncoding.ONCE, PathNormalization.AS_SENT)


_PATH_S3 = exercise(
    "path-s3",
    right=_right,
    solution=my_s3_path,
    drawing=lambda draw: (path(draw),),
    cases=(
        ("slashes", "/photo.jpg"),
        ("once", "/a%20b"),
        ("encoded", "/a b"),
        ("as-sent", "/a//b/../c"),
        ("slash", "/a%2Fb"),
        ("raw-plus", "/a+b"),
        ("plus", "/a%2Bb"),
        ("anew", "/Zo%c3%ab:1"),
        ("empty", ""),
    ),
    mistakes=(
        ("as-sent-too", lambda path: path or "/"),
        ("once", lambda path: quote(path) or "/"),
        ("as-sent", lambda path: _right(normalized_path(path))),
        ("slash", lambda path: "/".join(quote(unquote_plus(segment), safe="~") for segment in path.split("/")) or "/"),
        ("raw-plus", lambda path: quote(unquote(path)) or "/"),
        ("plus", lambda path: quote(unquote_plus(unquote(path))) or "/"),
        ("empty", lambda path: _right(path) if path else ""),
    ),
)

Pairs = Iterable[tuple[str, str]]


def _sent(query: str, decode: Callable[[str], str] = unquote_plus) -> list[tuple[str, str]]:
    pieces = [piece.partition("=") for piece in query.split("&") if piece]
    return [(decode(name), decode(value)) for name, _, value in pieces]


def _encoded(pairs: Pairs) -> list[tuple[str, str]]:
    return [(quote(name, safe="~"), quote(value, safe="~")) for name, value in pairs]


def _joined(pairs: Pairs) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


def unsorted(query: str) -> str:
    """Encode, and leave the order."""
    return _joined(_encoded(_sent(query)))


def cut_at_each_equals(query: str) -> str:
    """Split at every equals sign."""
    pieces = [[*piece.split("="), ""] for piece in query.split("&") if piece]
    return _joined(sorted(_encoded((unquote_plus(piece[0]), unquote_plus(piece[1])) for piece in pieces)))


def my_query(query: str) -> str:
    """Return the canonical query string."""
    pairs = []
    for piece in query.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            pairs.append((quote(unquote_plus(name), safe="~"), quote(unquote_plus(value), safe="~")))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


_QUERY = exercise(
    "query",
    right=canonical_query_string,
    solution=my_query,
    drawing=lambda draw: (query(draw),),
    cases=(
        ("sorted", "a=1&b=2"),
        ("sorted", "b=2&a=1"),
        ("names", "a-b=1&a=2"),
        ("encoded", "path=a/b"),
        ("empty", "uploads"),
        ("nothing", ""),
        ("nothing", "&a=1&&b=2"),
        ("once", "q=a%20b"),
        ("space", "q=a+b"),
        ("repeated", "a=2&a=1"),
        ("case", "a=1&B=2"),
        ("encoded-first", "z=1&ë=2"),
        ("equals", "token=a=="),
        ("upper", "name=Zo%c3%ab~"),
    ),
    mistakes=(
        ("sorted", lambda query: query),
        ("unsorted", unsorted),
        ("sorted-as-text", lambda query: "&".join(sorted(unsorted(query).split("&")))),
        ("slashes-kept", lambda query: _joined((quote(name), quote(value)) for name, value in sorted(_sent(query)))),
        ("space", lambda query: _joined((quote_plus(name), quote_plus(value)) for name, value in sorted(_sent(query)))),
        ("empty", lambda query: _joined(sorted(_encoded(parse_qsl(query))))),
        ("once", lambda query: _joined(sorted(_encoded(_sent(query, decode=str))))),
        ("nothing", lambda query: _joined(sorted(_encoded(_sent(query)))) or "="),
        ("repeated", lambda query: _joined(sorted(_encoded(dict(_sent(query)).items())))),
        ("encoded-first", lambda query: _joined(_encoded(sorted(_sent(query))))),
        ("case", lambda query: _joined(sorted(_encoded(_sent(query)), key=lambda pair: (pair[0].lower(), pair[1])))),
        ("equals", cut_at_each_equals),
        ("upper", lambda query: re.sub("%..", lambda found: found[0].lower(), _joined(sorted(_encoded(_sent(query)))))),
        ("values", lambda query: _joined(sorted(_encoded(_sent(query)), key=lambda pair: pair[0]))),
        ("plus", lambda query: _joined(sorted(_encoded(_sent(query, decode=unquote))))),
    ),
)
EXERCISES = (_URI_ENCODE, _PATH, _PATH_S3, _QUERY)
