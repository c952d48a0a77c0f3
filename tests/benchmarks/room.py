"""How many cold visits of the site one small server bears: ``python -m tests.benchmarks.room --site dist/site``.

Chromium opens notebook 00 once and runs it. A process of its own then asks for the same files again and again: of nginx
with one worker (where it is installed), and of the server behind ``make serve``. All on loopback. Server and visitors
share the machine, so the processor time of the server counts more than the rate.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from playwright.sync_api import sync_playwright

from notebooks.site import serving
from tests.benchmarks.measuring import markdown
from tests.browser.harness import CHROMIUM_FLAGS, NOTEBOOK, READY, _free_port, find_chromium, run_all_cells

COMPRESSED = serving._COMPRESSED
NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; text/javascript js mjs; application/wasm wasm; application/json json; }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  access_log off; sendfile on; tcp_nopush on; gzip_static on; keepalive_requests 10000;
  server {{ listen 127.0.0.1:{port}; root {site}; }}
}}
"""
"""One worker is one core. The texts lie compressed beside themselves, as a good host keeps them."""


def cold_visit(site: Path) -> tuple[list[str], float]:
    """Return what Chromium asks for until notebook 00 has run, and the seconds that took."""
    asked: list[str] = []

    def note(handler: Any, code: int = 0, size: object = "-") -> None:  # noqa: ARG001 -- the library's
        asked.extend([handler.path] if code == 200 else [])

    with (
        patch.object(serving._Handler, "log_request", note),
        serving.serving(site) as (address, _),
        sync_playwright() as player,
    ):
        chromium = player.chromium.launch(
            executable_path=find_chromium(player),
            args=[*CHROMIUM_FLAGS, "--no-sandbox"],  # only pages from this machine
        )
        page, start = chromium.new_page(), time.perf_counter()
        page.goto(f"{address}notebooks/index.html?path={NOTEBOOK}")
        page.wait_for_function(READY, timeout=120_000)
        run_all_cells(page)
        elapsed = time.perf_counter() - start
        chromium.close()
    return asked, elapsed


def compress(site: Path, folder: Path) -> Path:
    """Copy the site, with each text compressed beside itself."""
    copy = Path(shutil.copytree(site, folder / "site"))
    for path in [path for path in copy.rglob("*") if path.suffix in COMPRESSED and path.is_file()]:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return copy


def nginx(program: str, site: Path, folder: Path) -> Callable[[int], list[str]]:
    """Return the command that serves the site with nginx on a port."""

    def command(port: int) -> list[str]:
        settings = folder / "nginx.conf"
        settings.write_text(NGINX.format(folder=folder, port=port, site=site))
        return [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(settings)]

    return command


def python(site: Path) -> Callable[[int], list[str]]:
    """Return the command that serves the site as ``make serve`` does."""
    return lambda port: [sys.executable, "-m", "notebooks.site", "serve", "--site", str(site), "--port", str(port)]


def measure(command: Callable[[int], list[str]], paths: list[str], visits: int) -> dict[str, float]:
    """Visit a server until it has had enough visits or a minute is over; add its own processor seconds a visit."""
    port, load = _free_port(), os.getloadavg()[0]
    with subprocess.Popen(command(port), stdout=subprocess.DEVNULL) as server:
        time.sleep(2)
        visitors = [sys.executable, "-m", "tests.benchmarks.room_load", str(port), str(visits), "60"]
        answer = subprocess.run(visitors, input="\n".join(paths), capture_output=True, text=True, check=True).stdout
        server.send_signal(signal.SIGINT)
        _, _, used = os.wait4(server.pid, 0)
        server.returncode = 0
    result: dict[str, float] = json.loads(answer)
    return result | {"cpu": (used.ru_utime + used.ru_stime) / result["visits"], "load": load}


def row(result: dict[str, float]) -> list[str]:
    """Write one server's numbers."""
    texts = [f"{result['visits']:.0f}", f"{result['visits_per_second']:.1f}", f"{1000 * result['cpu']:.0f} ms"]
    return [*texts, f"{result['p50']:.2f} s", f"{result['p95']:.2f} s", f"{result['load']:.1f}"]


def main() -> None:
    """Print the numbers as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("dist/site"))
    parser.add_argument("--nginx", default=shutil.which("nginx"))
    parser.add_argument("--visits", type=int, default=200)
    asked = parser.parse_args()
    paths, seconds = cold_visit(asked.site)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = compress(asked.site, folder)
        servers = {"nginx, one worker": nginx(asked.nginx, copy, folder)} if asked.nginx else {}
        servers["`make serve`"] = python(asked.site)
        results = {name: measure(command, paths, asked.visits) for name, command in servers.items()}
    raw = sum((asked.site / path.lstrip("/").split("?")[0]).stat().st_size for path in paths)
    sent = {result["bytes"] / 1e6 for result in results.values()}
    machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
    sys.stdout.write(f"{machine}; Chromium ran the notebook after {seconds:.1f} s\n")
    sys.stdout.write(
        f"a cold visit: {len(paths)} files, {raw / 1e6:.1f} MB raw, {max(sent):.1f} MB gzipped with heads\n\n"
    )
    columns = ["server", "visits", "visits/s", "processor/visit", "p50", "p95", "load before"]
    sys.stdout.write(markdown(columns, {name: row(result) for name, result in results.items()}) + "\n")


if __name__ == "__main__":
    main()
