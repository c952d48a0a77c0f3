"""How a command's words are read, and its exit statuses."""

from __future__ import annotations

import argparse
from enum import IntEnum
from typing import NoReturn

PROGRAM = "python -m sigv4_explain"


class ExitStatus(IntEnum):
    """What a command tells the shell."""

    NO_FAULT = 0
    FAULT_FOUND = 1
    MORE_NEEDED = 2
    USAGE = 64
    """As BSD's sysexits has it; argparse's own 2 would be an answer."""
    INTERRUPTED = 130
    """As shells have it for Ctrl-C."""


class Parser(argparse.ArgumentParser):
    """A parser that ends with status 64 when it is used wrongly, and keeps the lines of what it tells."""

    def __init__(self, *, prog: str, usage: str | None = None, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Write the usage and what is wrong, and end."""
        self.exit(ExitStatus.USAGE, f"{self.format_usage()}{self.prog}: {message}\n")
