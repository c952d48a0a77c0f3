"""``reset``: a notebook of the course as it was; what the learner wrote is kept beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import count
from pathlib import Path
from zipfile import ZipFile

from sigv4_explain.command.parser import PROGRAM, ExitStatus, Parser
from sigv4_explain.command.terminal import say

_DESCRIPTION = """\
Put a notebook of the course back as it was.

What you wrote is kept beside it, as NAME (mine).ipynb, then (mine 2), and so on: nothing is ever overwritten. The
originals are those of this package."""
_EPILOG = "exit status: 0 done, or nothing was to do; 64 no such notebook, or a file that cannot be written"


def run_reset(arguments: Sequence[str]) -> ExitStatus:
    """Reset the notebooks that are named."""
    parser = Parser(prog=f"{PROGRAM} reset", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="its number, such as 03, or its file name")
    parser.add_argument("--folder", help="where the notebooks are, if neither here nor in ./notebooks")
    given = parser.parse_args(arguments)
    kept = originals()
    near = (place for place in (Path.cwd(), Path.cwd() / "notebooks") if any((place / name).is_file() for name in kept))
    folder = next(near, None) if given.folder is None else Path(given.folder)
    if folder is None or not folder.is_dir():
        parser.error(f"{given.folder or Path.cwd()}: no notebooks of the course here; name their folder with --folder")
    names = [_name_of(parser, word, kept) for word in given.notebooks]  # all of them, before any is touched
    try:
        for name in names:
            say(_reset(folder / name, kept[name]))
    except OSError as error:
        parser.error(f"{error.filename or folder}: {error.strerror or error}")
    return ExitStatus.NO_FAULT


def originals() -> Mapping[str, bytes]:
    """Return the notebooks as they were when this package was made, by their file names."""
    archive = files("sigv4_explain.command").joinpath("notebooks.zip").read_bytes()
    with ZipFile(io.BytesIO(archive)) as notebooks:
        return {name: notebooks.read(name) for name in notebooks.namelist()}


def _name_of(parser: Parser, word: str, names: Mapping[str, bytes]) -> str:
    number = f"{word.zfill(2)}-" if re.fullmatch("[0-9]{1,2}", word) else None
    called = (name for name in names if name in (word, f"{word}.ipynb") or (number and name.startswith(number)))
    found = next(called, None)
    if found is None:
        parser.error(f"no notebook {word!r}: expected one of {', '.join(n.removesuffix('.ipynb') for n in names)}")
    return found


def _reset(path: Path, original: bytes) -> str:
    mine = path.read_bytes() if path.exists() else None
    if mine == original:
        return f"{path.name} is as it was: nothing to do."
    kept = "" if mine is None else f" Yours is kept: {_keep(path, mine).name}"
    path.write_bytes(original)
    return f"{path.name} is as it was.{kept}\nIs it open in JupyterLab? Then choose File, Reload Notebook from Disk."


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
