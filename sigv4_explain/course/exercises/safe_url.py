"""Exercise of notebook 11: a URL about which signers have least to disagree."""

from __future__ import annotations

from urllib.parse import quote

from sigv4_explain.course.exercise import Case, Exercise, Mistake
from sigv4_explain.course.exercises import safe_url_mistakes as wrong
from sigv4_explain.course.exercises import safe_url_rules as rules
from sigv4_explain.course.rule import Rule

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
            Case((_API, ["items", "1"], []), rules.SEGMENTS),
            Case((_API, ["items"], [("a", "1"), ("b", "2")]), rules.PARAMETERS),
            Case((f"{_API}/", ["items"], []), rules.EMPTY_SEGMENT),
            Case((_API, ["items", "", "1"], []), rules.EMPTY_SEGMENT),
            Case((_API, ["two words"], []), rules.BLANK),
            Case((_API, ["a/b", "50%"], []), rules.SLASH),
            Case((_API, ["items"], [("q", "two words")]), rules.PLUS_FOR_BLANK),
            Case((_API, ["items"], [("sum", "1+1")]), rules.PLUS),
            Case((_API, ["items"], [("at", "12:30"), ("next", "/a/b"), ("token", "abc==")]), rules.RESERVED),
            Case((_API, ["items"], [("tag", "b"), ("tag", "a")]), rules.REPEATED),
            Case((_API, ["items"], [("uploads", "")]), rules.EQUALS_SIGN),
            Case((_API, ["items"], [("", "x"), ("a", "1")]), rules.NAMELESS),
            Case((_API, ["Zoë~"], [("ü", "a&b=c")]), rules.RESERVED),
        ),
        judge=rules.judged,
        imports=("from urllib.parse import quote",),
        solution=my_url,
        mistakes=(
            Mistake(wrong.as_given, rules.BLANK),
            Mistake(wrong.slash_doubled, rules.EMPTY_SEGMENT),
            Mistake(wrong.slash_kept, rules.SLASH),
            Mistake(wrong.plus_for_blank, rules.PLUS_FOR_BLANK),
            Mistake(
                wrong.by_urlencode,
                Rule("urlencode writes a plus for a blank, unless you say quote_via=quote.", _PYTHON),
            ),
            Mistake(wrong.plus_kept, rules.PLUS),
            Mistake(wrong.reserved_kept, rules.RESERVED),
            Mistake(wrong.slash_kept_in_query, Rule("In a query the slash is encoded too, as %2F.")),
            Mistake(wrong.in_a_dictionary, rules.REPEATED),
            Mistake(wrong.without_equals_sign, rules.EQUALS_SIGN),
            Mistake(wrong.empty_left_out, rules.EMPTY_LEFT_OUT),
            Mistake(wrong.nameless_kept, rules.NAMELESS),
            Mistake(wrong.encoded_twice, rules.TWICE),
            Mistake(wrong.segments_run_together, rules.SEGMENTS),
        ),
        hints=(
            "Encode each piece by itself, before you join them: afterwards nobody can tell a slash from a slash.",
            "quote leaves the slash alone unless you say safe=''. It writes %20 for a blank and %2B for a plus.",
            "Drop empty segments and names, take the slash off the base's end, join name and value with = always.",
        ),
    ),
)
