"""``reset``: a notebook of the course as it was; what the learner wrote is kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile

from sigv4_explain.command.originals import Originals, notebooks_near, originals_for
from sigv4_explain.command.parser import PROGRAM, Parser, Status
from sigv4_explain.command.terminal import say

_PROGRAM = f"{PROGRAM} reset"
_DESCRIPTION = """\
Put a notebook of the course back as it was.

What you wrote is kept beside it, as NAME (mine).ipynb, then (mine 2), and so on: nothing is ever overwritten. The
original is the notebook as git has it, at HEAD."""
_EPILOG = """\
exit status:
  0   done, or nothing was to do
  64  the command could not be run: no such notebook, no original, a file that cannot be written"""
_RELOAD = "Is it open in JupyterLab? Then choose File, Reload Notebook from Disk."
_NO_ORIGINALS = (
    "{folder}: no original was found. It is read from git, so git must be installed, and the notebooks or this package "
    "must be in a clone. Without one, unpack the source archive of sigv4_explain, and take notebooks/ from there"
)


def run_reset(arguments: Sequence[str]) -> Status:
    """Reset the notebooks that are named, or list them all."""
    parser = _parser()
    given = parser.parse_args(arguments)
    folder = Path(given.folder) if given.folder is not None else notebooks_near(Path.cwd())
    if folder is None or not folder.is_dir():
        parser.error(f"{given.folder or Path.cwd()}: no notebooks of the course here; name their folder with --folder")
    originals = originals_for(folder)
    if originals is None:
        parser.error(_NO_ORIGINALS.format(folder=folder))
    try:
        lines = _listed(folder, originals) if given.list else _reset_each(parser, given.notebooks, folder, originals)
        for line in lines:
            say(line)
    except OSError as error:
        parser.error(f"{error.filename or folder}: {error.strerror or error}")
    return Status.NO_FAULT


def _parser() -> Parser:
    usage = f"{_PROGRAM} [--folder FOLDER] (--list | NOTEBOOK …)"
    parser = Parser(prog=_PROGRAM, usage=usage, description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="its number, such as 03, or its file name")
    parser.add_argument("--list", action="store_true", help="list the notebooks, and say which are changed")
    parser.add_argument("--folder", help="where the notebooks are, if neither here nor in ./notebooks")
    return parser


def _listed(folder: Path, originals: Originals) -> Iterator[str]:
    for name in originals.names:
        path = folder / name
        kept = "missing" if not path.exists() else "as it was"
        if path.exists() and path.read_bytes() != originals.content(name):
            kept = "changed"
        yield f"{kept:10}{name}"


def _reset_each(parser: Parser, wanted: Sequence[str], folder: Path, originals: Originals) -> Iterator[str]:
    if not wanted:
        parser.error("name a notebook, such as 03, or give --list")
    names = [_name_of(parser, word, originals.names) for word in wanted]  # all of them, before any is touched
    for name in names:
        yield from _reset(folder / name, originals.content(name))


def _name_of(parser: Parser, word: str, names: Sequence[str]) -> str:
    number = re.compile(rf"{word.zfill(2)}-") if re.fullmatch("[0-9]{1,2}", word) else None
    called = (name for name in names if name in (word, f"{word}.ipynb") or (number and number.match(name)))
    found = next(called, None)
    if found is None:
        parser.error(f"no notebook {word!r}: expected one of {', '.join(n.removesuffix('.ipynb') for n in names)}")
    return found


def _reset(path: Path, original: bytes) -> Iterator[str]:
    mine = path.read_bytes() if path.exists() else None
    if mine == original:
        yield f"{path.name} is as it was: nothing to do."
        return
    kept = None if mine is None else _keep(path, mine)
    _put(path, original)
    yield f"{path.name} is as it was." + ("" if kept is None else f" Yours is kept: {kept.name}")
    yield _RELOAD


def _keep(path: Path, content: bytes) -> Path:
    """Write a copy under the first name that is free."""
    for number in count(1):
        copy = path.with_name(f"{path.stem} (mine{'' if number == 1 else f' {number}'}){path.suffix}")
        try:
            with copy.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        return copy
    raise AssertionError("numbers do not end")


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as file:
        file.write(content)
    try:
        Path(file.name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(file.name).replace(path)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise
