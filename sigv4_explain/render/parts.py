"""How a part of a request is called and coloured: its label, its CSS classes, its family."""

from __future__ import annotations

import re
from collections.abc import Mapping

PREFIX = "sigv4"
"""Every class of ours begins with it."""

LABELS: Mapping[str, str] = {
    "method": "method",
    "path": "path",
    "body": "body",
    "date": "date",
    "time": "time",
    "region": "Region",
    "service": "service",
    "terminator": "terminator",
    "algorithm": "algorithm",
    "access_key_id": "access key id",
    "secret": "secret access key",
    "session_token": "session token",
    "expires": "expires",
    "hashed_canonical_request": "hash of the canonical request",
    "date_key": "kDate",
    "date_region_key": "kRegion",
    "date_region_service_key": "kService",
    "signing_key": "kSigning",
    "signature": "signature",
}
"""What a part is called on screen."""

ACCENTS: Mapping[str, str] = {
    "method": "#d9580d",
    "path": "#d1417a",
    "query": "#a64fd0",
    "header": "#2a7fd4",
    "body": "#2f9350",
    "date": "#b0780a",
    "time": "#b0780a",
    "region": "#12919b",
    "service": "#7a63ee",
    "terminator": "#7f8a94",
    "algorithm": "#7f8a94",
    "access_key_id": "#6b8f12",
    "secret": "#e0463c",
    "session_token": "#e0463c",
    "expires": "#b0780a",
    "hashed_canonical_request": "#5c7cfa",
    "date_key": "#e0463c",
    "date_region_key": "#e0463c",
    "date_region_service_key": "#e0463c",
    "signing_key": "#e0463c",
    "signature": "#d9580d",
}
"""One accent a family, at least 3:1 against white and against the dark theme's background; never the only mark."""


def label(part: str) -> str:
    """Name a part for people.

    >>> label("header.host"), label("region")
    ('header host', 'Region')
    """
    group, _, name = part.partition(".")
    match group:
        case "header":
            return f"header {name}"
        case "query":
            return f"query parameter {name}"
        case _:
            return LABELS.get(part, part)


def family(part: str) -> str:
    """Return the group a part belongs to: ``query`` for ``query.client``."""
    return part.partition(".")[0]


def part_class(part: str) -> str:
    """Return a CSS class for a part; whatever was typed, the class has only letters, digits, ``-`` and ``_``.

    >>> part_class("query.a b")
    'sigv4-p-query-a_20_b'
    """
    group, dot, name = part.partition(".")
    safe = re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}_", name)
    return f"{PREFIX}-p-{group}{'-' if dot else ''}{safe}"
