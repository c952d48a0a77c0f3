"""The ways in which a text is disguised between a server and whoever pastes it, each undone by a small function."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

_escape = re.compile(r"\\(u[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_escaped_bytes = re.compile(r"(?:\\x[89a-fA-F][0-9a-fA-F])+")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"} | {mark: mark for mark in "\\/\"'`"}
_seam = re.compile(r"(?<!\\)['\"`][ \t]{0,8}(?:\+\s{0,8}[^'\"`\n\\]{0,80}|\r?\n[ \t]{0,80})['\"`]")
_prefix = re.compile(r"(?<![A-Za-z-])[A-Z]{3,20}[ \t\r]*\n([^\n/]{1,80})/")
_MOST_VIEWS = 40


def views(text: str) -> Iterator[str]:
    r"""Return the text, then the text with ever more disguises taken off, each view once.

    >>> list(views(r"it\'s &lt;"))
    ["it\\'s &lt;", "it's &lt;", "it\\'s <", "it's <"]
    """
    waiting, seen, shown = [text], {text}, 0
    while waiting and shown < _MOST_VIEWS:
        view = waiting.pop(0)
        yield view
        shown += 1
        undone = [undo(view) for undo in _DISGUISES]
        waiting += [new for new in dict.fromkeys(undone) if new not in seen]
        seen.update(undone)


def unescaped(text: str) -> str:
    r"""Take one layer of backslashes off, as JSON, Python, Java and JavaScript put them on.

    >>> unescaped(r'a\nb \"c\" \u0026 \xc3\xa9 \q')
    'a\nb "c" & é \\q'
    """
    return unescaped_letters(
        _escaped_bytes.sub(lambda found: _utf_8_or_latin_1(bytes.fromhex(found[0].replace("\\x", ""))), text)
    )


def unescaped_letters(text: str) -> str:
    r"""Take one layer of backslashes off where ``\xNN`` is a letter, as in the repr of a str, no byte of UTF-8.

    >>> unescaped_letters(r"\xc3\xa9")
    'Ã©'
    """
    text = _escape.sub(_meant, text)
    # JSON writes a character beyond the first 65,536 as two halves, each with a backslash of its own.
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _meant(found: re.Match[str]) -> str:
    name = found[1]
    return _LETTERS.get(name, found[0]) if len(name) == 1 else chr(int(name[1:], 16))


def _utf_8_or_latin_1(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def joined(text: str) -> str:
    r"""Join the pieces in which Node, and Python's pprint, print a long text, one line each.

    >>> joined("'GET\\n' +\n    \"/it's\\n\" +\n '\\n'")
    "'GET\\n/it's\\n\\n'"
    """
    return _seam.sub("", text)


def unprefixed(text: str) -> str:
    r"""Take off what stands before each line: a quote mark, a comment sign, blanks, a time stamp.

    The line after the method begins with a slash, so what stands before the slash there is no part of it.

    >>> unprefixed("> 'GET\n> /\n>\n> host:h")
    "'GET\n/\n\nhost:h"
    """
    found = _prefix.search(text)
    if not found:
        return text
    length, shape = len(found[1]), _shape(found[1])
    return "\n".join([_without(line, length, shape) for line in text.split("\n")])


def _without(line: str, length: int, shape: str) -> str:
    begin = _shape(line[:length])
    if begin == shape:
        return line[length:]
    return "" if shape.startswith(_shape(line)) else line


def _shape(text: str) -> str:
    """Digits differ from line to line, as in time stamps."""
    return re.sub("[0-9]", "0", text)


def tidied(text: str) -> str:
    """Take off the carriage returns and the blanks at the ends of lines."""
    return "\n".join([line.rstrip(" \t\r") for line in text.split("\n")])


_DISGUISES: tuple[Callable[[str], str], ...] = (joined, unescaped, html.unescape, unprefixed, tidied, unescaped_letters)
