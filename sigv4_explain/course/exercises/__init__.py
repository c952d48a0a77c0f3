"""Every exercise of the course, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.course.exercise import Exercise
from sigv4_explain.course.exercises import canonical_request, headers, payload, query, trim

_EXERCISES = (
    *query.EXERCISES,
    *trim.EXERCISES,
    *headers.EXERCISES,
    *payload.EXERCISES,
    *canonical_request.EXERCISES,
)

EXERCISES: Mapping[str, Exercise] = MappingProxyType({exercise.name: exercise for exercise in _EXERCISES})
"""In the order of the notebooks."""
