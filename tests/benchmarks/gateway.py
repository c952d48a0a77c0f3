"""Verified requests beside the same server without anything to verify, and memory over many requests.

``python -m tests.benchmarks.gateway``; the server and the clients are two processes, with keep-alive, over loopback.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from tests.benchmarks.gateway_load import CONNECTIONS
from tests.benchmarks.gateway_server import OPEN, UNVERIFIED, VERIFIED
from tests.benchmarks.measuring import markdown, short

ROUNDS = 7
REQUESTS = 5_000
LONG_RUN = 100_000


@contextmanager
def server(mode: str) -> Iterator[tuple[int, int]]:
    """Run a server; yield its process id and its port."""
    command = [sys.executable, "-m", "tests.benchmarks.gateway_server", mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.pid, int(process.stdout.readline())
        process.stdin.close()


def load(port: int, count: int) -> dict[str, float]:
    """Let the clients call."""
    command = [sys.executable, "-m", "tests.benchmarks.gateway_load", str(port), str(count)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    numbers: dict[str, float] = json.loads(found.stdout)
    return numbers


def rates() -> str:
    """Compare the servers, in turns."""
    with ExitStack() as servers:
        ports = {mode: servers.enter_context(server(mode))[1] for mode in (UNVERIFIED, OPEN, VERIFIED)}
        for port in ports.values():
            load(port, REQUESTS)
        rounds = [{name: load(port, REQUESTS) for name, port in ports.items()} for _ in range(ROUNDS)]
    rows = {}
    for name in ports:
        of_its_rate = median(each[name]["rate"] / each[UNVERIFIED]["rate"] for each in rounds)
        of_its_delay = [median(each[name][p] / each[UNVERIFIED][p] for each in rounds) for p in ("p50", "p99")]
        rate, p50, p99 = (median(each[name][what] for each in rounds) for what in ("rate", "p50", "p99"))
        here = f"{rate:.0f} a second, {1000 * p50:.1f} and {1000 * p99:.1f} ms"
        rows[name] = [short(of_its_rate), *map(short, of_its_delay), here]
    return markdown(
        [f"Gateway, one process, {CONNECTIONS} connections", "requests a second", "p50", "p99", "here"], rows
    )


def memory() -> str:
    """Look at the server's memory before and after many requests."""
    with server(VERIFIED) as (process, port):
        load(port, LONG_RUN // 10)
        before = _resident_kilobytes(process)
        load(port, LONG_RUN)
        after = _resident_kilobytes(process)
    return f"Memory over {LONG_RUN:,} requests: {before / 1024:.1f} MB before, {after / 1024:.1f} MB after."


def _resident_kilobytes(process: int) -> int:
    found = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], check=True, capture_output=True, text=True)
    return int(found.stdout)


def main() -> None:
    """Print both."""
    for measure in (rates, memory):
        sys.stdout.write(f"\n{measure()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
