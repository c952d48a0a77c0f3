"""Exercise of notebook 03: the canonical headers."""

from __future__ import annotations

from sigv4_explain.canonical import canonical_headers
from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.encoding import trim

_SUITE = "https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4"

_LINE = Requirement("A header is one line: name, colon, value, with no blank after the colon.")
_END = Requirement("Each line ends with a line break, the last one too.")
_LOWER = Requirement("Names are written in lower case.")
_SORTED = Requirement("Lines are sorted by name.")
_BY_NAME = Requirement("Names are sorted, not whole lines: x-a comes before x-a-b, though - comes before the colon.")
_TRIMMED = Requirement("Values are trimmed, and runs of blanks in them become one.")
_ONE_LINE = Requirement("A header that is sent twice is one line.", f"{_SUITE}/get-header-key-duplicate")
_ORDER = Requirement(
    "The values of one header keep the order in which they were sent.", f"{_SUITE}/get-header-value-order"
)
_COMMA = Requirement(
    "The values of one header are joined by a comma without a blank.", f"{_SUITE}/get-header-key-duplicate"
)

Headers = tuple[tuple[str, str], ...]


def my_headers(headers: tuple[tuple[str, str], ...]) -> str:
    """Return the canonical headers."""
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(" ".join(value.split()))
    return "".join(f"{name}:{','.join(values[name])}\n" for name in sorted(values))


def _written(headers: Headers, separator: str = ",") -> str:
    """Write headers whose values are ready, in the order of their names' first coming."""
    values: dict[str, str] = {}
    for name, value in headers:
        values[name] = f"{values[name]}{separator}{value}" if name in values else value
    return "".join(f"{name}:{value}\n" for name, value in values.items())


def _lowered(headers: Headers) -> Headers:
    return tuple((name.lower(), trim(value)) for name, value in headers)


def _by_name(headers: Headers) -> Headers:
    return tuple(sorted(headers, key=lambda pair: pair[0]))


def _as_sent(headers: Headers) -> str:
    return "".join(f"{name}: {value}\n" for name, value in headers)


def _without_end(headers: Headers) -> str:
    return canonical_headers(headers).removesuffix("\n")


def _case_kept(headers: Headers) -> str:
    return _written(_by_name(tuple((name, trim(value)) for name, value in headers)))


def _all_lower(headers: Headers) -> str:
    return canonical_headers(headers).lower()


def _unsorted(headers: Headers) -> str:
    return _written(_lowered(headers))


def _sorted_before_lowering(headers: Headers) -> str:
    return _written(_lowered(_by_name(headers)))


def _sorted_as_lines(headers: Headers) -> str:
    return "".join(sorted(canonical_headers(headers).splitlines(keepends=True)))


def _untrimmed(headers: Headers) -> str:
    return _written(_by_name(tuple((name.lower(), value) for name, value in headers)))


def _a_line_for_each(headers: Headers) -> str:
    return "".join(f"{name}:{value}\n" for name, value in _by_name(_lowered(headers)))


def _last_alone(headers: Headers) -> str:
    return "".join(f"{name}:{value}\n" for name, value in sorted(dict(_lowered(headers)).items()))


def _values_sorted(headers: Headers) -> str:
    return _written(tuple(sorted(_lowered(headers))))


def _blank_after_comma(headers: Headers) -> str:
    return _written(_by_name(_lowered(headers)), ", ")


_HOST = ("host", "example.com")

EXERCISES = (
    Exercise(
        name="headers",
        chapter="03",
        task="write my_headers(headers): pairs of name and value as sent in, the canonical headers out.",
        cases=(
            Example(((_HOST,),), _LINE),
            Example(((_HOST, ("x-amz-date", "20150830T123600Z")),), _END),
            Example(((("Host", "example.com"), ("X-Amz-Date", "20150830T123600Z")),), _LOWER),
            Example(((("x-b", "1"), _HOST, ("x-a", "2")),), _SORTED),
            Example(((("accept", "*/*"), ("X-B", "1"), ("x-a", "2")),), _SORTED),
            Example(((("x-a-b", "1"), ("x-a", "2")),), _BY_NAME),
            Example(((_HOST, ("my-header", '  "a   b"  ')),), _TRIMMED),
            Example(((("my-header", "b"), _HOST, ("My-Header", " a ")),), _ONE_LINE),
            Example(((("my-header", "b"), ("my-header", "a"), ("my-header", "c")),), _ORDER),
        ),
        right=canonical_headers,
        solution=my_headers,
        mistakes=(
            WrongAnswer(_as_sent, _LINE),
            WrongAnswer(_without_end, _END),
            WrongAnswer(_case_kept, _LOWER),
            WrongAnswer(
                _all_lower, Requirement("Names alone are written in lower case; a value keeps its letters as they are.")
            ),
            WrongAnswer(_unsorted, _SORTED),
            WrongAnswer(
                _sorted_before_lowering, Requirement("Lower case first, then sort: as sent, X-B stands before x-a.")
            ),
            WrongAnswer(_sorted_as_lines, _BY_NAME),
            WrongAnswer(_untrimmed, _TRIMMED),
            WrongAnswer(_a_line_for_each, _ONE_LINE),
            WrongAnswer(
                _last_alone, Requirement("A header may come twice, and every value is signed, not the last one alone.")
            ),
            WrongAnswer(_values_sorted, _ORDER),
            WrongAnswer(_blank_after_comma, _COMMA),
        ),
        hints=(
            "Collect the values by lower-case name first. Sort at the end.",
            "A dictionary with a list of values for each name: values.setdefault(name.lower(), []).append(value).",
            "Trim values as you collect them. For each name in sorted(values): name, colon, ','.join(…), line break.",
        ),
    ),
)
