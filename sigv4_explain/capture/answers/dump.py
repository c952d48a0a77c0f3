"""The fields of an error as languages print their objects: Python's dict, Node's and Ruby's objects, Rust's structs."""

from __future__ import annotations

import re

from sigv4_explain.capture.answers.fields import KNOWN_NAMES
from sigv4_explain.capture.answers.views import unescaped

_PIECE = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_pieces = re.compile(_PIECE, re.DOTALL)
_names = "|".join(sorted(map(re.escape, KNOWN_NAMES), key=len, reverse=True))
_field = re.compile(
    rf"(?<![A-Za-z0-9_-])['\":]?({_names})['\"]?\s{{0,3}}(?::|=>|=)\s{{0,3}}"
    rf"(?:Some\()?b?((?:{_PIECE})(?:\s{{0,80}}\+?\s{{0,80}}(?:{_PIECE}))*|[0-9]{{3}}\b)",
    re.DOTALL | re.IGNORECASE,
)


def dumped_pairs(text: str) -> list[tuple[str, str]]:
    r"""Return the names and values of the known fields in a printed object.

    >>> dumped_pairs("{'Error': {'Code': 'AccessDenied', 'HTTPStatusCode': 403}, Message => \"it's\"")
    [('Code', 'AccessDenied'), ('HTTPStatusCode', '403'), ('Message', "it's")]
    """
    return [(found[1], _value(found[2])) for found in _field.finditer(text)]


def _value(printed: str) -> str:
    """Put the pieces together in which Node, and Python's pprint, print a long text."""
    pieces = [unescaped(piece[1:-1]) for piece in _pieces.findall(printed)]
    return "".join(pieces) if pieces else printed
