"""Reads which wheels are pinned: pip's own format, with hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

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
