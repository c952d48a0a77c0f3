"""What in a path often makes two sides sign different bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.request_lines import in_target
from sigv4_explain.rules import PathEncoding


class _Services(Enum):
    """Where a habit does harm."""

    ALL = "everywhere"
    S3 = "where the path is encoded once and kept"
    OTHERS = "where the path is normalized, and what is encoded is encoded again"


class _Habit(NamedTuple):
    slug: str
    is_there: re.Pattern[str]
    services: _Services
    says: str


def _habit(slug: str, pattern: str, services: _Services, says: str) -> _Habit:
    return _Habit(slug, re.compile(pattern), services, says)


_HABITS = (
    _habit(
        "path-char-not-encoded",
        r"[^A-Za-z0-9._~/%-]",
        _Services.ALL,
        "AWS encodes every character but A-Z a-z 0-9 - . _ ~ and the slash.",
    ),
    _habit(
        "path-double-encoding-rule", r"%[0-9A-Fa-f]{2}", _Services.OTHERS, "This service signs %XX once more, as %25XX."
    ),
    _habit(
        "double-encoded-path", r"%25[0-9A-Fa-f]{2}", _Services.ALL, "The path was encoded twice before it was sent."
    ),
    _habit("plus-for-space", r"\+", _Services.OTHERS, "A plus stands for itself here; a client may mean a space."),
    _habit("plus-in-path-read-as-space", r"\+", _Services.S3, "S3 reads a raw plus in a path as a space."),
    _habit(
        "path-normalised-for-s3", r"//|/\.{1,2}(?:/|$)", _Services.S3, "S3 keeps double slashes and dots as they are."
    ),
    _habit("path-separator-backslash", r"\\|%5[Cc]", _Services.ALL, "There is a backslash, most likely for a slash."),
    _habit("slash-collapse", r"//", _Services.ALL, "Some URL libraries and servers make one slash of two."),
    _habit(
        "lowercase-hex-percent-encoding",
        r"%(?=[0-9A-F]?[a-f])[0-9A-Fa-f]{2}",
        _Services.S3,
        "AWS writes %XX in capitals.",
    ),
    _habit(
        "path-not-normalised",
        r"//|/\.{1,2}(?:/|$)",
        _Services.OTHERS,
        "This service takes double slashes and dots out.",
    ),
    _habit("plus-signed-as-space", r"%2[Bb]", _Services.ALL, "A plus that is decoded as in a form becomes a space."),
    _habit("slash-encoded-in-path", r"%2[Ff]", _Services.S3, "S3 reads %2F as a slash and signs one."),
    _habit("encoded-slash-decoded", r"%2[Ff]", _Services.OTHERS, "This service signs %2F as %252F."),
    _habit("trailing-slash-dropped", r"(?<=[^/])/$", _Services.ALL, "Some clients drop the slash at the end."),
    _habit("empty-path-not-slash", r"^$", _Services.ALL, "The URL has no path; a slash is signed for it."),
)


def path_habits(desk: Desk) -> Iterator[Finding]:
    """Return what stands in the path of this request and was often seen to break a signature."""
    if not desk.is_signed:
        return
    path = desk.request.path
    is_once = desk.reading.signing_rules.path_encoding is PathEncoding.ONCE
    other = _Services.OTHERS if is_once else _Services.S3
    for slug, is_there, services, says in _HABITS:
        match = is_there.search(path) if services is not other else None
        if match:
            where = in_target(desk.request, match[0])
            yield found(CAUSES[slug], Certainty.SUSPECTED, says, where=where)
