"""What a command reads and writes: files as text, whatever their bytes, and output that no terminal refuses."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

_MOST_BYTES = 64 * 1024 * 1024
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PASTE = "Paste the request and AWS's answer here, then press Ctrl-D (on Windows: Ctrl-Z and Enter).\n"


def text_of(name: str) -> str:
    """Read a file, or stdin for ``-``; bytes that are no text become replacement marks. Raises OSError."""
    if name == "-":
        if sys.stdin.isatty():
            sys.stderr.write(_PASTE)
        return _decoded(sys.stdin.buffer.read(_MOST_BYTES))
    with Path(name).open("rb") as file:
        return _decoded(file.read(_MOST_BYTES))


def say(text: str) -> None:
    """Write a text and a line break; a letter that the terminal has not is spelled, a reader that left is no error."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python can flush when it ends


def shows_colours() -> bool:
    """Tell whether the output is a terminal whose user has not asked for none, as https://no-color.org has it."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def warn(text: str) -> None:
    """Write a warning where it does not mix with the answer."""
    sys.stderr.write(f"warning: {text}\n")


def _decoded(content: bytes) -> str:
    """Read UTF-8, or UTF-16 when its mark is there, as PowerShell writes files."""
    encoding = "utf-16" if content.startswith(_UTF_16_MARKS) else "utf-8-sig"
    return content.decode(encoding, "replace")
