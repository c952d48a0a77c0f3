"""What a host should say with the files: what pages may load, and how long a browser may keep what it has."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch
from types import MappingProxyType

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'",  # JupyterLab and Pyodide make functions
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""A Content-Security-Policy: all from this host. No code in a page can fetch from anybody else; it could go there."""
ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
"""Headers of every answer."""
FOREVER, ASKED_AGAIN, MINUTES = "public, max-age=31536000, immutable", "no-cache", "public, max-age=600"
CACHED: Mapping[str, str] = MappingProxyType(
    {
        "/static/python-*": FOREVER,  # a hash is in the folder's name
        "/build/*.js": FOREVER,  # and in these files' names
        "*.html": ASKED_AGAIN,
        "*.json": ASKED_AGAIN,
        "*.ipynb": ASKED_AGAIN,
        "*/": ASKED_AGAIN,
        "*": MINUTES,
    }
)
"""The Cache-Control of a path from the site's root: the first pattern that fits."""


def cache_control(path: str) -> str:
    """Return how long a browser may keep a file; ``path`` starts with a slash.

    >>> cache_control("/static/python-0a1b/pyodide.mjs"), cache_control("/lab/index.html")
    ('public, max-age=31536000, immutable', 'no-cache')
    """
    return next(value for pattern, value in CACHED.items() if _fits(path, pattern))


def headers_file(prefix: str = "") -> str:
    """Return the file ``_headers`` that Netlify and Cloudflare Pages read, for a site under ``prefix``.

    Both join what several patterns say, so the general rule is left to the host.
    """
    always = "".join(f"  {name}: {value}\n" for name, value in ALWAYS.items())
    forever = (pattern for pattern, value in CACHED.items() if value == FOREVER)
    rules = "".join(f"{prefix}{pattern}\n  Cache-Control: {FOREVER}\n" for pattern in forever)
    return f"{prefix}/*\n{always}{rules}"


def _fits(path: str, pattern: str) -> bool:
    """Compare as hosts do: a star stands for anything; the patterns of one folder mean no folders in it."""
    return fnmatch(path, pattern) and (not pattern.startswith("/build") or path.count("/") == pattern.count("/"))
