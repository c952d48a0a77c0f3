"""Print how fast signing is beside other signers, and the doctor beside signing, as Markdown tables of ratios.

``python -m tests.benchmarks``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks import doctor, file_body, imports, long_requests
from tests.benchmarks.contenders import SIGN, Case, contenders
from tests.benchmarks.measuring import markdown, ratios, short

MEGABYTE = 1_000_000
CASES = {
    "GET, token": (Case("GET", b""), 41, 500),
    "1 KB body": (Case("POST", bytes(1000)), 41, 500),
    "1 MB": (Case("POST", bytes(MEGABYTE)), 11, 20),
    "100 MB": (Case("POST", bytes(100 * MEGABYTE)), 5, 1),
}
"""For each column: the request, the rounds, and the calls in a round."""


def signing() -> str:
    """Compare building and signing a request."""
    columns = [ratios(contenders(case), SIGN, rounds=rounds, calls=calls) for case, rounds, calls in CASES.values()]
    rows = {name: [short(column[name]) for column in columns] for name in columns[0]}
    return markdown(["Time, as a multiple of `sign`", *CASES], rows)


def file() -> str:
    """Compare signing a file of 100 MB that is never in memory as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "body")
        path.write_bytes(bytes(100 * MEGABYTE))
        rounds = [[file_body.measure(path, signer) for signer in file_body.SIGNERS] for _ in range(5)]
    rows = {
        signer: [
            short(median(row[place][0] / row[0][0] for row in rounds)),
            f"{median(row[place][1] for row in rounds):.1%}",
        ]
        for place, signer in enumerate(file_body.SIGNERS)
    }
    return markdown(["A file of 100 MB", "time", "peak memory grows by, of the file's size"], rows)


def importing() -> str:
    """Compare importing, beyond the start of the interpreter; here the aim is an absolute time."""
    times = imports.seconds(rounds=15)
    bare = times.pop("the bare interpreter")
    rows = {name: [short((time - bare) / bare), f"{1000 * (time - bare):.0f} ms"] for name, time in times.items()}
    return markdown(["Import", "as a multiple of the bare interpreter's start", "here"], rows)


def verifying_long_requests() -> str:
    """Compare verifying 100 kB with verifying 10 kB."""
    rows = {name: [short(ratio)] for name, ratio in long_requests.growth(rounds=11).items()}
    return markdown(["`verify`, what is long", "time for 100 kB, as a multiple of that for 10 kB"], rows)


def main() -> None:
    """Print every table."""
    for table in (signing, file, importing, verifying_long_requests, doctor.thinking):
        sys.stdout.write(f"\n{table()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
