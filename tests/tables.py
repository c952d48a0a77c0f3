"""The tables of a test, as data: a TOML file of the test's name beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def tables(test: str, **words: str) -> dict[str, Any]:
    """Read the tables of a test's file, by name; ``(None)`` is None, and ``{NAME}`` the word that is given for it."""
    read = tomllib.loads(Path(test).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: filled(table, words) for name, table in read.items()}


def filled(value: Any, words: dict[str, str]) -> Any:
    """Put words in place of their names, however deep they stand."""
    if isinstance(value, list):
        return [filled(one, words) for one in value]
    if isinstance(value, dict):
        return {name: filled(one, words) for name, one in value.items()}
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace(f"{{{name}}}", word)
    return None if value == "(None)" else value
