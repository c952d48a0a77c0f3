"""An answer in JSON: API Gateway's, DynamoDB's, the Selling Partner API's, or one that a log has wrapped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_DEEPEST = 40
_MOST_TRIES = 20
_decoder = json.JSONDecoder(strict=False)  # whoever prints an answer often leaves real newlines in its strings
_object_start = re.compile(r'\{\s*["}]')


def json_pairs(text: str) -> list[tuple[str, str]]:
    """Return the names and the texts or whole numbers of the first JSON object, outer ones first; else nothing.

    >>> json_pairs('HTTP 403: {"errors": [{"message": "Forbidden", "code": 7}]}')
    [('message', 'Forbidden'), ('code', '7')]
    """
    for tried, found in enumerate(_object_start.finditer(text)):
        if tried == _MOST_TRIES:
            break
        try:
            value, _ = _decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            continue
        pairs = list(_pairs(value, "", _DEEPEST))
        if pairs:
            return pairs
    return []


def _pairs(value: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        yield name, str(value)
    elif depth and isinstance(value, dict):
        flat_first = sorted(value.items(), key=lambda item: isinstance(item[1], (dict, list)))
        for inner, part in flat_first:
            yield from _pairs(part, inner, depth - 1)
    elif depth and isinstance(value, list):
        for part in value:
            yield from _pairs(part, name, depth - 1)
