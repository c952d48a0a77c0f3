"""``python -m notebooks.site build`` makes the site; ``serve`` shows it on this machine."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from notebooks.site.build import build
from notebooks.site.places import SITE
from notebooks.site.serving import serving
from notebooks.site.size import size_of


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
