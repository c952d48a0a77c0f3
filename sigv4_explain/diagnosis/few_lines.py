"""A canonical request of which only a few lines were pasted: each line is known by its form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_FORMS = (
    ("signed_names", re.compile(r"(?:[a-z0-9-]+;)*(?:host|[a-z0-9-]+-[a-z0-9-]+)(?:;[a-z0-9-]+)*")),
    ("method", re.compile(r"[A-Za-z]{3,10}")),
    ("canonical_uri", re.compile(r"[/\\].*")),
    ("hashed_payload", re.compile(r"[0-9A-Fa-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+")),
    ("header", re.compile(r"[A-Za-z0-9-]+:.*")),
    ("canonical_query_string", re.compile(r"[^\s:]+=[^\s]*")),
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
        kind = next((kind for kind, form in _FORMS if form.fullmatch(line)), None)
        if kind is not None:
            yield kind, line
