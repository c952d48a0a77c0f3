"""What becomes of a wheel on its way into the site: lighter, compiled, named in the lock, its licence shown."""

from __future__ import annotations

import io
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from sigv4_explain.errors import SigV4Error
from tests.site.builder import Sources, compile_file, compiled, compressed, entry, lock, of_wheel, slimmed
from tests.site.wheels import wheel

PYTHON = "3.14.2"
MODULES = {"pets/__init__.py": "from pets.dog import bark\n", "pets/dog.py": 'bark = "woof"\n', "pets/data.json": "{}"}


def _names(data: bytes) -> list[str]:
    return ZipFile(io.BytesIO(data)).namelist()


@pytest.mark.parametrize("sources", Sources)
def test_a_compiled_wheel_is_imported_from_what_was_compiled(tmp_path: Path, sources: Sources) -> None:
    """Python reads the compiled files: it finds what was compiled even where the source says otherwise."""
    (tmp_path / "before").write_bytes(wheel("pets", MODULES))
    compile_file(str(tmp_path / "before"), str(tmp_path / "after"), sources.value)
    ZipFile(tmp_path / "after").extractall(tmp_path)
    if (tmp_path / "pets" / "dog.py").exists():
        (tmp_path / "pets" / "dog.py").write_text('bark = "moo"\n')

    done = subprocess.run(
        [sys.executable, "-c", "import pets; print(pets.bark)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "woof\n"
    assert (tmp_path / "pets" / "dog.py").exists() == (sources is Sources.KEPT)


def test_nothing_is_lost_the_record_is_true_and_the_bytes_are_repeatable() -> None:
    """RECORD names each file that is in the compiled wheel, and no other; compressed, it is smaller, else the same."""
    modules = {**MODULES, "pets/cat.txt": "meow " * 1000}
    first, second = (compiled(wheel("pets", modules), Sources.DROPPED) for _ in range(2))
    small = compressed(first)

    assert (first, small) == (second, compressed(second))
    assert len(small) < len(first) - 4000
    before, after = (ZipFile(io.BytesIO(each)) for each in (first, small))
    assert {name: after.read(name) for name in after.namelist()} == {name: before.read(name) for name in _names(first)}
    recorded = before.read("pets-1.0.dist-info/RECORD").decode().splitlines()
    assert sorted(line.partition(",")[0] for line in recorded) == sorted(_names(first))


def test_botocore_keeps_sts_alone_and_says_that_it_was_changed() -> None:
    """The models of other services go; all else stays; a file says so beside the licence. Other wheels stay whole."""
    files = {f"botocore/{path}": "" for path in ("auth.py", "data/endpoints.json", "data/sts/a", "data/s3/b")}
    light = slimmed("botocore-1.0-py3-none-any.whl", wheel("botocore", files))

    assert set(files) - set(_names(light)) == {"botocore/data/s3/b"}
    assert "it lacks" in ZipFile(io.BytesIO(light)).read("botocore-1.0.dist-info/CHANGED.txt").decode()
    assert slimmed("pets-1.0-py3-none-any.whl", wheel("pets", files)) == wheel("pets", files)


def _written(folder: Path, name: str, *headers: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    path.write_bytes(compiled(wheel(name, {f"{name}/__init__.py": ""}, *headers), Sources.DROPPED))
    return path


def test_a_lock_entry_is_read_off_the_wheel(tmp_path: Path) -> None:
    """Its names, its version, its hash, what can be imported from it."""
    path = _written(tmp_path, "pets")

    assert entry(path, PYTHON) == {
        "name": "pets",
        "version": "1.0",
        "file_name": "pets-1.0-py3-none-any.whl",
        "install_dir": "site",
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": ["pets"],
        "depends": [],
        "unvendored_tests": False,
    }


@pytest.mark.parametrize(
    ("asked", "needed"),
    [
        ("Dogs_And.Cats >=2", ["dogs-and-cats"]),
        ('dogs; sys_platform == "emscripten"', ["dogs"]),
        ('dogs; sys_platform != "emscripten"', []),
        ('dogs; python_version < "3.14"', []),
        ('dogs; extra == "more"', []),
        ("widgetsnbextension~=4.0", []),
    ],
)
def test_what_a_package_needs_is_what_it_needs_in_a_browser(tmp_path: Path, asked: str, needed: list[str]) -> None:
    """Markers are read as in Pyodide; extras, and what only the page needs, are left out."""
    assert entry(_written(tmp_path, "pets", f"Requires-Dist: {asked}"), PYTHON)["depends"] == needed


def test_a_package_that_is_missing_is_named(tmp_path: Path) -> None:
    """In the browser it would be an endless wait; here it is an error."""
    wheels = [_written(tmp_path, "pets", "Requires-Dist: dogs")]
    with pytest.raises(SigV4Error, match="dogs is needed and not pinned"):
        lock(wheels, {"python": PYTHON})

    complete = lock([*wheels, _written(tmp_path, "dogs")], {"python": PYTHON})
    assert complete["info"] == {"python": PYTHON}
    assert list(complete["packages"]) == ["dogs", "pets"]  # type: ignore[call-overload]  # a mapping


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (("License-Expression: MIT", "License: old words"), "MIT"),
        (("Classifier: License :: OSI Approved :: MIT License",), "MIT License"),
        (("License: BSD",), "BSD"),
        ((), "see its texts"),
    ],
)
def test_a_licence_is_read_off_the_wheel(tmp_path: Path, headers: tuple[str, ...], told: str) -> None:
    """What a wheel says of its licence, in the old ways and the new, and the text that it brings."""
    licence = of_wheel(_written(tmp_path, "pets", *headers))

    assert (licence.name, licence.version, licence.expression) == ("pets", "1.0", told)
    assert licence.texts == {"LICENSE": "The licence of pets."}
