"""The notebooks as they were: as git has them, in the checkout where they lie or in the one of this package."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which

OF_THE_PACKAGE = Path(__file__).parents[2] / "notebooks"
"""Where the notebooks are when this package runs from a checkout; an installed package has none."""
_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Originals:
    """Notebooks at git's HEAD."""

    folder: Path
    """The folder of a checkout that they are in."""
    names: tuple[str, ...]
    """Their file names."""

    def content(self, name: str) -> bytes:
        """Return a notebook as it was. Raises OSError when git cannot read it."""
        content = _git(self.folder, "show", f"HEAD:./{name}")
        if content is None:
            raise OSError(f"git cannot read {name} at HEAD in {self.folder}")
        return content


def originals_for(folder: Path) -> Originals | None:
    """Return the originals of the notebooks in a folder; None without git, or outside of any checkout."""
    for place in (folder, OF_THE_PACKAGE):
        listed = _git(place, "ls-tree", "-z", "--name-only", "HEAD", "./") if place.is_dir() else None
        names = [name for name in (listed or b"").decode("utf-8", "replace").split("\0") if name.endswith(".ipynb")]
        if _is_of_the_course(names):
            return Originals(place, tuple(names))
    return None


def notebooks_near(folder: Path) -> Path | None:
    """Return the folder with the course's notebooks: this one, its ``notebooks``, or the package's checkout."""
    return next((place for place in _places(folder) if _is_of_the_course(_files_in(place))), None)


def _places(folder: Path) -> Iterator[Path]:
    yield from (folder, folder / "notebooks", OF_THE_PACKAGE)


def _files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.ipynb")] if folder.is_dir() else []


def _is_of_the_course(names: list[str]) -> bool:
    from sigv4_explain.course import CHAPTERS  # late: who runs another command need not wait for it

    return not {chapter.file for chapter in CHAPTERS.values()}.isdisjoint(names)


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git prints; None when it is not installed, or fails."""
    git = which("git")
    if git is None:
        return None
    try:
        ran = subprocess.run(  # noqa: S603 -- git, and names that git itself has listed
            [git, *arguments], cwd=folder, capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return None
    return ran.stdout if ran.returncode == 0 else None
