"""Exercise of notebook 10: how far a client's clock is off, by AWS's own words."""

from __future__ import annotations

import re
from datetime import datetime

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.readers.answers import parse_answer

_TROUBLES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html"
_SERVER = Requirement(
    "The server's clock stands in the brackets; the time before them is the end of the window.", _TROUBLES
)
_SIGN = Requirement("A client whose clock is behind signs too early: then the number is above 0.", _TROUBLES)
_SIXTY = Requirement("A minute has 60 seconds: the digits of a time are no number to subtract.", _TROUBLES)
_MIDNIGHT = Requirement("Two times can lie on both sides of midnight: the day counts too.", _TROUBLES)
_UNIT = Requirement("Seconds are asked for, all of them.", _TROUBLES)
_AHEAD = Requirement("A clock that is ahead gives a number below 0; timedelta.seconds is never below 0.", _TROUBLES)


def my_skew(message: str) -> int:
    """Return by how many seconds the client's clock is behind the server's, from AWS's message."""
    signed, _, server = re.findall("[0-9]{8}T[0-9]{6}Z", message)
    apart = datetime.fromisoformat(server) - datetime.fromisoformat(signed)
    return int(apart.total_seconds())


def _by_the_doctor(message: str) -> int | None:
    times = parse_answer(message).times
    difference = None if times is None else times.difference
    return None if difference is None else int(difference.total_seconds())


def _moments(message: str) -> list[datetime]:
    return [datetime.fromisoformat(time) for time in re.findall("[0-9]{8}T[0-9]{6}Z", message)]


def _to_the_window(message: str) -> int:
    signed, window, _ = _moments(message)
    return int((window - signed).total_seconds())


def _turned_around(message: str) -> int:
    signed, _, server = _moments(message)
    return int((signed - server).total_seconds())


def _digits(message: str) -> int:
    signed, _, server = re.findall("[0-9]{8}T([0-9]{6})Z", message)
    return int(server) - int(signed)


def _of_one_day(message: str) -> int:
    signed, _, server = (moment.replace(month=1, day=1) for moment in _moments(message))
    return int((server - signed).total_seconds())


def _in_minutes(message: str) -> int:
    signed, _, server = _moments(message)
    return int((server - signed).total_seconds() // 60)


def _never_below_zero(message: str) -> int:
    signed, _, server = _moments(message)
    return (server - signed).seconds


def _expired(signed: str, window: str, server: str) -> str:
    return f"Signature expired: {signed} is now earlier than {window} ({server} - 5 min.)"


def _not_yet(signed: str, window: str, server: str) -> str:
    return f"Signature not yet current: {signed} is still later than {window} ({server} + 5 min.)"


EXERCISES = (
    Exercise(
        name="skew",
        chapter="10",
        task="write my_skew(message): AWS's message about the time in; out by how many seconds the client's clock "
        "is behind the server's.",
        cases=(
            Example((_expired("20150830T123000Z", "20150830T123100Z", "20150830T123600Z"),), _SERVER),
            Example((_expired("20150830T122148Z", "20150830T123100Z", "20150830T123600Z"),), _SIXTY),
            Example((_not_yet("20150830T124230Z", "20150830T124100Z", "20150830T123600Z"),), _AHEAD),
            Example((_expired("20150830T235500Z", "20150830T235600Z", "20150831T000100Z"),), _MIDNIGHT),
            Example((_expired("20150830T103600Z", "20150830T123100Z", "20150830T123600Z"),), _SIXTY),
            Example((_expired("20150828T123600Z", "20150830T123100Z", "20150830T123600Z"),), _MIDNIGHT),
        ),
        right=_by_the_doctor,
        imports=("import re", "from datetime import datetime"),
        solution=my_skew,
        mistakes=(
            WrongAnswer(_to_the_window, _SERVER),
            WrongAnswer(_turned_around, _SIGN),
            WrongAnswer(_digits, _SIXTY),
            WrongAnswer(_of_one_day, _MIDNIGHT),
            WrongAnswer(_in_minutes, _UNIT),
            WrongAnswer(_never_below_zero, _AHEAD),
        ),
        hints=(
            "Three times stand in the message. Which is the client's, and which is the server's own?",
            "re.findall('[0-9]{8}T[0-9]{6}Z', message) finds all three; datetime.fromisoformat reads each.",
            "Subtract the first time from the third, and take total_seconds() of the difference as an int.",
        ),
    ),
)
