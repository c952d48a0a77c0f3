"""What learners at a JupyterHub cost: ``python -m tests.benchmarks.hub --hub HUB/bin --learners 20``.

HUB is an environment of its own with jupyterhub, nbgitpuller and ``sigv4_explain[lab]``; configurable-http-proxy is on
the PATH. The hub runs with notebooks/hub/jupyterhub_config.py on loopback. All learners come at once, pull the course
from a clone, open notebook 00, run all its cells, type and save.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

import psutil  # type: ignore[import-untyped]  # ipykernel brings it, without types
from tornado.httpclient import AsyncHTTPClient

from tests.benchmarks.hub_learner import Learner
from tests.benchmarks.measuring import markdown
from tests.browser.harness import PROJECT, _free_port

KINDS = {"jupyterhub-singleuser": "server", "ipykernel_launcher": "kernel", "configurable-http-proxy": "proxy"}
"""A word of a process's command line, and what the process is; any other is the hub or what it starts for a moment."""
CONFIGURATION = """
import os
load_subconfig({recipe!r})
c.JupyterHub.hub_port, c.ConfigurableHTTPProxy.api_url = {hub_port}, "http://127.0.0.1:{api_port}"
c.JupyterHub.services = [{{"name": "benchmark", "api_token": os.environ["BENCHMARK_TOKEN"]}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [{{"name": "benchmark", "services": ["benchmark"], "scopes": scopes}}]
c.Spawner.args = [*c.Spawner.args, "--allow-root"]
"""


def start(folder: Path, programs: Path, token: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the hub with the recipe, and a service that may do what learners do; return it and its address."""
    settings, address = folder / "config.py", f"http://127.0.0.1:{_free_port()}"
    recipe = str(PROJECT / "notebooks" / "hub" / "jupyterhub_config.py")
    settings.write_text(CONFIGURATION.format(recipe=recipe, hub_port=_free_port(), api_port=_free_port()))
    own = {"WORKSHOP_FOLDER": str(folder), "WORKSHOP_PASSWORD": secrets.token_hex(8), "WORKSHOP_ADDRESS": address}
    paths = {"PATH": f"{programs}:{os.environ['PATH']}", "BENCHMARK_TOKEN": token}
    with (folder / "log").open("w") as log:
        command = [str(programs / "jupyterhub"), "--config", str(settings)]
        hub = subprocess.Popen(command, env=os.environ | own | paths, cwd=folder, stdout=log, stderr=log)
    for _ in range(120):
        time.sleep(0.5)
        with suppress(OSError), urllib.request.urlopen(f"{address}/hub/api/", timeout=5):
            return hub, address
        if hub.poll() is not None:
            break
    raise RuntimeError((folder / "log").read_text()[-3000:])


def used(hub: subprocess.Popen[bytes]) -> dict[str, list[float]]:
    """Return of each kind of process the processor seconds, and the megabytes on this machine and apart.

    Here a page that several processes share counts once (PSS); apart, as in a pod of its own, fully (RSS).
    """
    totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for process in [psutil.Process(hub.pid), *psutil.Process(hub.pid).children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            line, times = " ".join(process.cmdline()), process.cpu_times()
            total = totals[next((kind for word, kind in KINDS.items() if word in line), "hub")]
            total[0] += times.user + times.system
            memory = process.memory_full_info()
            total[1] += memory.pss / 1e6
            total[2] += memory.rss / 1e6
    return dict(totals)


async def attend(learners: list[Learner], letters: int) -> None:
    """Let all come at once."""
    AsyncHTTPClient.configure(None, max_clients=len(learners) + 10, defaults={"connect_timeout": 120})
    await asyncio.gather(*(learner.attend(letters) for learner in learners))


def costs(usage: dict[str, list[float]], count: int) -> str:
    """Write what each kind of process cost, in all and for one learner."""
    rows = {
        kind: [f"{cpu:.1f}", f"{here:.0f}", f"{cpu / count:.2f}", f"{here / count:.0f}", f"{apart / count:.0f}"]
        for kind, (cpu, here, apart) in usage.items()
    }
    columns = ["processor s", "MB", "processor s a learner", "MB a learner", "MB a learner apart"]
    return markdown(["all processes of a kind", *columns], rows)


def waits(learners: list[Learner]) -> str:
    """Write how long the learners waited, from when all came."""
    rows = {
        name: [f"{median(times):.1f} s", f"{max(times):.1f} s"]
        for name in learners[0].seconds
        for times in [[learner.seconds[name] for learner in learners]]
    }
    strokes = quantiles([stroke for learner in learners for stroke in learner.keystrokes], n=20)
    rows["keystroke to its answer"] = [f"{1000 * strokes[9]:.0f} ms", f"p95 {1000 * strokes[18]:.0f} ms"]
    return markdown(["until", "median", "last"], rows)


def main() -> None:
    """Print the numbers as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hub", type=Path, required=True, help="the folder with jupyterhub and python")
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--letters", type=int, default=40, help="how many each learner types, at most two a second")
    asked = parser.parse_args()
    token, load = secrets.token_hex(16), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name, "origin")
        subprocess.run(["git", "clone", "--quiet", "--bare", str(PROJECT), str(clone)], check=True)
        hub, address = start(Path(name), asked.hub, token)
        try:
            learners = [Learner(address, f"learner-{n}", token, f"file://{clone}") for n in range(asked.learners)]
            asyncio.run(attend(learners, asked.letters))
            usage = used(hub)
        except BaseException:
            sys.stderr.write(Path(name, "log").read_text()[-5000:])
            raise
        finally:
            hub.terminate()
            hub.wait(60)
    sys.stdout.write(f"{asked.learners} learners, {os.cpu_count()} cores, load before {load:.1f}\n\n")
    sys.stdout.write(f"{costs(usage, asked.learners)}\n\n{waits(learners)}\n")


if __name__ == "__main__":
    main()
