"""Exercise of notebook 11: a URL about which signers have least to disagree."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import quote, quote_plus, unquote, urlencode

from sigv4_explain.course.exercise import exercise
from sigv4_explain.course.made_up import text

Pairs = list[tuple[str, str]]


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _joined(base: str, segments: list[str], parameters: Pairs, encode: Callable[[str], str] = _encoded) -> str:
    path = "".join(f"/{_encoded(segment)}" for segment in segments if segment)
    pairs = [f"{encode(name)}={encode(value)}" for name, value in parameters if name]
    return base.rstrip("/") + path + ("?" + "&".join(pairs) if pairs else "")


def as_given(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode nothing."""
    pairs = "&".join(f"{name}={value}" for name, value in parameters if name)
    path = "/".join([base.rstrip("/"), *filter(None, segments)])
    return f"{path}?{pairs}" if pairs else path


def slash_doubled(base: str, segments: list[str], parameters: Pairs) -> str:
    """Put a slash before each segment, whatever is there already."""
    path = base + "".join(f"/{_encoded(segment)}" for segment in segments)
    return path + _joined("", [], parameters)


def slash_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Join first, then encode: each slash stays."""
    return base.rstrip("/") + quote("".join(f"/{each}" for each in segments if each)) + _joined("", [], parameters)


def by_urlencode(base: str, segments: list[str], parameters: Pairs) -> str:
    """Leave the query to urlencode, which also keeps what has no name."""
    return _joined(base, segments, []) + ("?" + urlencode(parameters) if parameters else "")


def plus_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode all but the plus."""
    return _joined(base, segments, parameters, lambda text: quote(text, safe="+"))


def reserved_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Leave in the query what a URL may have there."""
    return _joined(base, segments, parameters, lambda text: quote(text, safe="/:=*"))


def without_equals_sign(base: str, segments: list[str], parameters: Pairs) -> str:
    """Send a name without a value alone."""
    pairs = [f"{_encoded(name)}={_encoded(value)}" if value else _encoded(name) for name, value in parameters if name]
    return _joined(base, segments, []) + ("?" + "&".join(pairs) if pairs else "")


def empty_left_out(base: str, segments: list[str], parameters: Pairs) -> str:
    """Send only what has a value."""
    return _joined(base, segments, [(name, value) for name, value in parameters if value])


def nameless_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Send a value without a name."""
    pairs = [f"{_encoded(name)}={_encoded(value)}" for name, value in parameters]
    return _joined(base, segments, []) + ("?" + "&".join(pairs) if pairs else "")


def segments_run_together(base: str, segments: list[str], parameters: Pairs) -> str:
    """Forget the slash between base and path."""
    return base.rstrip("/") + "/".join(_encoded(each) for each in segments if each) + _joined("", [], parameters)


_find_raw = re.compile(r"%(?![0-9A-F]{2})|[^A-Za-z0-9._~%-]").search


def _slashes_kept(path: str, segments: list[str]) -> bool:
    """Tell whether each segment is there, and only its own slashes are raw."""
    own = "/".join(["", *filter(None, segments)])
    return unquote(path) == own and path.count("/") == own.count("/") and "/" in "".join(segments)


def _in_upper_case(url: str) -> str:
    return re.sub("%[0-9A-Fa-f]{2}", lambda found: found[0].upper(), url)


