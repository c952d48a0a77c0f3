"""JSON from outside, read so that no text can end Python."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

DEEPEST = 200
"""Brackets in brackets: far beyond what a policy, a HAR file or a body needs, and far below what a browser bears."""

_DEEPER: Mapping[str, int] = MappingProxyType({"[": 1, "{": 1, "]": -1, "}": -1})
# The closing quote may be missing, so that a cut text is looked at once only.
_string_or_bracket = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL).finditer


def read_json(text: str) -> Any:
    """Return what a JSON text says. Raises ValueError, also for brackets nested deeper than ``DEEPEST``.

    In a browser, Python's stack is the page's: where CPython raises RecursionError, the whole interpreter ends. So the
    depth is counted first.

    >>> read_json('{"a": [1, "]"]}')
    {'a': [1, ']']}
    >>> read_json("[" * 100_000)
    Traceback (most recent call last):
    json.decoder.JSONDecodeError: Brackets nested deeper than 200: line 1 column 201 (char 200)
    """
    depth = 0
    for found in _string_or_bracket(text):
        depth += _DEEPER.get(found[0], 0)
        if depth > DEEPEST:
            raise json.JSONDecodeError(f"Brackets nested deeper than {DEEPEST}", text, found.start())
    return json.loads(text)
