"""The request as a script for the POSIX shell: each is a template, filled with the request."""

from __future__ import annotations

from sigv4_explain.exporting.client import Client, Language
from sigv4_explain.exporting.shell.curl import curl
from sigv4_explain.exporting.shell.pieces import openssl

SHELL_CLIENTS = (
    Client(name="curl", title="curl --aws-sigv4", language=Language.SHELL, packages=("curl",), write=curl),
    Client(
        name="openssl",
        title="openssl, every step by hand",
        language=Language.SHELL,
        packages=("openssl", "curl"),
        write=openssl,
    ),
)
"""The clients of the shell, in the order of the menu. Their packages are programs."""
