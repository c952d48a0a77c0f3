"""The style of the body bench."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_BENCH = files("sigv4_explain.render").joinpath("body_bench.css").read_text()


def body_bench_style() -> str:
    """Return the style of the lab, and what the bench adds; it never changes."""
    return f"{base_style()}{_BENCH}"
