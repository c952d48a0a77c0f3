"""The style of the key chain's page."""

from __future__ import annotations

from importlib.resources import files

from sigv4_explain.render.style import base_style

_KEY_CHAIN = files("sigv4_explain.render").joinpath("key_chain.css").read_text()


def key_chain_style() -> str:
    """Return the style of the lab, and what the key chain's page adds; it never changes."""
    return f"{base_style()}{_KEY_CHAIN}"
