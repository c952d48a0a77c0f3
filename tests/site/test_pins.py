"""The pins of the site: complete, with hashes, and fitting together."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

from tests.site.builder import (
    AT_START,
    HERE,
    Pin,
    page_settings,
    pinned_files,
    pinned_version,
    read_pins,
)

PINS = list(read_pins((HERE / "wheels.txt").read_text(encoding="utf-8")))
FROM_THE_KERNEL = {"piplite", "ipykernel", "pyodide-kernel"}


def test_everything_asked_for_is_pinned() -> None:
    """wheels.txt was made of wheels.in as it is now."""
    lines = (HERE / "wheels.in").read_text(encoding="utf-8").splitlines()
    asked = {re.split(r"[<>= #]", line)[0] for line in lines if not line.startswith("#")}

    assert asked - {pin.name for pin in PINS} == set()


def test_what_is_loaded_at_the_start_is_there() -> None:
    """A name that is not would leave every notebook waiting."""
    assert set(AT_START) - {pin.name for pin in PINS} - FROM_THE_KERNEL == {"sigv4-explain"}


def test_npm_pins_the_same_pyodide_with_a_hash() -> None:
    """package.json, which the builder checks against the kernel, and npm's lock agree."""
    packages = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert packages["node_modules/pyodide"]["version"] == pinned_version()
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_files_are_found_by_their_hashes_or_not_at_all(tmp_path: Path) -> None:
    """A file with the right name and another content is not the pinned one."""
    (tmp_path / "pets-1.0-py3-none-any.whl").write_bytes(b"woof")
    pin = Pin("pets", "1.0", frozenset({sha256(b"woof").hexdigest(), "0" * 64}))

    assert pinned_files([pin], tmp_path) == [tmp_path / "pets-1.0-py3-none-any.whl"]
    (tmp_path / "pets-1.0-py3-none-any.whl").write_bytes(b"meow")
    assert pinned_files([pin], tmp_path) is None


def test_no_notebook_can_install_from_elsewhere() -> None:
    """The kernel is told to ask no package index."""
    assert '"disablePyPIFallback": true' in json.dumps(page_settings())