def judged(arguments: tuple[Any, ...], answer: Any) -> str | None:
    """Return the rule that a URL breaks, or None. The order of the parameters is free."""
    base, segments, parameters = arguments[0].rstrip("/"), arguments[1], arguments[2]
    if not isinstance(answer, str) or not answer.startswith(base):
        return "text"
    path, _, query = answer.removeprefix(base).partition("?")
    written = "".join(map("".join, parameters))
    pairs = [piece.partition("=") for piece in query.split("&") if piece]
    broken = (
        (" " in answer, "blank"),
        ("//" in path, "empty-segment"),
        ("+" in query, "plus-for-blank" if " " in written and "%20" not in query else "plus"),
        (bool(query) and "" in query.split("&"), "parameters"),
        (any(not name for name, _, _ in pairs), "nameless"),
        (any(not equals for _, equals, _ in pairs), "equals-sign"),
        (_in_upper_case(answer) != answer and not judged(arguments, _in_upper_case(answer)), "upper"),
        (_slashes_kept(path, segments), "slash"),
        (_find_raw(path.replace("/", "") + "".join(name + value for name, _, value in pairs)), "reserved"),
        (_meant(("" if path == "/" else path).split("/")) != ["", *filter(None, segments)], "segments"),
        (sorted(_meant(map("".join, pairs))) != sorted(f"{n}={v}" for n, v in parameters if n), "parameters"),
    )
    return next((rule for is_broken, rule in broken if is_broken), None)


def _meant(pieces: Any) -> list[str]:
    return [unquote(piece) for piece in pieces]


_API = "https://abc123.execute-api.eu-central-1.amazonaws.com/prod"


def my_url(base: str, segments: list[str], parameters: list[tuple[str, str]]) -> str:
    """Return a URL that leaves a signer nothing to decide."""
    path = "".join("/" + quote(segment, safe="") for segment in segments if segment)
    pairs = [f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in parameters if name]
    return base.rstrip("/") + path + ("?" + "&".join(pairs) if pairs else "")


def _drawn(draw: Random) -> tuple[str, list[str], Pairs]:
    segments, names = ([text(draw, most=2) for _ in range(draw.randint(0, 3))] for _ in range(2))
    base = draw.choice((_API, f"{_API}/", "https://example.com", "https://example.com/x"))
    return (
        base,
        segments,
        [(name, text(draw, most=3)) for name in draw.choices(["a", "b/c", *names], k=draw.randint(0, 3))],
    )


_SAFE_URL = exercise(
    "safe-url",
    judge=judged,
    drawing=_drawn,
    solution=my_url,
    cases=(
        ("segments", _API, ["items", "1"], []),
        ("parameters", _API, ["items"], [("a", "1"), ("b", "2")]),
        ("empty-segment", f"{_API}/", ["items"], []),
        ("empty-segment", _API, ["items", "", "1"], []),
        ("blank", _API, ["two words"], []),
        ("slash", _API, ["a/b", "50%"], []),
        ("plus-for-blank", _API, ["items"], [("q", "two words")]),
        ("plus", _API, ["items"], [("sum", "1+1")]),
        ("reserved", _API, ["items"], [("at", "12:30"), ("next", "/a/b"), ("token", "abc==")]),
        ("repeated", _API, ["items"], [("tag", "b"), ("tag", "a")]),
        ("equals-sign", _API, ["items"], [("uploads", "")]),
        ("nameless", _API, ["items"], [("", "x"), ("a", "1")]),
        ("reserved", _API, ["Zoë~"], [("ü", "a&b=c")]),
    ),
    mistakes=(
        ("blank", as_given),
        ("empty-segment", slash_doubled),
        ("slash", slash_kept),
        ("plus-for-blank", lambda base, segments, parameters: _joined(base, segments, parameters, quote_plus)),
        ("by-urlencode", by_urlencode),
        ("plus", plus_kept),
        ("reserved", reserved_kept),
        ("slash-kept-in-query", lambda base, segments, parameters: _joined(base, segments, parameters, quote)),
        ("repeated", lambda base, segments, parameters: _joined(base, segments, list(dict(parameters).items()))),
        ("equals-sign", without_equals_sign),
        ("empty-left-out", empty_left_out),
        ("nameless", nameless_kept),
        ("twice", lambda *given: quote(_joined(*given), safe="/:?=&")),
        ("segments", segments_run_together),
    ),
)
EXERCISES = (_SAFE_URL,)
