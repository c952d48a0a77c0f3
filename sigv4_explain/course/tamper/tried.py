"""What was tried, as a value that a cell shows as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigv4_explain.course.tamper.attack import Attack
from sigv4_explain.course.tamper.drawing import tried_html
from sigv4_explain.course.tamper.protection import Protection
from sigv4_explain.course.tamper.result import Result
from sigv4_explain.render.markup import text_of


@dataclass(frozen=True, slots=True, repr=False)
class Tried:
    """What became of the attacks that were tried."""

    results: Mapping[tuple[Protection, Attack], Result]

    def __repr__(self) -> str:
        return text_of(tried_html(self.results))

    def _repr_html_(self) -> str:
        return tried_html(self.results)
