"""Pyodide, which is Python for the browser: from npm, in the version that the site's kernel asks for."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from sigv4_explain.errors import InvalidInput
from notebooks.site.node import run_npm
from notebooks.site.places import HERE

FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
"""What a browser needs of it; a lock file names the packages beside them."""
_NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


class Versions(NamedTuple):
    """Of Pyodide, and of the Python in it, such as ``3.14``."""

    pyodide: str
    python: str


def versions() -> Versions:
    """Return what the installed kernel asks for. Raises ImportError without the extra ``site``."""
    constants: Any = import_module("jupyterlite_pyodide_kernel.constants")
    return Versions(constants.PYODIDE_VERSION, constants.PYODIDE_PYTHON_VERSION)


def pinned_version() -> str:
    """Return the version that package.json names."""
    version: str = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    return version


def installed_runtime(cache: Path) -> Path:
    """Return the folder of Pyodide's npm package, fetched unless it is there; npm checks the pinned hashes."""
    folder = cache / "npm"
    package = folder / "node_modules" / "pyodide"
    lock = HERE / "package-lock.json"
    if package.exists() and (folder / lock.name).read_bytes() == lock.read_bytes():
        return package
    folder.mkdir(parents=True, exist_ok=True)
    for name in _NPM_FILES:
        shutil.copyfile(HERE / name, folder / name)
    run_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", folder=folder)
    return package


def check_version(wanted: str, pinned: str) -> None:
    """Raise InvalidInput unless package.json names what the kernel asks for.

    >>> check_version("314.0.6", "314.0.7")
    Traceback (most recent call last):
        ...
    sigv4_explain.errors.InvalidInput: package.json: received pyodide 314.0.7, expected 314.0.6, as the kernel asks
    """
    if wanted != pinned:
        raise InvalidInput("package.json", f"pyodide {pinned}", f"{wanted}, as the kernel asks")


def lock_info(package: Path) -> Mapping[str, str]:
    """Return what Pyodide's own lock file says about the platform."""
    info: Mapping[str, str] = json.loads((package / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    return info
