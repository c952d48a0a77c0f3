"""What was wrong with each request of the gallery: for the checks of an exercise, and for those who give up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SOLUTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "The API that moved": ("wrong-region",),
        "The sensor on the roof": ("clock-skew",),
        "The same code on a laptop": ("missing-session-token",),
        "The API that was too much": ("wrong-service",),
        "Only POST fails": ("empty-body-hash",),
        "One note of hundreds": ("header-value-whitespace",),
        "Names work, ARNs do not": ("path-double-encoding-rule",),
        "The final report": ("path-char-not-encoded",),
        "Since the new domain": ("proxy-changed-host",),
        "Red or black": ("duplicate-query-param",),
        "Everything is equal": ("trailing-whitespace-in-secret",),
        "One fix did not help": ("query-param-empty-value", "empty-body-hash"),
    }
)
"""The causes by the name of the request: keys of ``CAUSES``."""
