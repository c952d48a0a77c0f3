"""The texts that people edit and the package reads: here the TOML tables, and the file and line of what is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from enum import Enum
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

from sigv4_explain.errors import InvalidInput, describe

Record = TypeVar("Record")


class InvalidText(InvalidInput):
    """A text of this package is not written as it should be: in which file and line, what came, what was expected."""

    def __init__(self, file: str, line: int, received: str, expected: str) -> None:
        super().__init__(f"{file}, line {line}", received, expected)


def read(package: str, file: str) -> str:
    """Return a text that lies beside the modules of a package, also when that is a zip file."""
    return files(package).joinpath(file).read_text(encoding="utf-8")


def records(package: str, file: str, kind: type[Record], heading: str | None = None) -> Mapping[str, Record]:
    """Return the tables of a TOML file in this package, by name and in their order: see ``records_of``."""
    return records_of(read(package, file), file, kind, heading)


def records_of(text: str, file: str, kind: type[Record], heading: str | None = None) -> Mapping[str, Record]:
    """Return the tables of a TOML text, each as one ``kind`` of dataclass; ``heading`` is the field of a table's name.

    Raises InvalidText naming the file and the line.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rpartition(" (at ")
        number = re.match(r"line (\d+)", where)
        line = int(number[1]) if number else text.count("\n") + 1
        raise InvalidText(file, line, describe(text.split("\n")[line - 1]), f"TOML; the parser says: {what}") from None
    hints = get_type_hints(kind)
    rows = {name: _record(_Table(text, file, name), each, kind, hints, heading) for name, each in tables.items()}
    return MappingProxyType(rows)


def _record(table: _Table, given: Any, kind: type[Record], hints: Mapping[str, Any], heading: str | None) -> Record:
    if not isinstance(given, dict):
        raise table.invalid(table.name, describe(given), f"a table: its name in brackets, and below it {_names(kind)}")
    values = {} if heading is None else {heading: table.name}
    for name, value in given.items():
        if name not in hints or name in values:
            raise table.invalid(name, name, _names(kind))
        values[name] = _value(table, name, value, hints[name])
    for name in _needed(kind):
        if name not in values:
            raise table.invalid(None, f"no {name}", f"{name}, in the table [{table.name}]")
    return kind(**values)


def _value(table: _Table, name: str, value: Any, hint: Any) -> Any:
    """Return a value of TOML as the field has it: its own type, a tuple for a list, an enum's member for its value."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        if value not in [member.value for member in hint]:
            raise table.invalid(name, describe(value), " or ".join(repr(member.value) for member in hint))
        return hint(value)
    if hint == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise table.invalid(name, describe(value), 'a list of texts: ["…", "…"]')
        return tuple(value)
    if hint == Mapping[str, str]:
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise table.invalid(name, describe(value), 'a table of texts: a name = "…" in each line')
        return MappingProxyType(value)
    expected = int if hint is int else str
    if type(value) is not expected:
        raise table.invalid(name, describe(value), "a whole number" if expected is int else "a text in quotes")
    return value


class _Table:
    """Where a table stands."""

    def __init__(self, text: str, file: str, name: str) -> None:
        self.text, self.file, self.name = text, file, name

    def invalid(self, field: str | None, received: str, expected: str) -> InvalidText:
        """Return the error for a field of the table, or for the whole."""
        heads = (f"[{self.name}]", f'["{self.name}"]')
        lines = self.text.split("\n")
        head = next((number for number, line in enumerate(lines) if line.strip() in heads), 0)
        begins = re.compile(rf"\s*\"?{re.escape(field)}\b") if field else re.compile("")
        found = (number for number, line in enumerate(lines) if number > head and begins.match(line))
        return InvalidText(self.file, (next(found, head) if field else head) + 1, received, expected)


def _names(kind: type[Any]) -> str:
    return ", ".join(field.name for field in fields(kind))


def _needed(kind: type[Any]) -> Iterator[str]:
    return (field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING)
