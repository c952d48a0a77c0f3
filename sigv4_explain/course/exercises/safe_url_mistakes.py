"""The usual mistakes in the exercise ``safe-url``: URLs about which signers disagree, or that say something else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, quote_plus, urlencode

Pairs = list[tuple[str, str]]
Mistaken = Callable[[str, list[str], Pairs], str]


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


def plus_for_blank(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode as forms do."""
    return _joined(base, segments, parameters, quote_plus)


def by_urlencode(base: str, segments: list[str], parameters: Pairs) -> str:
    """Leave the query to urlencode, which also keeps what has no name."""
    return _joined(base, segments, []) + ("?" + urlencode(parameters) if parameters else "")


def plus_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode all but the plus."""
    return _joined(base, segments, parameters, lambda text: quote(text, safe="+"))


def reserved_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Leave in the query what a URL may have there."""
    return _joined(base, segments, parameters, lambda text: quote(text, safe="/:=*"))


def slash_kept_in_query(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode the query with quote as it comes."""
    return _joined(base, segments, parameters, quote)


def in_a_dictionary(base: str, segments: list[str], parameters: Pairs) -> str:
    """Keep one value of each name."""
    return _joined(base, segments, list(dict(parameters).items()))


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


def encoded_twice(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode the whole after its parts."""
    return quote(_joined(base, segments, parameters), safe="/:?=&")


def segments_run_together(base: str, segments: list[str], parameters: Pairs) -> str:
    """Forget the slash between base and path."""
    return base.rstrip("/") + "/".join(_encoded(each) for each in segments if each) + _joined("", [], parameters)
