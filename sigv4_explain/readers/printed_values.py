"""Values as programs print them: JSON, and what Python, JavaScript, Ruby, PHP, Rust and others write, in one tree."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

_letters = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}
_escape = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_surrogates = re.compile("[\ud800-\udfff]")
_bytes = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")


def unescaped(text: str) -> str:
    r"""Return what a text in quotes stands for.

    >>> unescaped(r"a\r\n\u00e9\/\xc3\xa9")
    'a\r\né/é'
    """
    if "\\" not in text:
        return text
    text = _bytes.sub(lambda found: _as_characters(found[0]), text)
    text = _escape.sub(_character, text)
    if _surrogates.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _as_characters(escapes: str) -> str:
    try:
        return bytes.fromhex(escapes.replace("\\x", "")).decode()
    except UnicodeDecodeError:
        return escapes


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
    return _letters.get(found[4], found[4])


def decoded(text: str) -> str | None:
    """Return the text that is written as base64, of either alphabet and with its padding or not; else None.

    >>> decoded("aHR0cHM6Ly9oLz8-"), decoded("no base64")
    ('https://h/?>', None)
    """
    plain = unquote(text.strip()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return None


class Word(str):
    """A value that was printed without quotes."""

    __slots__ = ()


class Printed:
    """What stands in brackets: pairs of a name and a value, and values alone."""

    __slots__ = ("end", "items", "name", "pairs", "start")

    def __init__(self, start: int, name: str = "") -> None:
        self.start = start
        self.end = start
        self.name = name
        """The word before the bracket, such as a type's name."""
        self.pairs: list[tuple[str, Value]] = []
        self.items: list[Value] = []

    def groups(self) -> Iterator[Printed]:
        """Return what stands in brackets directly in these."""
        for value in [*[value for _, value in self.pairs], *self.items]:
            if isinstance(value, Printed):
                yield value


Value = str | Printed


def text_of(value: Value | None) -> str | None:
    """Return a value as text: also one that stands alone in brackets; None for anything else."""
    while isinstance(value, Printed):
        if value.pairs or len(value.items) != 1:
            return None
        value = value.items[0]
    return value


