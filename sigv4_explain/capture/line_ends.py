"""The ends of lines in a pasted text."""

from __future__ import annotations


def unified(text: str) -> str:
    r"""Return a text with LF for CRLF, when every line ends with CRLF: then the paste, not the sender, put them there.

    Where lines end both ways, a CR may be part of a body, and is kept.

    >>> unified("a\r\nb\r\n"), unified("a\nb\r\n")
    ('a\nb\n', 'a\nb\r\n')
    """
    return text.replace("\r\n", "\n") if text.count("\n") == text.count("\r\n") else text
