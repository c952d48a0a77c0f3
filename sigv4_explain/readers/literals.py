"""Values as programs write them: texts, numbers, lists, tables and calls of Python, JavaScript, Ruby and PHP.

Nothing is run. What only a running program knows, such as a variable that is not set beside it, is ``Unknown``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sigv4_explain.readers.printed_values import unescaped


class Unknown(str):
    """What stands where a value would; only the running program knows it."""

    __slots__ = ()


@dataclass(slots=True, repr=False)
class WrittenCall:
    """A call with its arguments."""

    name: str
    start: int
    end: int = 0
    positional: list[Literal] = field(default_factory=list)
    named: dict[str, Literal] = field(default_factory=dict)


Literal = None | bool | int | float | str | Unknown | WrittenCall | list["Literal"] | dict[str, "Literal"]
Lookup = Callable[[str], Literal]
"""Gives the value of a variable by its name."""

_blank = re.compile(r"(?:\s|//[^\n]*|/\*[\s\S]*?\*/|#(?!\{)[^\n]*|\\\n)*").match
_text = re.compile(
    r"""(?P<prefix>[rRbBuUfF]{0,2})(?:(?P<three>\"{3}|'{3})(?P<long>[\s\S]*?)(?P=three)"""
    r"""|"(?P<double>(?:[^"\\\n]|\\[\s\S])*)"|'(?P<single>(?:[^'\\]|\\[\s\S])*)'|`(?P<raw>(?:[^`\\]|\\[\s\S])*)`)"""
).match
_number = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])").match
_name = re.compile(r"(?:(?:new|await)\s+)*((?:\$?[A-Za-z_]\w*|\$)(?:(?:\.|::|->|\?\.)[A-Za-z_]\w*)*)").match
_filled_in = re.compile(r"\$\{|#\{").search
_of_php = re.compile(r"\$[A-Za-z_]|\{\$").search
_end_in_brackets = re.compile(r"(?:\s|//[^\n]*\n|#[^\n]*\n)*(?:[,)\]};]|=>|:(?!:)|\Z)").match
_end_of_line = re.compile(r"[ \t]*(?:[,;)\]}]|//|#|\n|\r|\Z)").match
_key = re.compile(r"([A-Za-z_$][\w$-]*|\d+)\s*(?==>|:(?!:))").match
_named = re.compile(r"([A-Za-z_]\w*)\s*(?:=(?![=>])|:(?!:))\s*").match
_token = re.compile(r"[^\"'`()\[\]{},;\n]+|[\s\S]")
_encoding = re.compile(r"\.(?:encode|to_s|toString|trim|strip)\(\s*(?:[\"'][\w-]+[\"'])?\s*\)").match
_ruby_json = re.compile(r"\.to_json\b(?:\(\s*\))?").match
_WORDS: Mapping[str, Literal] = MappingProxyType(
    {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None, "nil": None}
)
_DEEPEST = 40


class _Source:
    """A text that is read from a place on."""

    __slots__ = ("depth", "lookup", "place", "text")

    def __init__(self, text: str, place: int, lookup: Lookup) -> None:
        self.text, self.place, self.lookup, self.depth = text, place, lookup, 0

    def skip(self) -> None:
        if found := _blank(self.text, self.place):
            self.place = found.end()

    def at(self, sign: str) -> bool:
        self.skip()
        return self.text.startswith(sign, self.place)

    def took(self, sign: str) -> bool:
        if not self.at(sign):
            return False
        self.place += len(sign)
        return True

    def value(self) -> Literal:
        """Read one value: texts that are put together are one; with anything else it is unknown."""
        self.skip()
        start = self.place
        self.depth += 1
        read = self._operand() if self.depth < _DEEPEST else Unknown()
        self.depth -= 1
        while isinstance(read, str) and not isinstance(read, Unknown) and not self._is_at_end():
            is_joined = self.took("+") or self.took(".") or _text(self.text, self.place)
            self.skip()
            more = self._operand() if is_joined else Unknown()
            read = read + more if isinstance(more, str) and not isinstance(more, Unknown) else Unknown()
        if isinstance(read, Unknown) or not self._is_at_end():
            self._pass_over()
            return Unknown(self.text[start : self.place].strip())
        return read

    def _is_at_end(self) -> bool:
        return bool((_end_in_brackets if self.depth else _end_of_line)(self.text, self.place))

    def _operand(self) -> Literal:
        if found := _text(self.text, self.place):
            self.place = found.end()
            return self._encoded(_text_of(found, self.text))
        if found := _number(self.text, self.place):
            self.place = found.end()
            return float(found[0]) if re.search(r"[.eE]", found[0]) else int(found[0])
        if self.took("["):
            return self._list("]")
        if self.took("{"):
            return self._to_json(self._table("}"))
        if self.took("("):
            whole = self._list(")")
            return self._encoded(whole[0] if isinstance(whole, list) and len(whole) == 1 else whole)
        return self._word()

    def _encoded(self, value: Literal) -> Literal:
        """Take off what changes no character of a text."""
        while isinstance(value, str) and (found := _encoding(self.text, self.place)):
            self.place = found.end()
        return value

    def _to_json(self, value: Literal) -> Literal:
        if found := _ruby_json(self.text, self.place):
            self.place = found.end()
            return json_of(value, compact=True)
        return value

    def _word(self) -> Literal:
        found = _name(self.text, self.place)
        if not found:
            return Unknown()
        start, self.place = self.place, found.end()
        if found[1] == "array" and self.took("("):
            return self._list(")")
        if self.text.startswith("(", self.place) or (self.text.startswith("<", self.place) and self.took_type()):
            self.place += 1
            return self._encoded(computed(self._call(found[1], start)))
        return _WORDS[found[1]] if found[1] in _WORDS else self.lookup(found[1])

    def took_type(self) -> bool:
        found = re.compile(r"<[\w\[\], |]{1,80}>(?=\()").match(self.text, self.place)
        self.place = found.end() if found else self.place
        return bool(found)

    def _call(self, name: str, start: int) -> WrittenCall:
        call = WrittenCall(name, start)
        while not self.took(")") and self.place < len(self.text):
            before = self.place
            self.skip()
            if found := _named(self.text, self.place):
                self.place = found.end()
                call.named[found[1]] = self.value()
            else:
                call.positional.append(self.value())
            self.took(",")
            if self.place == before:
                break
        call.end = self.place
        return call

    def _list(self, closing: str) -> Literal:
        """Read what stands in brackets; a list with arrows is a table of PHP."""
        items: list[Literal] = []
        start = self.place
        while not self.took(closing) and self.place < len(self.text):
            before = self.place
            items.append(self.value())
            if self.at("=>"):
                self.place = start
                return self._table(closing)
            self.took(",")
            if self.place == before:
                return Unknown()
        return items

    def _table(self, closing: str) -> Literal:
        table: dict[str, Literal] = {}
        while not self.took(closing) and self.place < len(self.text):
            before = self.place
            self.skip()
            if found := _key(self.text, self.place):
                name, self.place = found[1], found.end()
            else:
                name = str(self.value())
            is_pair = self.took("=>") or self.took(":")
            table[name] = self.value() if is_pair else Unknown(name)
            self.took(",")
            if self.place == before:
                return Unknown()
        return table

    def _pass_over(self) -> None:
        """Go on to the end of a value that cannot be read."""
        depth = 0
        while self.place < len(self.text):
            found = _text(self.text, self.place) or _token.match(self.text, self.place)
            sign = found[0] if found else ""
            if depth == 0 and (sign in (",", ";", ")", "]", "}") or (sign == "\n" and self.depth == 0)):
                return
            depth += (sign in ("(", "[", "{")) - (sign in (")", "]", "}"))
            self.place = found.end() if found else len(self.text)


