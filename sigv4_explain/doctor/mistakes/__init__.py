"""The table of mistakes: one module for each family, one row for each cause."""

from __future__ import annotations

from dataclasses import asdict

from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.mistakes.body import BODY
from sigv4_explain.doctor.mistakes.chain import CHAIN
from sigv4_explain.doctor.mistakes.headers import HEADERS
from sigv4_explain.doctor.mistakes.host import HOST
from sigv4_explain.doctor.mistakes.key import KEY
from sigv4_explain.doctor.mistakes.mistake import Mistake
from sigv4_explain.doctor.mistakes.path import PATH
from sigv4_explain.doctor.mistakes.query import QUERY
from sigv4_explain.doctor.mistakes.scope_and_date import SCOPE
from sigv4_explain.doctor.mistakes.whole_text import WHOLE

_ROWS = {**PATH, **QUERY, **HOST, **HEADERS, **BODY, **SCOPE, **KEY, **CHAIN, **WHOLE}

MISTAKES: tuple[Mistake, ...] = tuple(
    Mistake(**asdict(CAUSES[slug]), variants=variants, composition=composition)
    for slug, (variants, composition) in sorted(_ROWS.items(), key=lambda row: (-CAUSES[row[0]].seen, row[0]))
)
"""Every mistake that a replay can see, the most frequent first."""
