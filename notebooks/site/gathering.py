"""Every file of Python that the site carries, made light and compiled, in one list."""

from __future__ import annotations

from pathlib import Path

from notebooks.site.compiling import Job, compiled_files
from notebooks.site.inside import Sources
from notebooks.site.slim import slimmed
from notebooks.site.wheels import kernel_wheels, own_wheel, pinned_wheels


def gathered(runtime: Path, cache: Path, python: str) -> list[Path]:
    """Return the wheels and the standard library, compiled. Ours keep their sources: the course shows them."""
    own = Job(_light(own_wheel(cache / "own"), cache), Sources.KEPT)
    wheels = [_light(wheel, cache) for wheel in (*pinned_wheels(cache, python), *kernel_wheels())]
    others = [Job(path, Sources.DROPPED) for path in (*wheels, runtime / "python_stdlib.zip")]
    return compiled_files([own, *others], runtime, cache)


def _light(wheel: Path, cache: Path) -> Path:
    light = cache / "light" / wheel.name
    light.parent.mkdir(parents=True, exist_ok=True)
    light.write_bytes(slimmed(wheel.name, wheel.read_bytes()))
    return light
