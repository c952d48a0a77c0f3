"""How often the doctor names the right cause in pastes as people make them, and how often it is sure and wrong.

``python -m tests.benchmarks.pastes``: 50 pastes for each cause, and 3,000 in which nothing is wrong; some minutes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from tests.benchmarks.measuring import markdown
from tests.doctor.pastes.faultless import faultless
from tests.doctor.pastes.pasted import Basis, Paste, pastes_of
from tests.doctor.pastes.refusals import CAUSES, MISTAKEN, WAYS

FOR_EACH = 50
FAULTLESS = 3000


def scored(pastes: Iterable[Paste]) -> Counter[str]:
    """Count what came of some pastes."""
    counts: Counter[str] = Counter()
    for paste in pastes:
        diagnosis = paste.diagnosed()
        counts["pastes"] += 1
        counts["false"] += bool(paste.false_certainties(diagnosis))
        if paste.basis is not Basis.NONE:
            counts["nameable"] += 1
            counts["first"] += paste.is_first(diagnosis)
            counts["three"] += paste.is_among_three(diagnosis)
    return counts


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""


def _row(counts: Counter[str]) -> list[str]:
    shares = [_share(counts[name], counts["nameable"]) for name in ("first", "three")]
    return [f"{counts['pastes']:,}", f"{counts['nameable']:,}", *shares, str(counts["false"])]


def table() -> str:
    """Write the table for CONTRIBUTING.md; the causes that are missed most go to stderr."""
    groups = {"a mistake in what was signed": MISTAKEN, "a change on the way": tuple(WAYS)}
    groups["refused at once"] = tuple([cause for cause in CAUSES if cause not in MISTAKEN and cause not in WAYS])
    rows = {}
    for group, causes in groups.items():
        each = {cause: scored(pastes_of(cause, FOR_EACH)) for cause in causes}
        rows[f"{group}: {len(causes)} causes"] = _row(sum(each.values(), Counter()))
        missed = {cause: f"{counts['first']}/{counts['nameable']}" for cause, counts in each.items()}
        sys.stderr.write(
            "".join([f"{cause}: {share}, false {each[cause]['false']}\n" for cause, share in missed.items()])
        )
    rows["nothing is wrong"] = _row(scored(paste for _, paste in faultless(FAULTLESS)))
    header = ["Pastes", "drawn", "that tell the cause", "named first", "among three", "sure of a false cause"]
    return markdown(header, rows)


def main() -> None:
    """Print the table."""
    sys.stdout.write(f"\n{table()}\n")


if __name__ == "__main__":
    main()
