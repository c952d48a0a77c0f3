"""Runs the clients written in JavaScript: a script gets a call as JSON and gives the answer as JSON."""

from __future__ import annotations

import json
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock

from tests.clients.calling import Answer, Call, Client
from tests.requirements import skip_or_fail
from tests.site.builder import Node, find_node

HERE = Path(__file__).parent
_STAMP = HERE / "node_modules" / ".installed"
_SECONDS = 60


def install() -> None:
    """Install what package-lock.json names, unless that is done; skip or fail when it cannot be had."""
    named = sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    with FileLock(HERE / ".installing"):  # of several workers one installs, and the others wait
        _install(named)


def _install(named: str) -> None:
    if _STAMP.exists() and _STAMP.read_text(encoding="utf-8") == named:
        return
    command = [*_node().npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        skip_or_fail("clients", f"npm ci in {HERE.name} failed: {done.stderr.strip()[-500:]}")
    _STAMP.write_text(named, encoding="utf-8")


def run_node(script: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Run a script of this folder; return what it writes."""
    done = subprocess.run(
        [*_node().node, str(HERE / script)],
        input=json.dumps(payload),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def node_client(script: str) -> Client:
    """Return the client that a script is."""

    def send(call: Call) -> Answer:
        keys = {"accessKeyId": call.keys.access_key_id, "secretAccessKey": call.keys.secret_access_key}
        if call.keys.session_token is not None:
            keys["sessionToken"] = call.keys.session_token
        answer = run_node(
            script,
            {
                "method": call.method,
                "url": call.url,
                "headers": dict(call.headers),
                # An empty body is none: fetch refuses to send one with GET.
                **({"body": call.body} if call.body else {}),
                "region": call.region,
                "service": call.service,
                "keys": keys,
                "options": dict(call.options),
            },
        )
        return Answer(answer["status"], answer["body"])

    return send


def _node() -> Node:
    return find_node() or skip_or_fail("clients", "Node is not installed: pip install 'sigv4_explain[test]'")
