"""A canonical request of which only a few lines were pasted: each line is known by its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_are_names = re.compile(r"[a-z0-9-]++(?:;[a-z0-9-]++)*+").fullmatch
_FORMS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("signed_names", lambda line: _are_names(line) and any(map(_is_of_requests, line.split(";")))),
    ("method", re.compile(r"[A-Za-z]{3,10}").fullmatch),
    ("canonical_uri", re.compile(r"[/\\].*").fullmatch),
    ("hashed_payload", re.compile(r"[0-9A-Fa-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+").fullmatch),
    ("header", re.compile(r"[A-Za-z0-9-]+:.*").fullmatch),
    ("canonical_query_string", re.compile(r"[^\s:]+=[^\s]*").fullmatch),
)


def known_values(lines: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a recipe that some lines tell, of each the first.

    >>> known_values(["/a%20b", "host:example.com", "host"])
    {'canonical_uri': '/a%20b', 'header_lines': (('host', 'example.com'),), 'signed_names': ('host',)}
    """
    values: dict[str, Any] = {}
    for kind, line in _recognised(lines):
        if kind == "header":
            name, _, value = line.partition(":")
            values["header_lines"] = (*values.get("header_lines", ()), (name, value))
        elif kind == "signed_names":
            values.setdefault(kind, tuple(line.split(";")))
        else:
            values.setdefault(kind, line)
    return values


def _recognised(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        kind = next((kind for kind, has_form in _FORMS if has_form(line)), None)
        if kind is not None:
            yield kind, line


def _is_of_requests(name: str) -> bool:
    """Tell whether a name is one that a list of signed headers has and no other word is: host, or with a dash."""
    return name == "host" or "-" in name[1:-1]
