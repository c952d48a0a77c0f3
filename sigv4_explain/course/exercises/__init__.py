"""Every exercise of the course, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.course.exercise import Exercise
from sigv4_explain.course.exercises import (
    canonical_request,
    freshness,
    headers,
    payload,
    query,
    reach,
    scope,
    signature,
    signing_key,
    string_to_sign,
    trim,
)

_EXERCISES = (
    *query.EXERCISES,
    *trim.EXERCISES,
    *headers.EXERCISES,
    *payload.EXERCISES,
    *canonical_request.EXERCISES,
    *scope.EXERCISES,
    *string_to_sign.EXERCISES,
    *freshness.EXERCISES,
    *signing_key.EXERCISES,
    *signature.EXERCISES,
    *reach.EXERCISES,
)

EXERCISES: Mapping[str, Exercise] = MappingProxyType({exercise.name: exercise for exercise in _EXERCISES})
"""In the order of the notebooks."""
