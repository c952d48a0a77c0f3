"""The table of mistakes: one module for each family, one row for each cause."""

from __future__ import annotations

from sigv4_explain.doctor.mistakes.body import BODY
from sigv4_explain.doctor.mistakes.headers import HEADERS
from sigv4_explain.doctor.mistakes.host import HOST
from sigv4_explain.doctor.mistakes.key import KEY
from sigv4_explain.doctor.mistakes.mistake import Mistake
from sigv4_explain.doctor.mistakes.path import METHOD, PATH
from sigv4_explain.doctor.mistakes.query import MISREAD, QUERY
from sigv4_explain.doctor.mistakes.scope_and_date import SCOPE
from sigv4_explain.doctor.mistakes.whole_text import WHOLE

_FAMILIES = (METHOD, PATH, QUERY, MISREAD, HOST, HEADERS, BODY, SCOPE, KEY, WHOLE)

MISTAKES: tuple[Mistake, ...] = tuple(
    sorted([mistake for family in _FAMILIES for mistake in family], key=lambda mistake: (-mistake.seen, mistake.slug))
)
"""Every mistake that a replay can see, the most frequent first."""
