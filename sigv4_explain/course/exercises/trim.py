"""Exercise of notebook 03: one header's value."""

from __future__ import annotations

import re

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.encoding import trim

_PUBLISHED = "https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4/get-header-value-trim"

_TRIMMED = Requirement("Blanks at both ends of a value are removed.")
_FOLDED = Requirement("Blanks that follow each other inside a value become one.")
_QUOTED = Requirement("Quotes protect nothing: blanks between them become one as well.", _PUBLISHED)
_TAB = Requirement("A tab is a blank too.", "https://www.rfc-editor.org/rfc/rfc9110.html#section-5.6.3")


def my_trim(value: str) -> str:
    """Return the value as it is signed."""
    return " ".join(value.split())


def _as_sent(value: str) -> str:
    return value


def _ends_alone(value: str) -> str:
    return value.strip()


def _inside_alone(value: str) -> str:
    return re.sub("[ \t]+", " ", value)


def _halved(value: str) -> str:
    return value.strip().replace("\t", " ").replace("  ", " ")


def _quotes_kept(value: str) -> str:
    pieces = value.strip().split('"')
    return '"'.join(piece if number % 2 else re.sub("[ \t]+", " ", piece) for number, piece in enumerate(pieces))


def _none_left(value: str) -> str:
    return re.sub("[ \t]+", "", value)


def _spaces_alone(value: str) -> str:
    return re.sub(" +", " ", value).strip(" ")


EXERCISES = (
    Exercise(
        name="trim",
        chapter="03",
        task="write my_trim(value): a header's value as it was sent in, as it is signed out.",
        cases=(
            Example(("application/json",), _FOLDED),
            Example(("",), _TRIMMED),
            Example(("  gzip",), _TRIMMED),
            Example(("gzip  ",), _TRIMMED),
            Example(("a b",), _FOLDED),
            Example(("a   b    c",), _FOLDED),
            Example(('"a   b"',), _QUOTED),
            Example(("a\tb",), _TAB),
            Example(("\ta \t b\t",), _TAB),
        ),
        right=trim,
        solution=my_trim,
        mistakes=(
            WrongAnswer(_as_sent, _TRIMMED),
            WrongAnswer(_ends_alone, _FOLDED),
            WrongAnswer(_inside_alone, Requirement("Of the blanks at the ends none is left, not even one.")),
            WrongAnswer(
                _halved, Requirement("A run of blanks of any length becomes one; replacing two by one only halves it.")
            ),
            WrongAnswer(_quotes_kept, _QUOTED),
            WrongAnswer(_none_left, Requirement("One blank stays between two words.")),
            WrongAnswer(_spaces_alone, _TAB),
        ),
        hints=(
            "Two things are to be done: at the ends, and inside. Which one first does not matter.",
            "value.split() without an argument cuts at every run of blanks and tabs, and drops those at the ends.",
            "Cut the value with split(), then join the words with one blank.",
        ),
    ),
)
