"""How heavy the site is; what few readers load is told apart."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

ON_DEMAND = ("boto3", "botocore", "jmespath", "s3transfer", "python_dateutil", "six")
"""Loaded when a notebook imports boto3, and only then."""


class Size(NamedTuple):
    """Bytes and files of the site, and how many of the bytes are there for boto3."""

    bytes: int
    files: int
    boto3_bytes: int

    def __str__(self) -> str:
        """Tell it in megabytes: millions of bytes.

        >>> print(Size(40_000_000, 500, 2_000_000))
        40.0 MB in 500 files, 2.0 MB of them for boto3
        """
        megabytes = f"{self.bytes / 1e6:.1f} MB in {self.files} files"
        return f"{megabytes}, {self.boto3_bytes / 1e6:.1f} MB of them for boto3"


def size_of(site: Path) -> Size:
    """Weigh a folder."""
    files = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    boto3 = sum(size for path, size in files.items() if path.suffix == ".whl" and path.name.startswith(ON_DEMAND))
    return Size(sum(files.values()), len(files), boto3)
