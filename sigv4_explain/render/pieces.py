"""Pieces of a value as HTML: each carries its part's class and label, and its blanks can be made visible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX, family, label, part_class
from sigv4_explain.trace.step import Piece

_blank = re.compile(r"([ \t\n]+)")
_BLANK_CLASSES = {" ": f"{PREFIX}-space", "\t": f"{PREFIX}-tab", "\n": f"{PREFIX}-newline"}


def visible(text: str) -> Html:
    """Wrap each space, tab and line break, so that a style can show it; the text itself stays as it is."""
    if " " not in text and "\n" not in text and "\t" not in text:
        return join(text)
    return join(
        tag("span", character, class_=_BLANK_CLASSES[character]) if character in _BLANK_CLASSES else character
        for run in _blank.split(text)
        for character in (run if _blank.fullmatch(run) else (run,))
    )


def piece_html(piece: Piece, tabindex: int | None = None) -> Html:
    """Draw one piece; with ``tabindex`` 0 the keyboard reaches it, with -1 a click does."""
    if piece.part is None:
        return visible(piece.text)
    classes = f"{PREFIX}-p {part_class(piece.part)} {PREFIX}-f-{family(piece.part)}"
    name = label(piece.part)
    shown = None if piece.text == piece.part.partition(".")[2] else name  # a header's name is its own label
    return tag("span", visible(piece.text), class_=classes, title=name, data_label=shown, tabindex=tabindex)


def pieces_html(pieces: Iterable[Piece], tabindex: int | None = None) -> Html:
    """Draw pieces next to each other."""
    return join(piece_html(piece, tabindex) for piece in pieces)


def lines_of(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Cut pieces at line breaks, which are left out."""
    line: list[Piece] = []
    for text, part in pieces:
        first, *rest = text.split("\n")
        if first:
            line.append(Piece(first, part))
        for more in rest:
            yield tuple(line)
            line = [Piece(more, part)] if more else []
    yield tuple(line)
