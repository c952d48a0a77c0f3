"""How many of the package's files one call enters: what somebody who follows it has to open.

``python -m tests.benchmarks.files_entered`` prints a table, and with ``--names`` the files. Each call is made twice,
through public names alone, and counted the second time: what is loaded once is not counted.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.request import Request as Sent
from urllib.request import urlopen

import sigv4_explain
from sigv4_explain import Credentials, Request, diagnose, explain, sign, verify
from sigv4_explain.local_aws import LocalAws
from sigv4_explain.widgets import SigningLab
from tests.benchmarks.measuring import markdown

PACKAGE = Path(sigv4_explain.__file__).parent
ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
PLACE: dict[str, Any] = {"region": "eu-central-1", "service": "execute-api"}
GET = Request("GET", "https://abc123.execute-api.eu-central-1.amazonaws.com/default?a=1", {"x-api-key": "example"})

Prepared = Callable[[], object]
Way = Callable[[], Prepared]
"""Does what is not counted, and returns the call that is."""


class Recorder:
    """Notes in which files functions are called while it is on; a hook for ``sys.setprofile`` in every thread."""

    def __init__(self) -> None:
        self.is_on = False
        self.entered: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Note the file of a call."""
        if self.is_on and event == "call":
            self.entered.add(frame.f_code.co_filename)

    def files(self, way: Way) -> list[str]:
        """Return the package's files that the second call enters, by their names in it."""
        way()()
        call = way()
        self.entered, self.is_on = set(), True
        call()
        self.is_on = False
        ours = (path for path in map(Path, self.entered) if path.is_relative_to(PACKAGE))
        return sorted(path.relative_to(PACKAGE).as_posix() for path in ours)


def ways(aws: LocalAws, lab: SigningLab) -> Mapping[str, Way]:
    """Return what is counted, by its name in the table."""
    signed = sign(GET, ALICE, **PLACE)
    mistaken = Request("POST", signed.url, signed.headers)  # signed as a GET
    keys = {ALICE.access_key_id: ALICE}
    return {
        "`sign`": lambda: lambda: sign(GET, ALICE, **PLACE),
        "`explain`": lambda: lambda: explain(GET, ALICE, **PLACE),
        "`verify`, accepted": lambda: lambda: verify(signed, keys, **PLACE),
        "`verify`, refused": lambda: lambda: verify(mistaken, keys, **PLACE),
        "`diagnose`, by replay": lambda: lambda: diagnose(mistaken, credentials=ALICE, **PLACE),
        "a key pressed in the SigningLab": lambda: lambda: _press(lab),
        "an accepted call of the local front": lambda: _sending(aws),
    }


def _press(lab: SigningLab) -> None:
    lab.form.url.value += "a"


def _sending(aws: LocalAws) -> Prepared:
    url = f"{aws.loopback.rest_url}/hello?client=urllib"
    sent = Sent(url, headers=dict(sign(Request("GET", url), aws.owner, **PLACE).headers))

    def send() -> None:
        with urlopen(sent, timeout=10) as answer:
            assert answer.status == 200
        time.sleep(0.3)  # what the front does once it has answered

    return send


def main() -> None:
    """Print the table."""
    recorder = Recorder()
    threading.setprofile(recorder)  # before the front starts its threads
    sys.setprofile(recorder)
    with LocalAws() as aws:
        found = {name: recorder.files(way) for name, way in ways(aws, SigningLab()).items()}
    sys.setprofile(None)
    counted = {name: [str(len(files))] for name, files in found.items()}
    sys.stdout.write(f"{markdown(['One call', 'files entered'], counted)}\n")
    for name, files in found.items() if "--names" in sys.argv else ():
        sys.stdout.write("\n  ".join([f"\n{name}", *files]) + "\n")


if __name__ == "__main__":
    main()
