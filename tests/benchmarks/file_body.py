"""A body from a file: time, and how much memory the process grows by, each signer in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from tests.benchmarks.contenders import ALICE, HEADERS, HOST, KEY_ID, REGION, SECRET, SERVICE, TOKEN

URL = f"https://{HOST}/default"
SIGNERS = ("`sign` with `sha256_hex_of_file`", "botocore `SigV4Auth` with the file")


def _sign(file: BinaryIO) -> None:
    from sigv4_explain import Request, sha256_hex_of_file, sign

    headers = {**HEADERS, "x-amz-content-sha256": sha256_hex_of_file(file)}
    sign(Request("PUT", URL, headers), ALICE, region=REGION, service=SERVICE)


def _botocore(file: BinaryIO) -> None:
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    SigV4Auth(Credentials(KEY_ID, SECRET, TOKEN), SERVICE, REGION).add_auth(AWSRequest("PUT", URL, HEADERS, file))


def measure(path: Path, signer: str) -> tuple[float, float]:
    """Sign a file in a new process; return the seconds, and what its peak memory grew by as a part of the file."""
    command = [sys.executable, "-m", "tests.benchmarks.file_body", str(path), signer]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, growth = json.loads(answer.stdout)
    return seconds, growth


def _main(path: Path, signer: str) -> None:
    call: Callable[[BinaryIO], None] = dict(zip(SIGNERS, (_sign, _botocore), strict=True))[signer]
    with Path("/dev/null").open("rb") as nothing:
        call(nothing)  # loads the libraries
    before = _peak_memory()
    with path.open("rb") as file:
        start = perf_counter()
        call(file)
        seconds = perf_counter() - start
    growth = (_peak_memory() - before) / path.stat().st_size
    sys.stdout.write(json.dumps([seconds, growth]))


def _peak_memory() -> int:
    """Return the most memory this process has held, in bytes; Linux counts in KiB, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
