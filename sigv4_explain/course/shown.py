"""Texts that a cell shows as they are, without the quotes of a repr."""

from __future__ import annotations

from sigv4_explain.drawing.markup import tag


class Sentence(str):
    """A sentence."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return tag("p", str(self))


class Code(Sentence):
    """Source code."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return tag("pre", str(self))
