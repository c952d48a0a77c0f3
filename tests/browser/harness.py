"""A real JupyterLab server and a real Chromium, set up apart from the user's own."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright

PROJECT = Path(__file__).parents[2]
NOTEBOOK = "00-sign-a-request.ipynb"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHROMIUM_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nobody else can be reached
)
SPLASH = "#jupyterlab-splash"
"""What JupyterLab shows for a moment while it changes its theme."""
READY = """() => {
  const widget = window.jupyterapp?.shell.currentWidget;
  const kernel = widget?.sessionContext?.session?.kernel;
  return widget?.sessionContext?.isReady && kernel?.status === 'idle' && kernel?.connectionStatus === 'connected';
}"""


def find_chromium(playwright: Playwright) -> str | None:
    """Return a Chromium-like browser of this machine: installed, or brought by Playwright."""
    found = [path for name in CHROMIUM_NAMES if (path := shutil.which(name))]
    found += [path for path in (*CHROMIUM_PATHS, playwright.chromium.executable_path) if Path(path).exists()]
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Lab:
    """A running JupyterLab with a copy of the notebooks."""

    url: str
    token: str
    folder: Path

    def page_of(self, notebook: str) -> str:
        """Return the address that shows one notebook in a fresh workspace."""
        return f"{self.url}/doc/tree/{notebook}?token={self.token}&reset"


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab on a copy of the notebooks (it saves by itself), set up as by “make lab”; stop it after."""
    notebooks = folder / "notebooks"
    shutil.copytree(PROJECT / "notebooks", notebooks, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    port, token = free_port(), secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={notebooks}"]
    command += ["--LabApp.expose_app_in_browser=True", f"--LabApp.user_settings_dir={folder / 'settings'}"]
    command += [f"--LabApp.workspaces_dir={folder / 'workspaces'}"]
    environment = {**environment_of(folder), "JUPYTER_CONFIG_PATH": str(PROJECT / "notebooks" / "lab")}
    log = (folder / "server.log").open("w")
    with log, subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True) as server:
        try:
            lab = Lab(f"http://127.0.0.1:{port}", token, notebooks)
            _wait_until_it_answers(lab, server, folder / "server.log")
            yield lab
        finally:
            stop(server)


def open_notebook(page: Page, lab: Lab, notebook: str = NOTEBOOK) -> None:
    """Show a notebook and wait until its kernel can run cells."""
    page.goto(lab.page_of(notebook))
    page.wait_for_function(READY, timeout=60_000)


def run_all_cells(page: Page) -> None:
    """Run the notebook, and wait for the live lab."""
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-root .sigv4-signature", timeout=60_000)


def choose_theme(page: Page, theme: str) -> None:
    """Switch JupyterLab to ``JupyterLab Light`` or ``JupyterLab Dark``, and wait for it."""
    page.wait_for_selector(SPLASH, state="detached")  # JupyterLab takes it away twice, and fails, if one hurries
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=theme)


def environment_of(folder: Path) -> Mapping[str, str]:
    """Return this environment without its own Jupyter and AWS: what they keep is kept in a folder."""
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "AWS_"))}
    aws = {"AWS_CONFIG_FILE": str(folder / "aws"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "aws-credentials")}
    return inherited | own | aws | {"IPYTHONDIR": str(folder / "ipython"), "AWS_EC2_METADATA_DISABLED": "true"}


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab stopped:\n{log.read_text()[-2000:]}")
        with suppress(OSError), urllib.request.urlopen(f"{lab.url}/api/status?token={lab.token}", timeout=5):
            return
        time.sleep(0.1)
    raise TimeoutError(f"JupyterLab did not answer:\n{log.read_text()[-2000:]}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, and its kernels with it; end the whole group if it does not."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
