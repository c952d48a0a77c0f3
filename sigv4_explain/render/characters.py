"""Characters as a terminal and a page can show them: none that moves the cursor, hides itself or turns the line."""

from __future__ import annotations

import unicodedata

from sigv4_explain.masking import pictured


def readable(text: str) -> str:
    r"""Return a text in which each control character and each invisible one is pictured; blanks stay blanks.

    >>> readable("a b\r\x1b[2J\u200b")
    'a b␍␛[2J⟨U+200B⟩'
    """
    return pictured(text, kept="")


def exact(text: str) -> str:
    r"""Return a text in which blanks are pictured too.

    >>> exact("a  b\t")
    'a··b⇥'
    """
    return readable(text).replace(" ", "·")


def width_of(character: str) -> int:
    """Return how many columns of a terminal a character takes: none, one or two."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
