"""Exercises of notebook 10: the first line that differs, and how far a client's clock is off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import zip_longest
from random import Random

from sigv4_explain.course.exercise import exercise
from sigv4_explain.course.made_up import moment, text, written
from sigv4_explain.doctor.aspects import first_difference
from sigv4_explain.readers.answers import parse_answer


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


def _one_too_many(mine: str, theirs: str) -> int:
    lines = mine.split("\n")
    return next(_differing(lines, theirs.split("\n")), len(lines))


def _without_empty_lines(mine: str, theirs: str) -> int:
    return next(_differing(list(filter(None, mine.split("\n"))), list(filter(None, theirs.split("\n")))), 0)


def _stripped(mine: str, theirs: str) -> int:
    return next(_differing([line.strip() for line in mine.split("\n")], [one.strip() for one in theirs.split("\n")]), 0)


def _as_far_as_both_go(mine: str, theirs: str) -> int:
    pairs = zip(mine.split("\n"), theirs.split("\n"), strict=False)
    return next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 0)


_SHORT = "GET\n/\n\nhost:a\n\nhost\ne3b0"


def _drawn(draw: Random) -> tuple[str, str]:
    """Draw two texts that are equal but for a line or two, which may be a blank, a capital or a line more."""
    path, query = draw.choice(("/", "/a", "/B")), draw.choice(("", "", "a=1"))
    mine = ["GET", path, query, "accept:a b", "host:a", "x-a:b c", "", "host", "e3b0"]
    theirs = list(mine)
    for _ in range(draw.choice((0, 1, 1, 1, 2))):
        place = draw.choice((*range(len(theirs)), 1, 1))
        line = theirs[place]
        theirs[place] = draw.choice(
            [
                line.upper(),
                line[:-1],
                f" {line}",
                text(draw),
                line.replace("/", "//"),
                line.replace(" ", "\t"),
                *(line + end for end in ' \tx/ë"'),
            ]
        )
    both = ["\n".join(mine), "\n".join(theirs[: draw.choice((9, 9, 9, 8, 3))]) + draw.choice(("", "", "", "\n"))]
    draw.shuffle(both)
    return both[0], both[1]


_FIRST_DIFFERENCE = exercise(
    "first-difference",
    right=_by_the_doctor,
    drawing=_drawn,
    solution=my_first_difference,
    cases=(
        ("counted", _SHORT.replace("GET", "PUT"), _SHORT),
        ("first", _SHORT.replace("/\n", "/a\n").replace("e3b0", "2cf2"), _SHORT),
        ("equal", _SHORT, _SHORT),
        ("empty", _SHORT.replace("e3b0", "2cf2"), _SHORT),
        ("blanks", _SHORT.replace("host:a", "host:a "), _SHORT),
        ("capitals", _SHORT.replace("host:a", "Host:a"), _SHORT),
        ("one-side", _SHORT.removesuffix("\ne3b0"), _SHORT),
        ("end", f"{_SHORT}\n", _SHORT),
    ),
    mistakes=(
        ("counted", lambda mine, theirs: next(_differing(mine.split("\n"), theirs.split("\n")), 1) - 1),
        ("first", lambda mine, theirs: max(_differing(mine.split("\n"), theirs.split("\n")), default=0)),
        ("equal", _one_too_many),
        ("empty", _without_empty_lines),
        ("blanks", _stripped),
        ("capitals", lambda mine, theirs: next(_differing(mine.lower().split("\n"), theirs.lower().split("\n")), 0)),
        ("one-side", _as_far_as_both_go),
        ("end", lambda mine, theirs: next(_differing(mine.splitlines(), theirs.splitlines()), 0)),
    ),
)


def my_skew(message: str) -> int:
    """Return by how many seconds the client's clock is behind the server's, from AWS's message."""
    signed, _, server = re.findall("[0-9]{8}T[0-9]{6}Z", message)
    apart = datetime.fromisoformat(server) - datetime.fromisoformat(signed)
    return int(apart.total_seconds())


def _by_the_doctor_skew(message: str) -> int | None:
    times = parse_answer(message).times
    difference = None if times is None else times.difference
    return None if difference is None else int(difference.total_seconds())


def _digits(message: str) -> int:
    signed, _, server = re.findall("[0-9]{8}T([0-9]{6})Z", message)
    return int(server) - int(signed)


def _expired(signed: str, window: str, server: str) -> str:
    return f"Signature expired: {signed} is now earlier than {window} ({server} - 5 min.)"


def _not_yet(signed: str, window: str, server: str) -> str:
    return f"Signature not yet current: {signed} is still later than {window} ({server} + 5 min.)"


def _drawn_message(draw: Random) -> tuple[str]:
    server, minutes = moment(draw), draw.choice((5, 15))
    beyond = 60 * minutes + draw.choice((1, draw.randint(1, 4_000), draw.randint(1, 400_000)))
    behind = draw.random() < 0.5
    window, apart = (timedelta(seconds=-each if behind else each) for each in (60 * minutes, beyond))
    times = written(server + apart), written(server + window), written(server)
    return ((_expired if behind else _not_yet)(*times).replace("5 min.", f"{minutes} min."),)


_SKEW = exercise(
    "skew",
    right=_by_the_doctor_skew,
    drawing=_drawn_message,
    solution=my_skew,
    cases=(
        ("server", _expired("20150830T123000Z", "20150830T123100Z", "20150830T123600Z")),
        ("sixty", _expired("20150830T122148Z", "20150830T123100Z", "20150830T123600Z")),
        ("ahead", _not_yet("20150830T124230Z", "20150830T124100Z", "20150830T123600Z")),
        ("midnight", _expired("20150830T235500Z", "20150830T235600Z", "20150831T000100Z")),
        ("sixty", _expired("20150830T103600Z", "20150830T123100Z", "20150830T123600Z")),
        ("midnight", _expired("20150828T123600Z", "20150830T123100Z", "20150830T123600Z")),
    ),
    mistakes=(
        ("server", lambda message: my_skew(re.sub(r"(\S+) \(\S+", r"\1 (\1", message))),  # to the end of the window
        ("sign", lambda message: -my_skew(message)),
        ("sixty", _digits),
        ("midnight", lambda message: my_skew(re.sub("[0-9]{8}T", "20150101T", message))),
        ("unit", lambda message: my_skew(message) // 60),
        ("seconds", lambda message: my_skew(message) % 86_400),
    ),
)
EXERCISES = (_FIRST_DIFFERENCE, _SKEW)
