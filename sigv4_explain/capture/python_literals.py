"""Texts, bytes and dictionaries as Python's repr writes them in a log; read without running anything."""

from __future__ import annotations

import re

_TEXT = r"""b?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_LITERAL = rf"(?:{_TEXT}|-?\d[\d.]*)"
_text = re.compile(_TEXT)
_literal = re.compile(_LITERAL)
_pair = re.compile(rf"({_TEXT}): ({_LITERAL})")
_dictionary = re.compile(rf"\{{(?:{_TEXT}: {_LITERAL}(?:, {_TEXT}: {_LITERAL})*)?\}}")
_escape = re.compile(rb"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U(000[0-9a-f]{5}|0010[0-9a-f]{4})|(.))")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def literal_at(text: str, position: int) -> bytes | dict[str, str] | None:
    r"""Return the text or bytes, or the flat dictionary, that stands at a position; None for anything else.

    >>> literal_at(r"body=b'\xc3\xa9'", 5), literal_at("{'a': b'1', 'b': 2}", 0), literal_at("<_io.BytesIO>", 0)
    (b'\xc3\xa9', {'a': '1', 'b': '2'}, None)
    """
    if found := _dictionary.match(text, position):
        return {_as_text(name): _as_text(value) for name, value in _pair.findall(found[0])}
    if found := _text.match(text, position):
        return _as_bytes(found[0])
    return None


def _as_text(literal: str) -> str:
    return _as_bytes(literal).decode("utf-8", "replace") if _text.fullmatch(literal) else literal


def _as_bytes(literal: str) -> bytes:
    """Return what a literal stands for, a ``str`` as UTF-8."""
    is_bytes = literal.startswith("b")
    inner = literal.removeprefix("b")[1:-1].encode("utf-8", "surrogatepass")
    return _escape.sub(lambda found: _unescaped(found, is_bytes=is_bytes), inner)


def _unescaped(found: re.Match[bytes], *, is_bytes: bool) -> bytes:
    byte, short, long, letter = found.groups()
    if letter:
        return _LETTERS.get(letter, letter)
    code = int(byte or short or long, 16)
    return bytes([code]) if is_bytes and byte else chr(code).encode("utf-8", "surrogatepass")