_token = re.compile(
    r"""
      (?P<text>(?:(?<![A-Za-z0-9_])[bBuUrRf@]{1,2})?
        (?:"(?:[^"\\\n]|\\.)*+"?|(?<!\w)'(?:[^'\\\n]|\\.)*+'?|(?<=b)'(?:[^'\\\n]|\\.)*+'?))
    | (?P<raw>(?<!`)`(?!`)[^`]{0,65536}+`)
    | (?P<open>[{\[(])
    | (?P<close>[}\])])
    | (?P<mark>=>|:(?!//)|=(?!=))
    | (?P<comma>[,;])
    | (?P<line>\n)
    | (?P<plus>\+)
    | (?P<blank>[ \t\r]+)
    | (?P<word>https?://(?:[^\s,'"<>]|,(?=[^\s,'"<>=:{}\[\]()]{1,200}+[\s,'"<>/?&)\]}]))+|[^\s,;:={}\[\]()'"`+]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSING = {"}": "{", "]": "[", ")": "("}
_DEEPEST = 100
_LONGEST_WORD = 8192  # what has more words than this is prose


class _Frame:
    """Brackets that are open, and what has been read of the value that comes next."""

    __slots__ = ("bracket", "glued", "group", "key", "value")

    def __init__(self, bracket: str, group: Printed) -> None:
        self.bracket = bracket
        self.group = group
        self.key: str | None = None
        self.value: Value | None = None
        self.glued = False

    def take(self, value: Value) -> None:
        """Take a value; a second one in its place follows it, as texts do, or replaces a type's name."""
        before, glued, self.glued = self.value, self.glued, False
        if before is None:
            self.value = value
        elif isinstance(before, Word) and isinstance(value, Word) and len(before) < _LONGEST_WORD:
            self.value = Word(f"{before}{'' if glued else ' '}{value}")
        elif isinstance(before, str) and isinstance(value, str) and (type(before) is type(value) or glued):
            # What is put together of a text and a name is code, and no value.
            self.value = before + value if type(before) is type(value) else Word(f"{before} + {value}")
        else:
            if isinstance(before, Printed) and (before.pairs or any(True for _ in before.groups())):
                self.group.items.append(before)
            self.value = value

    def mark(self, sign: str) -> None:
        """Take what was read for the name of what comes next."""
        name = text_of(self.value)
        if self.key is not None and isinstance(self.value, Word):  # a value that has a colon in it
            self.value, self.glued = Word(self.value + sign), True
        elif name is not None:
            self.key, self.value = name, None

    def plus(self) -> None:
        """Wait for what a text is put together of; in a word a plus is a letter."""
        if isinstance(self.value, Word):
            self.value = Word(self.value + "+")
        self.glued = self.value is not None

    def end(self) -> None:
        """Put the value away."""
        if self.key is not None and self.value is not None:
            self.group.pairs.append((self.key, self.value))
        elif self.value is not None:
            self.group.items.append(self.value)
        self.key, self.value, self.glued = None, None, False


def printed_in(text: str, start: int = 0, end: int | None = None) -> Printed:
    r"""Read a text as values in brackets; what is not closed is closed at its end, and nothing is refused.

    >>> [found] = printed_in("request: HttpRequest {\n  method: 'GET',\n  headers: { host: 'h' }\n}").groups()
    >>> found.name, found.pairs[0], found.pairs[1][1].pairs
    ('HttpRequest', ('method', 'GET'), [('host', 'h')])
    """
    stack = [_Frame("", Printed(start))]
    for found in _token.finditer(text, start, len(text) if end is None else end):
        _take(stack, found)
    while len(stack) > 1:
        _close(stack, stack[-1].bracket, len(text))
    stack[0].end()
    stack[0].group.end = len(text)
    return stack[0].group


def _take(stack: list[_Frame], found: re.Match[str]) -> None:
    """Take one token."""
    piece, top = found[0], stack[-1]
    match found.lastgroup:
        case "text":
            top.take(_quoted(piece))
        case "raw":
            top.take(piece[1:-1])
        case "word":
            top.take(Word(piece))
        case "mark":
            top.mark(piece)
        case "open":
            _open(stack, piece, found.start())
        case "close":
            _close(stack, piece, found.end())
        case "comma":
            top.end()
        case "plus":
            top.plus()
        case "line" if _ends_with_line(top, found.string, found.end()):
            top.end()


_more_text = re.compile(
    r"""[ \t]*(?:\+|b?(?:"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')(?![ \t]*(?:[:=]|\]?=>)))""", re.DOTALL
).match
_bracket = re.compile(r"[ \t]*[{\[(]").match


def _ends_with_line(frame: _Frame, text: str, position: int) -> bool:
    """Tell whether a value ends with its line: not between two pieces of a text, nor between a type and its bracket."""
    if frame.value is None or frame.glued:
        return False
    if isinstance(frame.value, Word):
        return not _bracket(text, position)
    return isinstance(frame.value, Printed) or not _more_text(text, position)


def _quoted(piece: str) -> str:
    quote = min((piece.find(mark) for mark in "\"'" if mark in piece), default=0)
    inner = piece[quote + 1 :]
    return unescaped(inner.removesuffix(piece[quote]))


def _open(stack: list[_Frame], bracket: str, position: int) -> None:
    top = stack[-1]
    if len(stack) > _DEEPEST:
        return
    name = str(top.value) if isinstance(top.value, Word) else ""
    if name:
        top.value = None
    stack.append(_Frame(bracket, Printed(position, name)))


def _close(stack: list[_Frame], bracket: str, position: int) -> None:
    """Close the last bracket of a kind, and those in it that were left open; without one there is nothing to close."""
    opening = _CLOSING.get(bracket, bracket)
    depth = next((depth for depth in range(len(stack) - 1, 0, -1) if stack[depth].bracket == opening), 0)
    if not depth:
        return
    while len(stack) > depth:
        frame = stack.pop()
        frame.end()
        frame.group.end = position
        stack[-1].take(frame.group)
