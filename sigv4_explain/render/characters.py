"""Characters as a terminal and a page can show them: none that moves the cursor, hides itself or turns the line."""

from __future__ import annotations

import unicodedata

_BLANKS = {" ": "·", "\t": "⇥", "\r": "␍", "\n": "␊"}
_FIRST_PICTURE = 0x2400  # U+2400 to U+241F picture the control characters, in their order
_PICTURE_OF_DELETE = "␡"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}


def readable(text: str) -> str:
    r"""Return a text in which each control character and each invisible one is pictured; blanks stay blanks.

    >>> readable("a b\r\x1b[2J\u200b")
    'a b␍␛[2J⟨U+200B⟩'
    """
    return text if text.isascii() and text.isprintable() else "".join([_readable(character) for character in text])


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


def _readable(character: str) -> str:
    if character == " " or (character > " " and unicodedata.category(character) not in _UNSEEN):
        return character
    if character in _BLANKS:
        return _BLANKS[character]
    if character < " ":
        return chr(_FIRST_PICTURE + ord(character))
    return _PICTURE_OF_DELETE if character == "\x7f" else f"⟨U+{ord(character):04X}⟩"
