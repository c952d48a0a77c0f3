"""A local AWS front: API Gateway, a function URL and STS, which accept or refuse in AWS's own words."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sigv4_explain.gateway.local import LocalAws
    from sigv4_explain.gateway.real import RealAws

__all__ = ["LocalAws", "RealAws"]

_HOMES = {"LocalAws": "local", "RealAws": "real"}


def __getattr__(name: str) -> object:
    """Load what opens sockets when it is asked for: the rest of the gateway needs no library."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
