"""The same request as text for people, and as code for other clients."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sigv4_explain.exporting.text import curl_command, raw_http

if TYPE_CHECKING:
    from sigv4_explain.exporting.client import Client, Language
    from sigv4_explain.exporting.exports import CLIENTS, export

__all__ = ["CLIENTS", "Client", "Language", "curl_command", "export", "raw_http"]

# Who shows a request, as every view does, need not load each client's code.
_LATE = {"CLIENTS": "exports", "Client": "client", "Language": "client", "export": "exports"}


def __getattr__(name: str) -> object:
    """Load the clients when they are asked for."""
    if name in _LATE:
        return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
