"""Exercise of notebook 06: the canonical headers of a request whose keys may have a session token."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from sigv4_explain.canonical import canonical_headers
from sigv4_explain.course.exercise import CREATING, Example, Exercise, Requirement, WrongAnswer

_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html"
_TOKEN = Requirement(
    "A session token adds one line, the last: x-amz-security-token:, the token as it is, a line break.", _PAGE
)
_LOWER = Requirement("In the canonical headers a name is in lower case, however it is sent.", CREATING)
_SIGNED = Requirement(
    "The token's header is signed like any X-Amz- header: it is there before signing, not after.", CREATING
)
_NONE = Requirement("Long-term keys have no token, and then there is no such header, not even an empty one.", _PAGE)
_ORDER = Requirement("The lines are sorted by name: host, x-amz-date, x-amz-security-token.", CREATING)
_AS_IT_IS = Requirement("In a header the token stands as it is; only in a URL it is percent-encoded.", _PAGE)
_HOST = "abc123.execute-api.eu-central-1.amazonaws.com"


def my_headers(host: str, date_time: str, session_token: str | None) -> str:
    """Return the canonical headers, each with its line break."""
    lines = f"host:{host}\nx-amz-date:{date_time}\n"
    return lines if session_token is None else f"{lines}x-amz-security-token:{session_token}\n"


def _right(host: str, date_time: str, session_token: str | None) -> str:
    headers = [("host", host), ("x-amz-date", date_time)]
    token = [] if session_token is None else [("x-amz-security-token", session_token)]
    return canonical_headers((*headers, *token))


def _left_out(host: str, date_time: str, _session_token: str | None) -> str:
    return _right(host, date_time, None)


def _always(host: str, date_time: str, session_token: str | None) -> str:
    return _right(host, date_time, session_token or "")


def _said_none(host: str, date_time: str, session_token: str | None) -> str:
    return _right(host, date_time, str(session_token))


def _with_token_line(line: Callable[[str], str]) -> Callable[[str, str, str | None], str]:
    def written(host: str, date_time: str, session_token: str | None) -> str:
        return _right(host, date_time, None) + ("" if session_token is None else line(session_token))

    return written


def _first(host: str, date_time: str, session_token: str | None) -> str:
    lines = _right(host, date_time, session_token).splitlines(keepends=True)
    return "".join([lines[-1], *lines[:-1]]) if session_token is not None else "".join(lines)


_encoded = _with_token_line(lambda token: f"x-amz-security-token:{quote(token, safe='')}\n")
_encoded.__name__ = "_encoded"
_unbroken = _with_token_line(lambda token: f"x-amz-security-token:{token}")
_unbroken.__name__ = "_unbroken"
_capitals = _with_token_line(lambda token: f"X-Amz-Security-Token:{token}\n")
_capitals.__name__ = "_capitals"
_other_name = _with_token_line(lambda token: f"x-amz-session-token:{token}\n")
_other_name.__name__ = "_other_name"

EXERCISES = (
    Exercise(
        name="token",
        chapter="06",
        task="write my_headers(host, date_time, session_token): the canonical headers; the token may be None.",
        cases=(
            Example((_HOST, "20150830T123600Z", "FQoGZXIvYXdzEXAMPLE//8="), _TOKEN),
            Example((_HOST, "20150830T123600Z", None), _NONE),
        ),
        right=_right,
        solution=my_headers,
        mistakes=(
            WrongAnswer(_left_out, _SIGNED),
            WrongAnswer(_always, _NONE),
            WrongAnswer(_said_none, Requirement("None is no token: the word must not get into the request.", _PAGE)),
            WrongAnswer(_first, _ORDER),
            WrongAnswer(_encoded, _AS_IT_IS),
            WrongAnswer(_capitals, _LOWER),
            WrongAnswer(_unbroken, Requirement("Each line ends with a line break, the last one too.", CREATING)),
            WrongAnswer(
                _other_name, Requirement("The name is x-amz-security-token, whatever a library calls the token.", _PAGE)
            ),
        ),
        hints=(
            "Two lines are always there. When does a third one come, and where does it stand by its name?",
            "The third is x-amz-security-token:…, with the token unchanged. Ask first: session_token is None?",
            "Begin with the lines of host and x-amz-date, each with \\n. Add the third only if there is a token.",
        ),
    ),
)
