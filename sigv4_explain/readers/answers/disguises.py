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
_entity = re.compile(r"&#?\w{1,32};")


def without_entities(text: str) -> str:
    """Read HTML's escapes as characters, each with its semicolon: ``&copy=1`` of a query is no ``©=1``.

    >>> without_entities("?a=1&amp;b=2&copy=3")
    '?a=1&b=2&copy=3'
    """
    return _entity.sub(lambda found: html.unescape(found[0]), text)


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


_DISGUISES: tuple[Callable[[str], str], ...] = (
    joined,
    unescaped,
    without_entities,
    unprefixed,
    tidied,
    unescaped_letters,
)

PAYLOAD_HASH = r"(?:[0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]{1,60}PAYLOAD(?:-TRAILER)?)"
"""The last line of a canonical request: a hash, or one of S3's words in its place."""

_method = re.compile(r"(?<![A-Za-z-])([A-Z]{3,20})\s*(?=/)")
_payload = re.compile(rf"{PAYLOAD_HASH}$")
_names = re.compile(r"[a-z0-9!#$%&*+.^_|~;-]{1,4096}$")
_QUOTES = "'\"`‘’"
_MOST_CHARACTERS = 2_000_000  # of all attempts to part one path from its query


def rebuilt(text: str) -> Iterator[str]:
    r"""Return what the canonical request may have been before its newlines became blanks or were lost.

    The end tells the beginning: the last line is a hash, the one before it names the headers. Where path and query
    ran together, every place to part them is tried; whoever knows the hash knows which is right.

    >>> next(rebuilt("'GET / a=1 host:h x-amz-date:d host;x-amz-date UNSIGNED-PAYLOAD'"))
    'GET\n/\na=1\nhost:h\nx-amz-date:d\n\nhost;x-amz-date\nUNSIGNED-PAYLOAD'
    """
    text = text.strip().strip(_QUOTES).strip()
    method, payload = _method.search(text), _payload.search(text)
    if not (method and payload):
        return
    middle = text[method.end() : payload.start()].rstrip()
    for names in _lists_of_names(middle):
        block = middle[: len(middle) - len(names)]
        for order in dict.fromkeys([tuple(sorted(names.split(";"))), tuple(names.split(";"))]):
            for lines in _lines(block, order):
                yield "\n".join([method[1], *lines, "", names, payload[0]])


def _lists_of_names(middle: str) -> Iterator[str]:
    """Return what may be the list of signed headers at the end: each of its names also stands before a colon."""
    found = _names.search(middle[-4096:])
    if not found:
        return
    first, semicolon, others = found[0].partition(";")
    for start in range(min(len(first), 200)):
        if f"{first[start:]}:" in middle:
            yield first[start:] + semicolon + others


def _lines(block: str, names: tuple[str, ...]) -> Iterator[list[str]]:
    """Return path, query and header lines; nothing when a header is not found."""
    places: list[int] = []
    for name in names:
        found = _place(block, name, places[-1] + 1 if places else 0)
        if found < 0:
            return
        places.append(found)
    ends = [*places[1:], len(block)]
    headers = [_header_line(block[start:end]) for start, end in zip(places, ends, strict=True)]
    for path, query in _paths_and_queries(block[: places[0]]):
        yield [path, query, *headers]


def _place(block: str, name: str, start: int) -> int:
    """Where a header begins: after a blank if there is such a place, else anywhere."""
    after_blank = re.compile(rf"(?<=\s){re.escape(name)}:").search(block, start)
    return after_blank.start() if after_blank else block.find(f"{name}:", start)


def _header_line(text: str) -> str:
    name, _, value = text.partition(":")
    return f"{name}:{' '.join(value.split())}"


def _paths_and_queries(head: str) -> Iterator[tuple[str, str]]:
    path, *query = head.split()
    yield path, "".join(query)
    if not query:
        yield from (
            (path[:place], path[place:]) for place in range(1, min(len(path), _MOST_CHARACTERS // (len(path) + 1)))
        )
