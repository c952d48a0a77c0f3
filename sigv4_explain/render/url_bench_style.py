"""The style of the URL bench."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_URL_BENCH = files("sigv4_explain.render").joinpath("url_bench.css").read_text()


def url_bench_style() -> str:
    """Return the style of the lab, and what the bench adds; it never changes."""
    return f"{base_style()}{_URL_BENCH}"
