"""The canonical query string as people write it who do not know a rule of it yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

Pairs = Iterable[tuple[str, str]]


def _sent(query: str, decode: Callable[[str], str] = unquote_plus) -> list[tuple[str, str]]:
    pieces = [piece.partition("=") for piece in query.split("&") if piece]
    return [(decode(name), decode(value)) for name, _, value in pieces]


def _encoded(pairs: Pairs) -> list[tuple[str, str]]:
    return [(quote(name, safe="~"), quote(value, safe="~")) for name, value in pairs]


def _joined(pairs: Pairs) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


def as_sent(query: str) -> str:
    """Leave it as it is."""
    return query


def unsorted(query: str) -> str:
    """Encode, and leave the order."""
    return _joined(_encoded(_sent(query)))


def sorted_as_text(query: str) -> str:
    """Sort the finished pieces."""
    return "&".join(sorted(unsorted(query).split("&")))


def slashes_kept(query: str) -> str:
    """Call quote without safe=."""
    return _joined((quote(name), quote(value)) for name, value in sorted(_sent(query)))


def plus_for_space(query: str) -> str:
    """Encode as a form does."""
    return _joined((quote_plus(name), quote_plus(value)) for name, value in sorted(_sent(query)))


def empty_dropped(query: str) -> str:
    """Read with parse_qsl, which drops a parameter without a value."""
    return _joined(sorted(_encoded(parse_qsl(query))))


def empty_piece_kept(query: str) -> str:
    """Make a parameter of nothing, where the query is empty."""
    return _joined(sorted(_encoded(_sent(query)))) or "="


def encoded_again(query: str) -> str:
    """Encode what is encoded already."""
    return _joined(sorted(_encoded(_sent(query, decode=str))))


def one_of_each(query: str) -> str:
    """Keep the parameters in a dictionary."""
    return _joined(sorted(_encoded(dict(_sent(query)).items())))


def sorted_before_encoding(query: str) -> str:
    """Sort, then encode."""
    return _joined(_encoded(sorted(_sent(query))))


def case_ignored(query: str) -> str:
    """Sort capital and small letters alike."""
    return _joined(sorted(_encoded(_sent(query)), key=lambda pair: (pair[0].lower(), pair[1])))


def cut_at_each_equals(query: str) -> str:
    """Split at every equals sign."""
    pieces = [[*piece.split("="), ""] for piece in query.split("&") if piece]
    return _joined(sorted(_encoded((unquote_plus(piece[0]), unquote_plus(piece[1])) for piece in pieces)))


def lower_hex(query: str) -> str:
    """Write the hex digits small."""
    return re.sub("%..", lambda found: found[0].lower(), _joined(sorted(_encoded(_sent(query)))))


def values_unsorted(query: str) -> str:
    """Sort by the name alone."""
    return _joined(sorted(_encoded(_sent(query)), key=lambda pair: pair[0]))


def plus_kept(query: str) -> str:
    """Take a plus for a plus."""
    return _joined(sorted(_encoded(_sent(query, decode=unquote))))
