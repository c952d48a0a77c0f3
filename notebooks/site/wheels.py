"""The wheels that the site carries: pinned, made light, compiled, and named in Pyodide's lock file."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from email.parser import BytesParser
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypedDict
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from notebooks.site.inside import Sources
from notebooks.site.runtime import HERE, PROJECT, needed_node
from sigv4_explain.errors import SigV4Error

_PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<hashes>(?:\s+\\?\s*--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE
)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


class Pin(NamedTuple):
    """One package in one version, and the hashes of its files in lowercase hex."""

    name: str
    version: str
    hashes: frozenset[str]


def read_pins(text: str) -> Iterator[Pin]:
    r"""Read a requirements file.

    >>> [pin] = read_pins("comm==0.2.3 \\\n    --hash=sha256:" + "0" * 64)
    >>> pin.name, pin.version, len(pin.hashes)
    ('comm', '0.2.3', 1)
    """
    for found in _PIN.finditer(text):
        name, version, hashes = found.groups()
        yield Pin(name, version, frozenset(_HASH.findall(hashes)))


def pinned_files(pins: list[Pin], folder: Path) -> list[Path] | None:
    """Return for each pin its file in a folder, by its hash; None when one is missing."""
    files = {sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.glob("*.whl"))}
    found = [next((files[each] for each in sorted(pin.hashes) if each in files), None) for pin in pins]
    present = [path for path in found if path is not None]
    return present if len(present) == len(pins) else None


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


DROPPED: Mapping[str, str] = MappingProxyType(
    {
        "botocore": r"botocore/data/(?!sts/)[^/]+/",  # the models of all services but STS
        "jedi": r"jedi/third_party/(typeshed/stubs|django-stubs)/",  # what it knows of packages that are not here
        "ipywidgets": r"ipywidgets/(widgets/)?tests/",
    }
)
"""For each wheel that is made lighter, by the first word of its name: which of its files go."""
_NOTICE = """\
This copy of {name} is changed: it lacks the files whose names match {pattern}
All else is as it was published, but for being compiled. Its licence is beside this file.
"""


def slimmed(wheel: str, data: bytes) -> bytes:
    """Return a wheel without what is not needed; a file in it says so, as its licence may ask."""
    name = wheel.partition("-")[0]
    if name not in DROPPED:
        return data
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as full, ZipFile(out, "w", ZIP_DEFLATED) as few:
        for info in full.infolist():
            if not is_dropped(name, info.filename):
                few.writestr(info, full.read(info))
        folder = next(path for path in full.namelist() if path.endswith(".dist-info/METADATA")).rpartition("/")[0]
        few.writestr(ZipInfo(f"{folder}/CHANGED.txt"), _NOTICE.format(name=name, pattern=DROPPED[name]))
    return out.getvalue()


def is_dropped(name: str, path: str) -> bool:
    """Tell whether a file of a wheel goes.

    >>> [is_dropped("botocore", f"botocore/data/{path}") for path in ("endpoints.json", "sts/2011", "s3/2006")]
    [False, False, True]
    """
    return re.match(DROPPED[name], path) is not None


class Job(NamedTuple):
    """A file to compile, and what becomes of its sources."""

    source: Path
    sources: Sources


def compiled_files(jobs: Iterable[Job], runtime: Path, cache: Path) -> list[Path]:
    """Return the compiled files, under the names they had. What is in the cache is not compiled again."""
    targets = {job: cache / "compiled" / _key(job, runtime) / job.source.name for job in jobs}
    missing = [(job, target) for job, target in targets.items() if not target.exists()]
    if missing:
        for _, target in missing:
            target.parent.mkdir(parents=True, exist_ok=True)
        _compile(missing, runtime)
    return list(targets.values())


def _compile(jobs: list[tuple[Job, Path]], runtime: Path) -> None:
    order = {
        "runtime": str(runtime),
        "module": str(HERE / "inside.py"),
        "jobs": [
            {"source": str(job.source), "target": str(_partial(target)), "sources": job.sources.value}
            for job, target in jobs
        ],
    }
    command = [*needed_node().node, str(HERE / "compile.mjs")]
    subprocess.run(command, input=json.dumps(order), text=True, encoding="utf-8", check=True)  # noqa: S603 -- our own
    for _, target in jobs:
        _partial(target).write_bytes(compressed(_partial(target).read_bytes()))
        _partial(target).replace(target)  # whole or not at all: an interrupted run leaves no half file


def compressed(archive: bytes) -> bytes:
    """Return a zip as small as it gets; the same files give the same bytes."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(ZipInfo(name), before.read(name), ZIP_DEFLATED, compresslevel=9)
    return out.getvalue()


def _partial(target: Path) -> Path:
    return target.with_name(f"{target.name}.partial")


def _key(job: Job, runtime: Path) -> str:
    """Name what the result depends on: the file, what becomes of the sources, Python, and how it is compiled."""
    parts = (job.source.read_bytes(), (HERE / "inside.py").read_bytes(), (runtime / "package.json").read_bytes())
    return sha256(b"".join(sha256(part).digest() for part in parts) + job.sources.value.encode()).hexdigest()[:16]


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
