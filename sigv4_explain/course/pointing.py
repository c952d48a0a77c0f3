"""Show an answer with a caret under its first character that is not right, and never what would be."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Any

from sigv4_explain.drawing.differences import readable, width_of

_KINDS = {str: "text (str)", bytes: "bytes", int: "a whole number (int)", bool: "True or False (bool)"}


def pointed(answer: Any, right: Any) -> str:
    r"""Return an answer as it is shown: of texts the line with the first difference, and a caret under it.

    ``right`` is only compared with; None when there is nothing to compare.

    >>> print(pointed("q=a+b", "q=a%20b"))
    q=a+b
       ^ character 4
    >>> print(pointed("a", "a="))
    a
     ^ something is missing here
    >>> print(pointed(b"1", "1"))
    b'1' (bytes, and expected is text (str))
    """
    if isinstance(answer, Exception):
        return f"nothing: it raised {type(answer).__name__}: {_written(answer, str)}".rstrip(": ")
    if right is not None and type(answer) is not type(right):
        return f"{_written(answer)} ({_kind(answer)}, and expected is {_kind(right)})"
    if isinstance(answer, str) and isinstance(right, str):
        return _with_caret(answer, right)
    if isinstance(answer, bytes) and isinstance(right, bytes):
        return _with_caret(answer.hex(), right.hex())
    return _written(answer)


def _with_caret(answer: str, right: str) -> str:
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(answer, right, strict=False)))
    number, before = answer[:start].count("\n"), answer[:start].rpartition("\n")[2]
    lines = answer.split("\n")
    column = sum(map(width_of, _line(before)))
    if start == len(answer):
        note = "something is missing here"
    elif start == len(right):
        note = "nothing should follow here"
    else:
        note = "the line should go on here" if answer[start] == "\n" else f"character {len(before) + 1}"
    caret = f"{' ' * column}^ {note}"
    if "\n" in answer:
        caret += f" of line {number + 1}" if note.startswith("character") else f", in line {number + 1}"
    drawn = [_line(line) for line in lines]
    return "\n".join([*drawn[: number + 1], caret, *drawn[number + 1 :]])


def _line(text: str) -> str:
    return readable(text)


def _written(answer: Any, write: Callable[[Any], str] = repr) -> str:
    try:
        return str.__str__(answer) if isinstance(answer, str) else write(answer)
    except Exception as error:  # noqa: BLE001 - of a learner's class, or of a number with too many digits
        return f"something that cannot be shown: {type(error).__name__}"


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), f"a {type(value).__name__}")
