"""Writes Pyodide's lock file: which packages there are, what each needs, and the hash that the browser checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from email.message import Message
from email.parser import BytesParser
from hashlib import sha256
from pathlib import Path
from typing import TypedDict
from zipfile import ZipFile

from sigv4_explain.errors import SigV4Error

LEFT_OUT = frozenset({"jupyterlab-widgets", "widgetsnbextension"})
"""What ipywidgets asks for and Python in the browser does not need: these packages are drawn by the page."""


class Entry(TypedDict):
    """One package, in the words of Pyodide's lock file."""

    name: str
    version: str
    file_name: str
    install_dir: str
    sha256: str
    package_type: str
    imports: list[str]
    depends: list[str]
    unvendored_tests: bool


def lock(wheels: Iterable[Path], info: Mapping[str, str]) -> dict[str, object]:
    """Return the lock of wheels that lie beside it. Raises SigV4Error when one needs a package that is not there."""
    entries = [entry(wheel, info["python"]) for wheel in sorted(wheels)]
    packages = {each["name"]: each for each in entries}
    missing = {need for each in entries for need in each["depends"]} - packages.keys()
    if missing:
        raise SigV4Error(f"wheels.txt: {', '.join(sorted(missing))} is needed and not pinned")
    return {"info": dict(info), "packages": packages}


def entry(wheel: Path, python: str) -> Entry:
    """Read a wheel. ``python`` is the full version that decides what it needs."""
    from packaging.utils import parse_wheel_filename  # of the extra site

    name, version, _, _ = parse_wheel_filename(wheel.name)
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = BytesParser().parsebytes(archive.read(next(n for n in names if n.endswith(".dist-info/METADATA"))))
    return {
        "name": name,
        "version": str(version),
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": imports(names),
        "depends": needs(metadata, python),
        "unvendored_tests": False,
    }


def imports(names: Iterable[str]) -> list[str]:
    """Return what can be imported from a wheel with these files.

    >>> imports(["six.pyc", "comm/__init__.pyc", "comm/base.py", "comm-0.2.dist-info/METADATA"])
    ['comm', 'six']
    """
    modules = (name for name in names if name.endswith((".py", ".pyc")))
    tops = {name.partition("/")[0].partition(".")[0] for name in modules if ".data/" not in name}
    return sorted(tops - {"__pycache__"})


def needs(metadata: Message, python: str) -> list[str]:
    """Return the names of the packages that one needs in the browser, without extras."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    environment = {
        "sys_platform": "emscripten",
        "platform_system": "Emscripten",
        "platform_machine": "wasm32",
        "os_name": "posix",
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    asked = map(Requirement, metadata.get_all("Requires-Dist") or [])
    names = {canonicalize_name(each.name) for each in asked if each.marker is None or each.marker.evaluate(environment)}
    return sorted(names - LEFT_OUT)
