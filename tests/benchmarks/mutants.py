"""How many spoilt solutions the course's ``check`` refuses: ``python -m tests.benchmarks.mutants``.

Those that are accepted must be in the table of tests/course, and be right in 5,000 other cases.
"""

from __future__ import annotations

import sys
import warnings
from random import Random

from sigv4_explain.course import EXERCISES, check
from tests.benchmarks.measuring import markdown
from tests.course.mutants import Mutant, mutants_of
from tests.course.parts import tried
from tests.course.test_mutants import RIGHT_ALL_THE_SAME

OTHERS = 5_000


def is_right(mutant: Mutant) -> bool:
    """Try a mutant with cases that ``check`` does not draw."""
    exercise, draw = EXERCISES[mutant.exercise], Random("others")
    return not any(tried(exercise, mutant.function, exercise.drawing(draw), None).is_wrong for _ in range(OTHERS))


def main() -> None:
    """Print the table, and what was accepted though it is wrong."""
    warnings.simplefilter("ignore")  # of Python, about what mutants do
    rows, false, stale = {}, [], []
    for name in EXERCISES:
        mutants = list(mutants_of(name))
        accepted = [each for each in mutants if check(name, each.function).solved]
        false += [
            each for each in accepted if each.change not in RIGHT_ALL_THE_SAME.get(name, {}) or not is_right(each)
        ]
        listed = set(RIGHT_ALL_THE_SAME.get(name, {}))
        stale += [f"{name}: {change}" for change in listed - {each.change for each in accepted}]
        rows[name] = [str(len(mutants)), str(len(mutants) - len(accepted)), str(len(accepted))]
    rows["all"] = [str(sum(int(row[place]) for row in rows.values())) for place in range(3)]
    sys.stdout.write(f"\n{markdown(['Exercise', 'mutants', 'refused', 'right all the same'], rows)}\n")
    sys.stdout.write("".join(f"\nFALSELY ACCEPTED {each.exercise}: {each.change}" for each in false))
    sys.stdout.write("".join(f"\nLISTED AS RIGHT, BUT REFUSED OR GONE {each}" for each in stale))


if __name__ == "__main__":
    main()
