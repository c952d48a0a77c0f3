"""How long an import takes in a fresh interpreter, beyond what the bare interpreter takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[2]
BARE = "pass"
STANDARD_LIBRARY = "import dataclasses, datetime, enum, functools, hmac, json, re, typing, urllib.parse"
"""What the package imports, so nothing that uses it can be faster."""
STATEMENTS = {
    "the bare interpreter": BARE,
    "`import sigv4_explain`": "import sigv4_explain",
    "`from sigv4_explain import sign`": "from sigv4_explain import sign",
    "of that, the standard library": STANDARD_LIBRARY,
    "`import botocore.auth`": "import botocore.auth",
    "`import requests_aws4auth`": "import requests_aws4auth",
}


def seconds(rounds: int) -> dict[str, float]:
    """Return the median time of each statement, start of the interpreter included; measured in turns."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for number in range(rounds + 1):
        for name, statement in STATEMENTS.items():
            start = perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True, cwd=ROOT, env=environment)
            if number:  # the first round writes the compiled files
                times[name].append(perf_counter() - start)
    return {name: median(values) for name, values in times.items()}
