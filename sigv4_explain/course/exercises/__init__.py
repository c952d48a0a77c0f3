"""Every exercise of the course, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigv4_explain.course.exercise import Exercise
from sigv4_explain.course.exercises import (
    assume,
    authorization,
    canonical_request,
    close,
    first_difference,
    forge,
    freshness,
    headers,
    mac,
    path,
    path_s3,
    payload,
    presigned_query,
    query,
    reach,
    safe_url,
    scope,
    sign_headers,
    signature,
    signing_key,
    skew,
    string_to_sign,
    token,
    trim,
    uri_encode,
    verify,
)

_EXERCISES = (
    *mac.EXERCISES,
    *uri_encode.EXERCISES,
    *path.EXERCISES,
    *path_s3.EXERCISES,
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
    *authorization.EXERCISES,
    *presigned_query.EXERCISES,
    *token.EXERCISES,
    *sign_headers.EXERCISES,
    *assume.EXERCISES,
    *verify.EXERCISES,
    *forge.EXERCISES,
    *close.EXERCISES,
    *first_difference.EXERCISES,
    *skew.EXERCISES,
    *safe_url.EXERCISES,
)

EXERCISES: Mapping[str, Exercise] = MappingProxyType({exercise.name: exercise for exercise in _EXERCISES})
"""In the order of the notebooks."""
