"""A learner's own ``my_sigv4.py``: ``keep`` adds a solved function, and ``kept.my_path`` is the one in the file.

The file only grows: a function that is kept again is written below the one before, and Python takes the last. What is
not in it yet the course lends, so that the capstone runs at any time.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sigv4_explain.course.checking import checked
from sigv4_explain.course.exercise import Exercise
from sigv4_explain.course.exercises import EXERCISES
from sigv4_explain.drawing.markup import tag
from sigv4_explain.errors import InvalidInput, describe

FILE = "my_sigv4.py"
"""Beside the notebooks; in the site, in the browser's own storage."""
_NEEDED = "uri-encode path query trim headers payload string-to-sign signing-key signature authorization "
NAMES: Mapping[str, Exercise] = MappingProxyType(
    {
        EXERCISES[name].solution.__name__: EXERCISES[name]
        for name in (_NEEDED + "presign-parameters fresh sign presign guard").split()
    }
)
"""What a signer and a server are made of: the exercise of each function, by the function's name."""
Pairs = tuple[tuple[str, str], ...]
"""Headers, as the functions take them."""
_PAIRS = "Pairs = tuple[tuple[str, str], ...]"
_FIRST_LINES = '"""AWS Signature Version 4, written by hand. The last function of a name is the one that counts."""\n'
_YOURS, _LENT = "✓ in your file", "○ the course's, until yours is kept"


__all__ = ["Pairs", *NAMES]


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _defined(_text()).get(name, NAMES[name].solution)


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """What is said of each function: its name and a sentence."""

    rows: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return "\n".join(f"{name:20} {said}" for name, said in self.rows)

    def _repr_html_(self) -> str:
        cell = "text-align: left"
        head = tag("tr", (tag("th", words, scope="col", style=cell) for words in ("function", FILE)))
        rows = [
            tag("tr", tag("th", tag("code", name), scope="row", style=cell), tag("td", said, style=cell))
            for name, said in self.rows
        ]
        return tag("table", tag("thead", head), tag("tbody", rows))


def functions() -> Kept:
    """Return which functions of ``my_sigv4.py`` are the reader's, and which the course lends."""
    _synchronise(reading=True)
    own = _defined(_text())
    return Kept(tuple((f"{NAMES[name].chapter} {name}", _YOURS if name in own else _LENT) for name in NAMES))


def keep(*given: Callable[..., Any]) -> Kept:
    """Add each function that ``check`` calls solved to ``my_sigv4.py``, with all that its cell imports and defines.

    Nothing in the file is changed or taken away. Raises InvalidInput for a function that no signer is made of.
    """
    unknown = [name for name in map(_name_of, given) if name not in NAMES]
    if unknown:
        raise InvalidInput("keep", describe(unknown[0]), f"one of {', '.join(NAMES)}")
    _synchronise(reading=True)  # another notebook may have added to it
    return Kept(tuple((_name_of(function), _kept(function)) for function in given))


def _name_of(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", describe(function)))


def _kept(function: Callable[..., Any]) -> str:
    name, text = _name_of(function), _text()
    exercise = NAMES[name]
    if not checked(exercise, function).solved:
        return "○ not kept yet: when check says Solved, run this cell again"
    code = _with_lent(_cell_of(function), text)
    if code.strip() in text:
        return "✓ kept before, just as it is"
    try:
        alone = _defined(text + code)[name]
    except (InvalidInput, KeyError) as error:
        return f"✗ not kept: {error}"
    if not checked(exercise, alone).solved:
        return "✗ not kept: it needs something that its cell does not have; put its imports and helpers there"
    _add(f"\n\n# Notebook {exercise.chapter}: {exercise.name}\n{code}" if text else f"{_FIRST_LINES}\n{code}")
    return "✓ kept; the older one above it no longer counts" if f"def {name}(" in text else "✓ kept"


def _defined(text: str) -> Mapping[str, Any]:
    namespace: dict[str, Any] = {"__name__": "my_sigv4"}
    try:
        exec(compile(text, FILE, "exec"), namespace)  # noqa: S102 - the reader's own functions, as in their cells
    except Exception as error:
        raise InvalidInput(FILE, f"{type(error).__name__}: {error}", "a file that Python runs") from error
    return namespace


def _cell_of(function: Callable[..., Any]) -> str:
    """Return the text of the cell that a function stands in; of one from a file, the function alone."""
    name = getattr(function, "__code__", None) and function.__code__.co_filename
    if not name or Path(name).exists():
        return inspect.getsource(function)
    return "".join(linecache.getlines(name))


def _with_lent(cell: str, text: str) -> str:
    """Return what a cell imports and defines; what it takes from ``kept`` and the file lacks, the course adds."""
    lines, tree = cell.split("\n"), ast.parse(cell)
    pieces: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == __name__:
            pieces += _lent({each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}, text)
        elif _is_kept(node):
            first = min(node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()) or (node,)))
            pieces.append("\n".join(lines[first - 1 : node.end_lineno]))
    return "\n\n".join(_spaced(pieces)) + "\n"


def _lent(used: set[str], text: str) -> Iterator[str]:
    if "Pairs" in used and f"{_PAIRS}\n" not in text:
        yield _PAIRS
    for name in (name for name in NAMES if name in used and f"def {name}(" not in text):
        yield f"# The course's own\n{_with_lent(NAMES[name].solution_text, text)}"


def _spaced(pieces: list[str]) -> Iterator[str]:
    imports = [piece for piece in pieces if piece.startswith(("import ", "from "))]
    if imports:
        yield "\n".join(imports)
    yield from (f"\n{piece}".rstrip("\n") if imports else piece for piece in pieces if piece not in imports)


def _is_kept(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sigv4_explain.course"):
        return False
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)


# Where the file is: beside the notebook, and in the site, where each notebook has files of its own, in the browser.


def _path() -> Path:
    return Path("/my", FILE) if sys.platform == "emscripten" else Path.cwd() / FILE


def _text() -> str:
    path = _path()
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _add(code: str) -> None:
    with _path().open("a", encoding="utf-8", newline="\n") as file:
        file.write(code)
    _synchronise(reading=False)


def _mount(files: Any) -> None:
    if not Path("/my").exists():
        files.mkdirTree("/my")
        files.mount(files.filesystems.IDBFS, {}, "/my")


def _synchronise(*, reading: bool) -> None:
    """In the site: let the browser's storage and the folder have the same; wait for it where the browser can."""
    if sys.platform != "emscripten":
        return
    files, javascript, ffi = (import_module(name) for name in ("pyodide_js", "js", "pyodide.ffi"))
    if reading:
        _mount(files.FS)
    begun = ffi.create_once_callable(lambda resolve, _reject: files.FS.syncfs(reading, resolve))
    done = javascript.Promise.new(begun)
    if ffi.can_run_sync():
        ffi.run_sync(done)


_synchronise(reading=True)
