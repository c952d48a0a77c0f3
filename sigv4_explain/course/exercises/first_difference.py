"""Exercise of notebook 10: the first line in which two canonical requests differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.doctor.aspects import first_difference

_COMPARING = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html"
_COUNTED = Requirement("Lines are counted from 1, as in the doctor's report: line 1 is the method.", _COMPARING)
_FIRST = Requirement("Of several lines that differ, the first is told.", _COMPARING)
_EQUAL = Requirement("Two texts that are the same have no such line: 0.", _COMPARING)
_EMPTY = Requirement("An empty line is a line: without a query, line 3 is empty, and it counts.")
_BLANKS = Requirement("A hash takes every character, and a blank at the end of a line too.", _COMPARING)
_CAPITALS = Requirement("A hash takes every character as it is: capitals and small letters differ.", _COMPARING)
_ONE_SIDE = Requirement("A line that only one side has is a difference.", _COMPARING)
_END = Requirement("No line break follows the last line. One that does makes another, empty line.")


def my_first_difference(mine: str, theirs: str) -> int:
    """Return the number of the first line in which two canonical requests differ, or 0."""
    pairs = zip_longest(mine.split("\n"), theirs.split("\n"))
    return next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 0)


def _by_the_doctor(mine: str, theirs: str) -> int:
    where = first_difference("canonical_request", mine, theirs).where
    return 0 if where is None else where.line


def _differing(mine: list[str], theirs: list[str]) -> Iterator[int]:
    pairs = enumerate(zip_longest(mine, theirs), 1)
    return (number for number, (one, other) in pairs if one != other)


def _from_zero(mine: str, theirs: str) -> int:
    return next(_differing(mine.split("\n"), theirs.split("\n")), 1) - 1


def _last(mine: str, theirs: str) -> int:
    return max(_differing(mine.split("\n"), theirs.split("\n")), default=0)


def _one_too_many(mine: str, theirs: str) -> int:
    lines = mine.split("\n")
    return next(_differing(lines, theirs.split("\n")), len(lines))


def _without_empty_lines(mine: str, theirs: str) -> int:
    return next(_differing(list(filter(None, mine.split("\n"))), list(filter(None, theirs.split("\n")))), 0)


def _stripped(mine: str, theirs: str) -> int:
    return next(_differing([line.strip() for line in mine.split("\n")], [one.strip() for one in theirs.split("\n")]), 0)


def _in_small_letters(mine: str, theirs: str) -> int:
    return next(_differing(mine.lower().split("\n"), theirs.lower().split("\n")), 0)


def _as_far_as_both_go(mine: str, theirs: str) -> int:
    pairs = zip(mine.split("\n"), theirs.split("\n"), strict=False)
    return next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 0)


def _split_into_lines(mine: str, theirs: str) -> int:
    return next(_differing(mine.splitlines(), theirs.splitlines()), 0)


_SHORT = "GET\n/\n\nhost:a\n\nhost\ne3b0"

EXERCISES = (
    Exercise(
        name="first-difference",
        chapter="10",
        task="write my_first_difference(mine, theirs): two canonical requests in; out the number of the first line "
        "in which they differ, or 0.",
        cases=(
            Example((_SHORT.replace("GET", "PUT"), _SHORT), _COUNTED),
            Example((_SHORT.replace("/\n", "/a\n").replace("e3b0", "2cf2"), _SHORT), _FIRST),
            Example((_SHORT, _SHORT), _EQUAL),
            Example((_SHORT.replace("e3b0", "2cf2"), _SHORT), _EMPTY),
            Example((_SHORT.replace("host:a", "host:a "), _SHORT), _BLANKS),
            Example((_SHORT.replace("host:a", "Host:a"), _SHORT), _CAPITALS),
            Example((_SHORT.removesuffix("\ne3b0"), _SHORT), _ONE_SIDE),
            Example((f"{_SHORT}\n", _SHORT), _END),
        ),
        right=_by_the_doctor,
        imports=("from itertools import zip_longest",),
        solution=my_first_difference,
        mistakes=(
            WrongAnswer(_from_zero, _COUNTED),
            WrongAnswer(_last, _FIRST),
            WrongAnswer(_one_too_many, _EQUAL),
            WrongAnswer(_without_empty_lines, _EMPTY),
            WrongAnswer(_stripped, _BLANKS),
            WrongAnswer(_in_small_letters, _CAPITALS),
            WrongAnswer(_as_far_as_both_go, _ONE_SIDE),
            WrongAnswer(_split_into_lines, _END),
        ),
        hints=(
            "Split both texts at each line break, and walk through both lists at once.",
            "zip ends with the shorter list; zip_longest goes on, with None for what is missing.",
            "enumerate(pairs, 1) counts from 1. Return the first whose two lines are not equal, and 0 at the end.",
        ),
    ),
)
