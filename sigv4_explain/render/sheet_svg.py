"""Draw a sheet as an SVG picture with a background of its own: the same bytes each time, readable in any theme."""

from __future__ import annotations

from textwrap import wrap

from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.sheet import Block, Row, Sheet

WIDTH, HEIGHT = 920, 1280
"""In units of the picture; a fifth of a millimetre and a bit on paper."""
_PAPER = ("186mm", "258.78mm")  # inside the margins that browsers leave, on A4 and on Letter
_MARGIN, _RULE_AT, _LINE = 24, 482, 15.9
_VALUE_CHARACTERS, _RULE_CHARACTERS = 64, 70
_INK, _MUTED, _LINK, _STRIPE = "#1a1a1a", "#444444", "#0b4a8f", "#eef2f7"
_MONO = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
_SANS = "Arial, 'Liberation Sans', Helvetica, sans-serif"


def sheet_svg(sheet: Sheet) -> Html:
    """Return the page as one SVG element; its text is not measured, so a test does, in a browser."""
    drawn: list[Html] = []
    y = 34.0
    drawn.append(_text(sheet.title, _MARGIN, y, size=21, weight="bold"))
    for line in wrap(sheet.introduction, 150):
        y += 17
        drawn.append(_text(line, _MARGIN, y, fill=_MUTED))
    for block in sheet.blocks:
        element, y = _block(block, y + 11)
        drawn.append(element)
    background = tag("rect", width=WIDTH, height=HEIGHT, fill="#ffffff")
    names = tag("title", sheet.title), tag("desc", sheet.introduction)
    return tag(
        "svg",
        *names,
        background,
        drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=_PAPER[0],
        height=_PAPER[1],
        role="img",
    )


def _block(block: Block, y: float) -> tuple[Html, float]:
    """Draw a block below ``y``; return it and where it ends."""
    band = tag("rect", x=_MARGIN - 8, y=_at(y), width=WIDTH - 2 * _MARGIN + 16, height=20, fill=_STRIPE, rx=3)
    heading = _text(block.title, _MARGIN, y + 14.5, size=13.5, weight="bold", fill=_LINK)
    drawn = [band, heading]
    y += 23
    for row in block.rows:
        element, y = _row(row, y)
        drawn.append(element)
    return tag("g", drawn), y


def _row(row: Row, y: float) -> tuple[Html, float]:
    values = [
        piece
        for line in row.value.split("\n")
        for piece in wrap(line, _VALUE_CHARACTERS, break_on_hyphens=False) or [""]
    ]
    rules = wrap(row.rule, _RULE_CHARACTERS)
    drawn = [_text(line, _MARGIN, y + _LINE * n, size=11.5, font=_MONO) for n, line in enumerate(values, 1) if line]
    drawn += [_text(line, _RULE_AT, y + _LINE * n) for n, line in enumerate(rules, 1)]
    return join(drawn), y + _LINE * max(len(values), len(rules)) + 2


def _wrapped_value(line: str) -> list[str]:
    """Break a line where it has to be; an empty line stays one."""
    return wrap(line, _VALUE_CHARACTERS, break_on_hyphens=False) or [""]


def _text(
    text: str,
    x: float,
    y: float,
    *,
    size: float = 12,
    weight: str | None = None,
    fill: str = _INK,
    font: str = _SANS,
) -> Html:
    return tag("text", text, x=_at(x), y=_at(y), font_size=str(size), font_weight=weight, fill=fill, font_family=font)


def _at(place: float) -> str:
    """Write a place with one decimal at most, alike on every machine."""
    return f"{place:.1f}".removesuffix(".0")
