"""The request as a script for the POSIX shell."""

from sigv4_explain.exporting.shell.clients import SHELL_CLIENTS

__all__ = ["SHELL_CLIENTS"]
