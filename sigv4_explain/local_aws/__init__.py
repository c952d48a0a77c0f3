"""A local AWS front: API Gateway, a function URL and STS, which accept or refuse in AWS's own words."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sigv4_explain.local_aws.local import LocalAws
    from sigv4_explain.local_aws.real import RealAws

__all__ = ["LocalAws", "RealAws"]

_HOMES = {"LocalAws": ("local", "LocalAws"), "RealAws": ("real", "RealAws")}
_HOMES_IN_A_BROWSER = {**_HOMES, "LocalAws": ("in_page", "InPageAws")}


def __getattr__(name: str) -> object:
    """Load what opens sockets when it is asked for: the rest needs no library."""
    homes = _HOMES_IN_A_BROWSER if sys.platform == "emscripten" else _HOMES
    if name in homes:
        module, own_name = homes[name]
        return getattr(import_module(f"{__name__}.{module}"), own_name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
