"""Serves the site on this machine as a good host would: compressed, cached, and with a content security policy."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import BinaryIO
from urllib.parse import urlsplit

from notebooks.site.hosting import ALWAYS, cache_control

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
