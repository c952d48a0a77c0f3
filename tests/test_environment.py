"""environment.yml, for conda, says the same as pyproject.toml, for pip."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent


def _environment() -> Any:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def test_conda_installs_what_the_lab_extra_installs() -> None:
    """Both files name the same packages with the same bounds, and the same oldest Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    expected = [f"python{project['requires-python']}", "pip", *project["optional-dependencies"]["lab"]]

    by_conda = [entry for entry in _environment()["dependencies"] if isinstance(entry, str)]

    assert sorted(expected) == sorted(by_conda)


def test_conda_takes_the_packages_from_conda_forge_and_this_one_from_the_clone() -> None:
    """Only the package itself comes by pip, editable, so that a changed file counts at once."""
    environment = _environment()

    assert environment["channels"] == ["conda-forge"]
    assert [entry for entry in environment["dependencies"] if isinstance(entry, dict)] == [{"pip": ["-e ."]}]