def _text_of(found: re.Match[str], source: str) -> Literal:
    inner = next(found[name] for name in ("long", "double", "single", "raw") if found[name] is not None)
    prefix = found["prefix"].lower()
    is_php = found["double"] is not None and _of_php(inner) and bool(re.search(r"^\s*\$\w+\s*=", source, re.MULTILINE))
    is_filled = found["single"] is None and bool(_filled_in(inner))
    if is_php or is_filled or ("f" in prefix and "{" in inner):
        return Unknown(found[0])
    return inner if "r" in prefix else unescaped(inner.replace("\\\n", ""))


def literal_at(text: str, place: int, lookup: Lookup) -> Literal:
    r"""Read the value that begins at a place.

    >>> literal_at("{a: [1, true], 'b': `c`}", 0, Unknown)
    {'a': [1, True], 'b': 'c'}
    >>> literal_at("name + 'x'", 0, Unknown), literal_at("('a' \n 'b')", 0, Unknown)
    ("name + 'x'", 'ab')
    """
    return value_and_end(text, place, lookup)[0]


def value_and_end(text: str, place: int, lookup: Lookup) -> tuple[Literal, int]:
    """Read the value that begins at a place, and tell where it ends."""
    source = _Source(text, place, lookup)
    return source.value(), source.place


def call_at(text: str, place: int, lookup: Lookup) -> WrittenCall | None:
    """Read the call whose name begins at a place; None where none does."""
    source = _Source(text, place, lookup)
    found = _name(text, place)
    if not found:
        return None
    source.place, source.depth = found.end(), 1
    source.took_type()
    if not source.took("("):
        return None
    return source._call(found[1], place)  # noqa: SLF001  # of this module


def is_known(value: Literal) -> bool:
    """Tell whether all of a value stands in the text."""
    if isinstance(value, dict):
        return all(map(is_known, value.values()))
    return all(map(is_known, value)) if isinstance(value, list) else not isinstance(value, (Unknown, WrittenCall))


def json_of(value: Literal, *, compact: bool) -> Literal:
    r"""Return a value as JSON: ``compact`` as JavaScript writes it, else as Python does.

    >>> json_of({"a": [1.0, "é"]}, compact=True), json_of({"a": [1.0, "é"]}, compact=False)
    ('{"a":[1,"é"]}', '{"a": [1.0, "\\u00e9"]}')
    """
    if not is_known(value) or (compact and _has_numbers_for_names(value)):  # which JavaScript puts first
        return Unknown()
    if compact:
        return json.dumps(_with_whole_numbers(value), ensure_ascii=False, separators=(",", ":"))
    return json.dumps(value)


def _has_numbers_for_names(value: Literal) -> bool:
    if isinstance(value, dict):
        return any(name.isdecimal() for name in value) or any(map(_has_numbers_for_names, value.values()))
    return isinstance(value, list) and any(map(_has_numbers_for_names, value))


def _with_whole_numbers(value: Literal) -> Literal:
    if isinstance(value, dict):
        return {name: _with_whole_numbers(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_whole_numbers(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def computed(call: WrittenCall) -> Literal:
    """Return what a call gives that is known to everybody; else the call."""
    only = call.positional[0] if len(call.positional) == 1 and not call.named else Unknown()
    if call.name in ("JSON.stringify", "JSON.generate", "JSON.dump"):
        return json_of(only, compact=True)
    if call.name == "json.dumps":
        return json_of(only, compact=False)
    if call.name in ("Headers", "dict", "array") and call.positional:
        return only
    if call.name in ("URL", "URI", "URI.create", "Uri.parse", "url.URL") and isinstance(only, str):
        return only
    if call.name == "dict":
        return dict(call.named)
    return call
