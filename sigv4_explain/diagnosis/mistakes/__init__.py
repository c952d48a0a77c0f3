"""The table of mistakes: one module for each family, one row for each cause."""

from __future__ import annotations

from sigv4_explain.diagnosis.mistake import Mistake
from sigv4_explain.diagnosis.mistakes.body import BODY
from sigv4_explain.diagnosis.mistakes.headers import HEADERS
from sigv4_explain.diagnosis.mistakes.host import HOST
from sigv4_explain.diagnosis.mistakes.key import KEY
from sigv4_explain.diagnosis.mistakes.method import METHOD
from sigv4_explain.diagnosis.mistakes.misread import MISREAD
from sigv4_explain.diagnosis.mistakes.path import PATH
from sigv4_explain.diagnosis.mistakes.query import QUERY
from sigv4_explain.diagnosis.mistakes.scope import SCOPE
from sigv4_explain.diagnosis.mistakes.whole import WHOLE

_FAMILIES = (METHOD, PATH, QUERY, MISREAD, HOST, HEADERS, BODY, SCOPE, KEY, WHOLE)

MISTAKES: tuple[Mistake, ...] = tuple(
    sorted([mistake for family in _FAMILIES for mistake in family], key=lambda mistake: (-mistake.seen, mistake.slug))
)
"""Every mistake that a replay can see, the most frequent first."""
