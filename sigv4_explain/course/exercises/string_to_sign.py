"""Exercise of notebook 04: the string to sign."""

from __future__ import annotations

from hashlib import sha256

from sigv4_explain.canonical import hashed_canonical_request
from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.encoding import EMPTY_SHA256, sha256_hex
from sigv4_explain.signature import ALGORITHM, string_to_sign

_LINES = Requirement("Four lines: algorithm, date and time, scope, hash of the canonical request, in this order.")
_HASHED = Requirement("The last line is not the canonical request but its SHA-256.")
_LOWER = Requirement("The hash is written in lower-case hex digits.")
_ONCE = Requirement("The canonical request is hashed once; the bytes of the hash are written as hex, not hashed again.")
_NO_END = Requirement("There is a line break between the lines, and none after the last.")
_ONE_LF = Requirement("A line break is one character, the line feed; a carriage return would be signed too.")
_ALGORITHM = Requirement("The first line names the algorithm: AWS4-HMAC-SHA256.")
_UTF_8 = Requirement("The canonical request is text, and the hash is made of its UTF-8 bytes.")
_SCOPE, _TIME = "20150830/eu-central-1/execute-api/aws4_request", "20150830T123600Z"
_REQUEST = f"GET\n/\n\nhost:example.com\nx-amz-date:{_TIME}\n\nhost;x-amz-date\n{EMPTY_SHA256}"


def my_string_to_sign(date_time: str, scope: str, canonical_request: str) -> str:
    """Return the string to sign."""
    hashed = sha256(canonical_request.encode()).hexdigest()
    return f"AWS4-HMAC-SHA256\n{date_time}\n{scope}\n{hashed}"


def _right_text(date_time: str, scope: str, canonical_request: str) -> str:
    return string_to_sign(date_time, scope, hashed_canonical_request(canonical_request))


def _lines(*lines: str) -> str:
    return "\n".join(lines)


def _hash(text: str) -> str:
    return sha256_hex(text.encode())


def _not_hashed(time: str, scope: str, request: str) -> str:
    return _lines(ALGORITHM, time, scope, request)


def _scope_first(time: str, scope: str, request: str) -> str:
    return _lines(ALGORITHM, scope, time, _hash(request))


def _no_algorithm(time: str, scope: str, request: str) -> str:
    return _lines(time, scope, _hash(request))


def _line_end(time: str, scope: str, request: str) -> str:
    return _lines(ALGORITHM, time, scope, _hash(request), "")


def _carriage_returns(time: str, scope: str, request: str) -> str:
    return _right_text(time, scope, request).replace("\n", "\r\n")


def _upper_case(time: str, scope: str, request: str) -> str:
    return _lines(ALGORITHM, time, scope, _hash(request).upper())


def _hashed_twice(time: str, scope: str, request: str) -> str:
    return _lines(ALGORITHM, time, scope, _hash(_hash(request)))


def _latin_1(time: str, scope: str, request: str) -> str:
    return _lines(ALGORITHM, time, scope, sha256_hex(request.encode("latin-1")))


EXERCISES = (
    Exercise(
        name="string-to-sign",
        chapter="04",
        task="write my_string_to_sign(date_time, scope, canonical_request): three texts in, the string to sign out.",
        cases=(
            Example((_TIME, _SCOPE, _REQUEST), _LINES),
            Example((_TIME, _SCOPE, "GET\n/Zoë\n\nhost:example.com\n\nhost\nUNSIGNED-PAYLOAD"), _UTF_8),
        ),
        right=_right_text,
        imports=("from hashlib import sha256",),
        solution=my_string_to_sign,
        mistakes=(
            WrongAnswer(_not_hashed, _HASHED),
            WrongAnswer(_scope_first, _LINES),
            WrongAnswer(_no_algorithm, _ALGORITHM),
            WrongAnswer(_line_end, _NO_END),
            WrongAnswer(_carriage_returns, _ONE_LF),
            WrongAnswer(_upper_case, _LOWER),
            WrongAnswer(_hashed_twice, _ONCE),
            WrongAnswer(_latin_1, _UTF_8),
        ),
        hints=(
            "The canonical request goes in as its hash, however long it is. So the result has four lines.",
            "sha256 takes bytes: encode the text first. hexdigest() writes the hash as it is needed here.",
            "Join algorithm, date_time, scope and the hex digest with line breaks; nothing comes after the last.",
        ),
    ),
)
