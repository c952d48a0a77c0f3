"""``python -m notebooks.site build`` makes the site; ``serve`` shows it on this machine."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from notebooks.site.build import build
from notebooks.site.runtime import SITE
from notebooks.site.serving import serving

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


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m notebooks.site", description=__doc__)
    parser.add_argument("task", choices=("build", "serve"))
    parser.add_argument("--site", type=Path, default=SITE, help="the folder of the site, default dist/site")
    parser.add_argument("--port", type=int, default=8000, help="for serve: the port on this machine, default 8000")
    asked = parser.parse_args()
    if asked.task == "build":
        build(asked.site)
        sys.stdout.write(f"{asked.site}: {size_of(asked.site)}\n")
    else:
        _serve(asked.site, asked.port)


def _serve(site: Path, port: int) -> None:
    with serving(site, port) as (address, thread), suppress(KeyboardInterrupt):
        sys.stdout.write(f"The site is at {address}; Ctrl-C ends it.\n")
        sys.stdout.flush()
        thread.join()


if __name__ == "__main__":
    main()
