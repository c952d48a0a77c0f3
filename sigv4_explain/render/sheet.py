"""A sheet: blocks of values, each with its rule. What it is made of, and how it reads as text and as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import NamedTuple

from sigv4_explain.render.inline import LEFT
from sigv4_explain.render.markup import Html, join, tag


class Row(NamedTuple):
    """A value and its rule."""

    value: str
    """As it is signed, sent or answered; a line break in it is one on the sheet."""
    rule: str


class Block(NamedTuple):
    """What belongs together, under a heading."""

    title: str
    rows: tuple[Row, ...]
    source: str
    """The page where AWS says so."""


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A page of blocks: a picture to print, a table in a notebook, a text elsewhere."""

    title: str
    introduction: str
    blocks: tuple[Block, ...]

    @property
    def svg(self) -> str:
        """The page as a picture: it prints on one sheet of A4 or Letter."""
        from sigv4_explain.render.sheet_svg import sheet_svg

        return sheet_svg(self)

    def _repr_html_(self) -> str:
        return join(tag("p", self.introduction), map(_block_html, self.blocks))

    def __repr__(self) -> str:
        blocks = ["\n".join([block.title, *map(_row_text, block.rows)]) for block in self.blocks]
        return "\n\n".join([self.title, self.introduction, *blocks])


def _block_html(block: Block) -> Html:
    head = tag("tr", (tag("th", name, scope="col", style=LEFT) for name in ("Value", "Rule")))
    heading = tag("h3", block.title, " ", tag("small", tag("a", "AWS's page", href=block.source)))
    return join(heading, tag("table", tag("thead", head), tag("tbody", map(_row_html, block.rows))))


def _row_html(row: Row) -> Html:
    first, *others = (tag("code", line) if line else Html() for line in row.value.split("\n"))
    value = join(first, *(join(tag("br"), line) for line in others))
    return tag("tr", tag("td", value, style=LEFT), tag("td", row.rule, style=LEFT))


def _row_text(row: Row) -> str:
    value = "\n".join(f"  {line}".rstrip() for line in row.value.split("\n"))
    return f"{value}\n{fill(row.rule, 100, initial_indent='      ', subsequent_indent='      ')}"
