"""Every exercise of the course, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.course.exercise import Exercise
from sigv4_explain.course.exercises import (
    calls,
    canonical_request,
    capstone,
    keys,
    mac,
    placing,
    refusals,
    safe_url,
    string_to_sign,
    tampering,
    urls,
)

_CHAPTERS = (
    mac,
    urls,
    canonical_request,
    string_to_sign,
    keys,
    placing,
    calls,
    tampering,
    refusals,
    safe_url,
    capstone,
)

EXERCISES: Mapping[str, Exercise] = MappingProxyType(
    {one.name: one for chapter in _CHAPTERS for one in chapter.EXERCISES}
)
"""In the order of the notebooks."""
