"""A real Firefox, driven through Marionette, which every Firefox has: Playwright drives only one of its own."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

NAMES = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
SECONDS = 180
"""For what takes seconds on a quiet machine."""
_OF_ITS_OWN = re.compile(r"CONNECT \S+\.(mozilla\.(com|net|org)|googleapis\.com):443 ")
"""Firefox's settings, updates and plugins: no setting of all its versions stops every one."""
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which WebDriver tells an element's id."""


def find_firefox() -> str | None:
    """Return a Firefox of this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Firefox:
    """A running Firefox with one page."""

    def __init__(self, connection: socket.socket) -> None:
        """Begin a session on a connection to Marionette."""
        self._connection, self._answers, self._sent = connection, connection.makefile("rb"), 0
        self._read()  # it introduces itself
        self.command("WebDriver:NewSession", capabilities={})
        self.command("WebDriver:SetTimeouts", script=SECONDS * 1000, pageLoad=SECONDS * 1000)

    def command(self, name: str, **parameters: object) -> Any:
        """Send a command and return its result. Raises RuntimeError with Firefox's words when it fails."""
        self._sent += 1
        message = json.dumps([0, self._sent, name, parameters]).encode()
        self._connection.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._read()
        if error is not None:
            raise RuntimeError(f"{name}: {error['message']}")
        return result

    def goto(self, address: str) -> None:
        """Load a page."""
        self.command("WebDriver:Navigate", url=address)

    def evaluate(self, function: str, *arguments: object) -> Any:
        """Call a function of JavaScript in the page, and return what it returns or promises."""
        script = f"return ({function})(...arguments)"
        return self.command("WebDriver:ExecuteScript", script=script, args=arguments)["value"]

    def wait_for(self, function: str, *arguments: object) -> None:
        """Wait until a function of JavaScript returns what is true. Raises TimeoutError."""
        deadline = time.monotonic() + SECONDS
        while not self.evaluate(f"(...given) => Boolean(({function})(...given))", *arguments):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never true: {function}")
            time.sleep(0.1)

    def retype(self, selector: str, text: str) -> None:
        """Empty a field, and type into it key by key."""
        found = self.command("WebDriver:FindElement", using="css selector", value=selector)["value"][_ELEMENT]
        self.command("WebDriver:ElementClear", id=found)
        self.command("WebDriver:ElementSendKeys", id=found, text=text)

    def _read(self) -> Any:
        digits = b""
        while (byte := self._answers.read(1)) != b":":
            if not byte:
                raise ConnectionError("Firefox has gone")
            digits += byte
        return json.loads(self._answers.read(int(digits)))


@contextmanager
def running_firefox(program: str, folder: Path, proxy: int) -> Iterator[Firefox]:
    """Start Firefox with a profile in a folder; what is not for this host goes to a port of it. Stop it after.

    Raises TimeoutError when it does not start.
    """
    folder.mkdir()
    kinds = ("http", "ssl")
    proxies = {f"network.proxy.{kind}": "127.0.0.1" for kind in kinds} | {
        f"network.proxy.{kind}_port": proxy for kind in kinds
    }
    settings = {**proxies, "network.proxy.type": 1, "marionette.port": 0}
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items())
    (folder / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [program, "--marionette", "--headless", "--no-remote", "--profile", str(folder)]
    with (
        (folder / "firefox.log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            with socket.create_connection(("127.0.0.1", _port(folder)), timeout=SECONDS) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


@contextmanager
def refusing_proxy() -> Iterator[tuple[int, list[str]]]:
    """Listen for what would leave this host: yield the port, and a list of what pages asked for; answer nothing."""
    asked: list[str] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        Thread(target=_refuse, args=(server, asked), daemon=True).start()
        yield server.getsockname()[1], asked


def _refuse(server: socket.socket, asked: list[str]) -> None:
    with suppress(OSError):  # closed: the end
        while True:
            with server.accept()[0] as connection, suppress(OSError):
                line = connection.recv(2000).decode("latin-1").partition("\r\n")[0]
                asked.extend([] if _OF_ITS_OWN.match(line) else [line])


def _port(folder: Path) -> int:
    """Wait for the file in which Firefox says where Marionette listens."""
    told, deadline = folder / "MarionetteActivePort", time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError, ValueError):
            return int(told.read_text())
        time.sleep(0.1)
    raise TimeoutError(f"Firefox did not start: {(folder / 'firefox.log').read_text()[-500:]}")
