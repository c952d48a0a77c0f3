"""Compiles a wheel. Runs inside Pyodide, because compiled files fit one version of Python only."""

from __future__ import annotations

import importlib.util
import io
import marshal
import sys
from enum import Enum
from pathlib import Path
from zipfile import ZipFile, ZipInfo

_RECORD = ".dist-info/RECORD"
_INSTALLED = "/lib/python{0}.{1}/site-packages/"


class Sources(Enum):
    """What becomes of the files that were compiled."""

    KEPT = "kept"
    DROPPED = "dropped"


def compile_file(before: str, after: str, sources: str) -> None:
    """Compile a file into another; ``sources`` is the value of one of Sources."""
    Path(after).write_bytes(compiled(Path(before).read_bytes(), Sources(sources)))


def compiled(data: bytes, sources: Sources) -> bytes:
    """Return a wheel, or any zip of modules, with compiled files; Python trusts them without looking at the source.

    Its files are not compressed: zlib takes three times as long in here as outside.
    """
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            if name.endswith(_RECORD):
                continue
            text, is_source = before.read(name), name.endswith(".py")
            if not is_source or sources is Sources.KEPT:
                _write(after, name, text)
            if is_source:
                _write(after, _compiled_name(name, sources), _compiled_module(text, name))
        for record in (name for name in before.namelist() if name.endswith(_RECORD)):
            _write(after, record, "".join(f"{name},,\n" for name in (*after.namelist(), record)).encode())
    return out.getvalue()


def _write(archive: ZipFile, name: str, data: bytes) -> None:
    """Write a file without the time of day: the same content gives the same archive."""
    archive.writestr(ZipInfo(name), data)


def _compiled_name(name: str, sources: Sources) -> str:
    """Return where Python looks for it: beside a source, or in its place."""
    if sources is Sources.DROPPED:
        return f"{name}c"
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}__pycache__/{file.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"


def _compiled_module(text: bytes, name: str) -> bytes:
    """Compile as importlib does: the magic number, the flag “by hash, not to be checked”, the hash, the code."""
    code = compile(text, _INSTALLED.format(*sys.version_info) + name, "exec", dont_inherit=True)
    hashed = importlib.util.source_hash(text)
    return importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + hashed + marshal.dumps(code)
