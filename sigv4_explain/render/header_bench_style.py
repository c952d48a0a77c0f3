"""The style of the header bench."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_BENCH = files("sigv4_explain.render").joinpath("header_bench.css").read_text()


def header_bench_style() -> str:
    """Return the style of the lab, and what the bench adds; it never changes."""
    return f"{base_style()}{_BENCH}"
