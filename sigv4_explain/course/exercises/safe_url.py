"""Exercise of notebook 11: a URL about which signers have least to disagree."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus, unquote, urlencode

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer

# The usual mistakes in the exercise ``safe-url``: URLs about which signers disagree, or that say something else.

Pairs = list[tuple[str, str]]


Mistaken = Callable[[str, list[str], Pairs], str]


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _joined(base: str, segments: list[str], parameters: Pairs, encode: Callable[[str], str] = _encoded) -> str:
    path = "".join(f"/{_encoded(segment)}" for segment in segments if segment)
    pairs = [f"{encode(name)}={encode(value)}" for name, value in parameters if name]
    return base.rstrip("/") + path + ("?" + "&".join(pairs) if pairs else "")


def as_given(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode nothing."""
    pairs = "&".join(f"{name}={value}" for name, value in parameters if name)
    path = "/".join([base.rstrip("/"), *filter(None, segments)])
    return f"{path}?{pairs}" if pairs else path


def slash_doubled(base: str, segments: list[str], parameters: Pairs) -> str:
    """Put a slash before each segment, whatever is there already."""
    path = base + "".join(f"/{_encoded(segment)}" for segment in segments)
    return path + _joined("", [], parameters)


def slash_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Join first, then encode: each slash stays."""
    return base.rstrip("/") + quote("".join(f"/{each}" for each in segments if each)) + _joined("", [], parameters)


def plus_for_blank(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode as forms do."""
    return _joined(base, segments, parameters, quote_plus)


def by_urlencode(base: str, segments: list[str], parameters: Pairs) -> str:
    """Leave the query to urlencode, which also keeps what has no name."""
    return _joined(base, segments, []) + ("?" + urlencode(parameters) if parameters else "")


def plus_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode all but the plus."""
    return _joined(base, segments, parameters, lambda text: quote(text, safe="+"))


def reserved_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Leave in the query what a URL may have there."""
    return _joined(base, segments, parameters, lambda text: quote(text, safe="/:=*"))


