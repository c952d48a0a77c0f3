"""Which Region and which service a host name stands for."""

from __future__ import annotations


def place_of_host(host: str) -> tuple[str | None, str | None]:
    """Return Region and signing name of an AWS host name; None for what the name does not tell."""
    return None, None
