"""Run the programs of notebook 11 with their real clients, and keep what they were answered.

Run it with ``python -m tests.clients.record`` when an export or the notebook has changed; it needs Node.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat

from sigv4_explain import Credentials
from sigv4_explain.clients import running
from sigv4_explain.clients.cell import KnownBy
from sigv4_explain.clients.running import Ran, as_recorded, key_of
from sigv4_explain.local_aws import LocalAws
from tests.clients import node

PROJECT = Path(__file__).parents[2]
NOTEBOOK = PROJECT / "notebooks" / "11-the-same-request-from-other-clients.ipynb"
PROGRAMS = PROJECT / "sigv4_explain" / "clients" / "programs.json"


def runs_of(notebook: Path) -> dict[tuple[str, Credentials], Ran]:
    """Execute a notebook's cells here; return what each of its programs got, by the program and its keys."""
    found: dict[tuple[str, Credentials], Ran] = {}
    original = running.run

    def run(code: str, client: str, target: LocalAws, *, credentials: Credentials) -> Ran:
        ran = original(code, client, target, credentials=credentials)
        found[code, credentials] = ran
        return ran

    names: dict[str, Any] = {}
    running.run = run
    try:
        with redirect_stdout(StringIO()):
            for cell in nbformat.read(notebook, as_version=4).cells:
                if cell.cell_type == "code":
                    exec(cell.source, names)
    finally:
        running.run = original
    return found


def main() -> None:
    """Write programs.json."""
    node.install()
    os.environ["NODE_PATH"] = str(node.HERE / "node_modules")
    runs = runs_of(NOTEBOOK)
    assert {ran.evidence for ran in runs.values()} == {KnownBy.LIVE}
    kept = {key_of(code, keys): as_recorded(ran) for (code, keys), ran in runs.items()}
    PROGRAMS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PROGRAMS.name}: {len(kept)} programs\n")


if __name__ == "__main__":
    main()
