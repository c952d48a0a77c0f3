"""The style of the attacker's bench."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.server_style import server_style

_BENCH = files("sigv4_explain.render").joinpath("bench.css").read_text()


def bench_style() -> str:
    """Return the style of the server's page, and what the bench adds; it never changes."""
    return f"{server_style()}{_BENCH}"
