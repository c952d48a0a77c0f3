"""The wheels that the site carries: pinned ones, the kernel's own, and this package."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from sigv4_explain.errors import SigV4Error
from notebooks.site.pins import pinned_files, read_pins
from notebooks.site.places import HERE, PROJECT

_KERNEL = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
_FRONT_END = "widgetsnbextension"
"""The half of ipywidgets that is drawn: Python needs it nowhere, so the lock leaves it out."""


def pinned_wheels(cache: Path, python: str) -> list[Path]:
    """Return the wheels that wheels.txt names, fetched by pip unless they are there.

    Raises CalledProcessError when pip fails, SigV4Error when what it brought is not what is pinned.
    """
    folder = cache / "wheels"
    pins = list(read_pins((HERE / "wheels.txt").read_text(encoding="utf-8")))
    if (found := pinned_files(pins, folder)) is not None:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--requirement", str(HERE / "wheels.txt")]
    command += ["--python-version", python, "--implementation", "py", "--abi", "none", "--platform", "any"]
    subprocess.run([*command, "--dest", str(folder)], check=True)  # noqa: S603 -- pip, and files of this package
    if (found := pinned_files(pins, folder)) is None:
        raise SigV4Error(f"wheels.txt: pip did not bring all of its {len(pins)} wheels")
    return found


def kernel_wheels() -> Iterator[Path]:
    """Return the wheels that came with the kernel. Raises SigV4Error without the extra ``site``."""
    folder = Path(sysconfig.get_path("data")) / _KERNEL
    found = sorted(folder.glob("*.whl"))
    if not found:
        raise SigV4Error("the kernel for the browser is not installed: run “make site”")
    return (path for path in found if not path.name.startswith(_FRONT_END))


def own_wheel(folder: Path) -> Path:
    """Make the wheel of this package as it is in the clone; the same files give the same bytes."""
    from flit_core.wheel import make_wheel_in  # of the extra site

    folder.mkdir(parents=True, exist_ok=True)
    return Path(make_wheel_in(PROJECT / "pyproject.toml", folder).file)
