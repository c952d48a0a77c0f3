"""Exercise of notebook 04: is a signature fresh? The server itself says what is right."""

from __future__ import annotations

from datetime import datetime, timedelta

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.request import Request
from sigv4_explain.signing import sign
from sigv4_explain.verifier import verify

_ANSWERS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html"
_FRESH = Requirement("A signature within the window is accepted: its age is at most that many minutes.", _ANSWERS)
_TOO_OLD = Requirement("A signature that is older than the window is refused.", _ANSWERS)
_TOO_NEW = Requirement("The window has two sides: a signature from too far in the future is refused too.", _ANSWERS)
_EDGE = Requirement(
    "At exactly the end of the window a signature still counts; one second later it does not.", _ANSWERS
)
_MIDNIGHT = Requirement(
    "Midnight is no border: what counts is how far the two moments are apart, not the day.", _ANSWERS
)
_CALENDAR = Requirement("The digits of a time are no number: from 123959 to 124000 it is one second, not 41.", _ANSWERS)
_WINDOW = Requirement("Services have windows of their own: five minutes at some, fifteen at others.", _ANSWERS)

_OF_MINUTES = {5: "execute-api", 15: "sts"}


def my_is_fresh(signed_at: str, server_time: str, minutes: int) -> bool:
    """Tell whether a server with this window still accepts, or accepts already, a signature."""
    apart = datetime.fromisoformat(server_time) - datetime.fromisoformat(signed_at)
    return abs(apart) <= timedelta(minutes=minutes)


def _by_the_server(signed_at: str, server_time: str, minutes: int) -> bool:
    """Let a server with such a window judge a request that is right in all else."""
    service = _OF_MINUTES[minutes]
    signed = sign(Request("GET", "https://example.com/"), EXAMPLE, region="us-east-1", service=service, at=signed_at)
    keys = {EXAMPLE.access_key_id: EXAMPLE}
    return verify(signed, keys, region="us-east-1", service=service, at=server_time).accepted


def _apart(signed_at: str, server_time: str) -> timedelta:
    return datetime.fromisoformat(server_time) - datetime.fromisoformat(signed_at)


def _one_sided(signed_at: str, server_time: str, minutes: int) -> bool:
    return _apart(signed_at, server_time) <= timedelta(minutes=minutes)


def _never_early(signed_at: str, server_time: str, minutes: int) -> bool:
    return timedelta(0) <= _apart(signed_at, server_time) <= timedelta(minutes=minutes)


def _edge_left_out(signed_at: str, server_time: str, minutes: int) -> bool:
    return abs(_apart(signed_at, server_time)) < timedelta(minutes=minutes)


def _same_day_only(signed_at: str, server_time: str, minutes: int) -> bool:
    return signed_at[:8] == server_time[:8] and abs(_apart(signed_at, server_time)) <= timedelta(minutes=minutes)


def _digits_subtracted(signed_at: str, server_time: str, minutes: int) -> bool:
    return abs(int(server_time[9:15]) - int(signed_at[9:15])) <= minutes * 100


def _always_five(signed_at: str, server_time: str, _minutes: int) -> bool:
    return abs(_apart(signed_at, server_time)) <= timedelta(minutes=5)


def _always_fifteen(signed_at: str, server_time: str, _minutes: int) -> bool:
    return abs(_apart(signed_at, server_time)) <= timedelta(minutes=15)


_LITTLE_FUTURE = Requirement(
    "A signature from a little in the future is accepted: clocks differ, and the window allows it.", _ANSWERS
)

EXERCISES = (
    Exercise(
        name="fresh",
        chapter="04",
        task="write my_is_fresh(signed_at, server_time, minutes): two times as in X-Amz-Date, a window in; a bool out.",
        cases=(
            Example(("20150830T123600Z", "20150830T123700Z", 5), _FRESH),
            Example(("20150830T123600Z", "20150830T125600Z", 15), _TOO_OLD),
            Example(("20150830T123600Z", "20150830T123200Z", 5), _LITTLE_FUTURE),
            Example(("20150830T123600Z", "20150830T122600Z", 5), _TOO_NEW),
            Example(("20150830T123600Z", "20150830T124100Z", 5), _EDGE),
            Example(("20150830T123600Z", "20150830T124101Z", 5), _EDGE),
            Example(("20150830T235950Z", "20150831T000010Z", 5), _MIDNIGHT),
            Example(("20150830T125800Z", "20150830T130100Z", 5), _CALENDAR),
            Example(("20150830T123600Z", "20150830T124600Z", 15), _WINDOW),
        ),
        right=_by_the_server,
        imports=("from datetime import datetime, timedelta",),
        solution=my_is_fresh,
        mistakes=(
            WrongAnswer(_one_sided, _TOO_NEW),
            WrongAnswer(_never_early, _LITTLE_FUTURE),
            WrongAnswer(_edge_left_out, _EDGE),
            WrongAnswer(_same_day_only, _MIDNIGHT),
            WrongAnswer(_digits_subtracted, _CALENDAR),
            WrongAnswer(_always_five, _WINDOW),
            WrongAnswer(_always_fifteen, _TOO_OLD),
        ),
        hints=(
            "How far are the two moments apart? The sign of the answer does not matter, its size does.",
            "datetime.fromisoformat reads 20150830T123600Z; one datetime minus another is a timedelta.",
            "Compare abs(one moment - the other) with timedelta(minutes=minutes); equal still counts.",
        ),
    ),
)