def slash_kept_in_query(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode the query with quote as it comes."""
    return _joined(base, segments, parameters, quote)


def in_a_dictionary(base: str, segments: list[str], parameters: Pairs) -> str:
    """Keep one value of each name."""
    return _joined(base, segments, list(dict(parameters).items()))


def without_equals_sign(base: str, segments: list[str], parameters: Pairs) -> str:
    """Send a name without a value alone."""
    pairs = [f"{_encoded(name)}={_encoded(value)}" if value else _encoded(name) for name, value in parameters if name]
    return _joined(base, segments, []) + ("?" + "&".join(pairs) if pairs else "")


def empty_left_out(base: str, segments: list[str], parameters: Pairs) -> str:
    """Send only what has a value."""
    return _joined(base, segments, [(name, value) for name, value in parameters if value])


def nameless_kept(base: str, segments: list[str], parameters: Pairs) -> str:
    """Send a value without a name."""
    pairs = [f"{_encoded(name)}={_encoded(value)}" for name, value in parameters]
    return _joined(base, segments, []) + ("?" + "&".join(pairs) if pairs else "")


def encoded_twice(base: str, segments: list[str], parameters: Pairs) -> str:
    """Encode the whole after its parts."""
    return quote(_joined(base, segments, parameters), safe="/:?=&")


def segments_run_together(base: str, segments: list[str], parameters: Pairs) -> str:
    """Forget the slash between base and path."""
    return base.rstrip("/") + "/".join(_encoded(each) for each in segments if each) + _joined("", [], parameters)


# Which URLs are safe to sign, as rules: most are about a row of the table of clients.

_FORM = "https://url.spec.whatwg.org/#urlencoded-parsing"


_URI = "https://www.rfc-editor.org/rfc/rfc3986#section-2"


TEXT = Requirement("Return the URL as text, with the base at its beginning.", _URI)


SEGMENTS = Requirement("The path is the base's, then each segment after a slash of its own.", _URI)


PARAMETERS = Requirement("The query stands after a question mark: name=value, with & between two of them.", _FORM)


BLANK = Requirement("No URL has a raw blank: write %20.", _URI)


EMPTY_SEGMENT = Requirement("Two slashes in a row: some signers make one of them, as AWS does, and some do not.")


SLASH = Requirement("A slash within a segment is %2F: quote leaves it alone unless you say safe=''.", _URI)


PLUS_FOR_BLANK = Requirement(
    "A blank is %20: some signers sign the plus that quote_plus and urlencode write as a plus.", _FORM
)


PLUS = Requirement("A plus that is meant as one is %2B: raw, some signers take it for a blank, as AWS may.", _FORM)


RESERVED = Requirement(
    "Encode all but A-Z a-z 0-9 - . _ ~ yourself, as %3A: some signers leave : * = / and others as they came."
)


REPEATED = Requirement("A name may come twice, with both values: a dictionary keeps only one of them.", _FORM)


EQUALS_SIGN = Requirement("A parameter without a value is sent with an equals sign: not every signer adds it.")


EMPTY_LEFT_OUT = Requirement("An empty value is a value: the parameter is still sent.", _FORM)


NAMELESS = Requirement("A value without a name is left out: signers do not agree what it is.", _FORM)


TWICE = Requirement("Encode once: the percent sign of %20 is not encoded again.", _URI)


_find_raw = re.compile(r"%(?![0-9A-F]{2})|[^A-Za-z0-9._~%-]").search


def judged(arguments: tuple[Any, ...], answer: Any) -> Requirement | None:
    """Return the rule that a URL breaks, or None. The order of the parameters is free."""
    base, segments, parameters = arguments[0].rstrip("/"), arguments[1], arguments[2]
    if not isinstance(answer, str) or not answer.startswith(base):
        return TEXT
    path, _, query = answer.removeprefix(base).partition("?")
    pairs = [piece.partition("=") for piece in query.split("&") if piece]
    broken = (
        (" " in answer, BLANK),
        ("//" in path, EMPTY_SEGMENT),
        ("+" in query, PLUS),
        (any(not name for name, _, _ in pairs), NAMELESS),
        (any(not equals for _, equals, _ in pairs), EQUALS_SIGN),
        (_find_raw(path.replace("/", "") + "".join(name + value for name, _, value in pairs)), RESERVED),
        (_meant(("" if path == "/" else path).split("/")) != ["", *filter(None, segments)], SEGMENTS),
        (sorted(_meant(map("".join, pairs))) != sorted(f"{n}={v}" for n, v in parameters if n), PARAMETERS),
    )
    return next((rule for is_broken, rule in broken if is_broken), None)


def _meant(pieces: Any) -> list[str]:
    return [unquote(piece) for piece in pieces]


_API = "https://abc123.execute-api.eu-central-1.amazonaws.com/prod"


_PYTHON = "https://docs.python.org/3/library/urllib.parse.html#urllib.parse.urlencode"


def my_url(base: str, segments: list[str], parameters: list[tuple[str, str]]) -> str:
    """Return a URL that leaves a signer nothing to decide."""
    path = "".join("/" + quote(segment, safe="") for segment in segments if segment)
    pairs = [f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in parameters if name]
    return base.rstrip("/") + path + ("?" + "&".join(pairs) if pairs else "")


EXERCISES = (
    Exercise(
        name="safe-url",
        chapter="11",
        task="write my_url(base, segments, parameters): texts as a user has them in, a URL that is safe to sign out.",
        cases=(
            Example((_API, ["items", "1"], []), SEGMENTS),
            Example((_API, ["items"], [("a", "1"), ("b", "2")]), PARAMETERS),
            Example((f"{_API}/", ["items"], []), EMPTY_SEGMENT),
            Example((_API, ["items", "", "1"], []), EMPTY_SEGMENT),
            Example((_API, ["two words"], []), BLANK),
            Example((_API, ["a/b", "50%"], []), SLASH),
            Example((_API, ["items"], [("q", "two words")]), PLUS_FOR_BLANK),
            Example((_API, ["items"], [("sum", "1+1")]), PLUS),
            Example((_API, ["items"], [("at", "12:30"), ("next", "/a/b"), ("token", "abc==")]), RESERVED),
            Example((_API, ["items"], [("tag", "b"), ("tag", "a")]), REPEATED),
            Example((_API, ["items"], [("uploads", "")]), EQUALS_SIGN),
            Example((_API, ["items"], [("", "x"), ("a", "1")]), NAMELESS),
            Example((_API, ["Zoë~"], [("ü", "a&b=c")]), RESERVED),
        ),
        judge=judged,
        imports=("from urllib.parse import quote",),
        solution=my_url,
        mistakes=(
            WrongAnswer(as_given, BLANK),
            WrongAnswer(slash_doubled, EMPTY_SEGMENT),
            WrongAnswer(slash_kept, SLASH),
            WrongAnswer(plus_for_blank, PLUS_FOR_BLANK),
            WrongAnswer(
                by_urlencode,
                Requirement("urlencode writes a plus for a blank, unless you say quote_via=quote.", _PYTHON),
            ),
            WrongAnswer(plus_kept, PLUS),
            WrongAnswer(reserved_kept, RESERVED),
            WrongAnswer(slash_kept_in_query, Requirement("In a query the slash is encoded too, as %2F.")),
            WrongAnswer(in_a_dictionary, REPEATED),
            WrongAnswer(without_equals_sign, EQUALS_SIGN),
            WrongAnswer(empty_left_out, EMPTY_LEFT_OUT),
            WrongAnswer(nameless_kept, NAMELESS),
            WrongAnswer(encoded_twice, TWICE),
            WrongAnswer(segments_run_together, SEGMENTS),
        ),
        hints=(
            "Encode each piece by itself, before you join them: afterwards nobody can tell a slash from a slash.",
            "quote leaves the slash alone unless you say safe=''. It writes %20 for a blank and %2B for a plus.",
            "Drop empty segments and names, take the slash off the base's end, join name and value with = always.",
        ),
    ),
)
