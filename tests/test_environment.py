"""environment.yml, for conda, says the same as pyproject.toml, for pip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent


def _environment() -> Any:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def _names() -> list[str]:
    return [entry for entry in _environment()["dependencies"] if isinstance(entry, str)]


def _project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_conda_installs_what_the_lab_extra_installs() -> None:
    """Both files name the same packages with the same bounds."""
    expected = ["pip", *_project()["optional-dependencies"]["lab"]]

    assert sorted(expected) == sorted(entry for entry in _names() if not entry.startswith("python="))


def test_conda_gets_one_python_that_pip_would_take() -> None:
    """One Python is named with its minor version, as Binder needs it, and it is new enough for the package."""
    (python,) = (entry for entry in _names() if entry.startswith("python="))

    assert re.fullmatch(r"python=\d+\.\d+", python)
    assert python.removeprefix("python=") in SpecifierSet(_project()["requires-python"])


def test_conda_takes_the_packages_from_conda_forge_and_this_one_from_the_clone() -> None:
    """Only the package itself comes by pip, editable, so that a changed file counts at once."""
    environment = _environment()

    assert environment["channels"] == ["conda-forge"]
    assert [entry for entry in environment["dependencies"] if isinstance(entry, dict)] == [{"pip": ["-e ."]}]
