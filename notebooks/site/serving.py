"""Serves the site on this machine as a good host would; what a host should say with the files."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatch
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import BinaryIO
from urllib.parse import urlsplit

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
"""A Content-Security-Policy: all from this host. With ``connect-src``, no code in a page can fetch from anybody else.

It stops neither a link that is followed nor WebRTC: whoever runs foreign code in a page must trust it."""
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


_TYPES = {
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".ipynb": "application/json",
}
_COMPRESSED = frozenset({".js", ".mjs", ".wasm", ".json", ".ipynb", ".css", ".html", ".svg", ".txt", ".md"})


@contextmanager
def serving(site: Path, port: int = 0, prefix: str = "") -> Iterator[tuple[str, Thread]]:
    """Serve a folder on loopback while the block runs, under a path such as ``/kit``; port 0 takes any that is free.

    Yields the site's address, with a slash at its end, and the thread that serves. Raises OSError for a taken port.
    """

    class Handler(_Handler):
        root, path_prefix = site.resolve(), prefix

    server = _Server(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever, name="sigv4_explain site", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}/", thread
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a browser opens six connections at once; the library lets five wait

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that has gone; of all else, what the library says."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # whatever the library gave


class _Handler(SimpleHTTPRequestHandler):
    """Answers for one folder."""

    protocol_version = default_request_version = "HTTP/1.1"  # by default, who names no version gets no status
    path = ""  # until the first line is read; who reads none of it is answered too
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **_TYPES}  # noqa: RUF012 -- as the library has it
    root = Path()
    path_prefix = ""

    def translate_path(self, path: str) -> str:
        """Find the file; outside the prefix there is none, nor under a name that no file can have."""
        asked = _path_of(path)
        self.directory = str(self.root)
        found = super().translate_path(asked.removeprefix(self.path_prefix))
        is_there = asked.startswith(f"{self.path_prefix}/") and os.path.exists(found)  # noqa: PTH110 -- Path's raises
        return found if is_there else str(self.root / "no-such-file")

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Send a text compressed, all else as the library does."""
        path = Path(self.translate_path(self.path))
        if (
            path.suffix not in _COMPRESSED
            or not path.is_file()
            or "gzip" not in self.headers.get("Accept-Encoding", "")
        ):
            return super().send_head()
        tag = f'"{path.stat().st_mtime_ns:x}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return None
        data = _compressed(path, tag)
        self.send_response(200)
        for name, value in {"Content-Type": self.guess_type(path), "Content-Encoding": "gzip", "ETag": tag}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return BytesIO(data)

    def end_headers(self) -> None:
        """Add what every answer says."""
        path = _path_of(self.path).removeprefix(self.path_prefix)
        for name, value in {**ALWAYS, "Cache-Control": cache_control(path)}.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


def _path_of(target: str) -> str:
    """Return a request target's path, empty for what is no URL."""
    try:
        return urlsplit(target).path
    except ValueError:
        return ""


@cache
def _compressed(path: Path, tag: str) -> bytes:  # noqa: ARG001 -- another tag, another text
    return gzip.compress(path.read_bytes(), 6, mtime=0)
