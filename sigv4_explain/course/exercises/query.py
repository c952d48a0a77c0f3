"""Exercise of notebook 02: the canonical query string."""

from __future__ import annotations

from urllib.parse import quote, unquote_plus

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.course.exercise import Case, Exercise, Mistake
from sigv4_explain.course.exercises import query_mistakes as wrong
from sigv4_explain.course.rule import Rule

_NOTHING = Rule("An empty piece is no parameter: a query without parameters stays empty.")
_SORTED = Rule("Parameters are sorted by their encoded name, and those of one name by their encoded value.")
_ENCODED = Rule("All but A-Z a-z 0-9 - . _ ~ is percent-encoded, in names and values, the slash too.")
_EMPTY = Rule("A parameter without a value is written with an equals sign and nothing after it.")
_ONCE = Rule("What is encoded already is not encoded again: decode first, then encode once.")
_SPACE = Rule(
    "A space is %20, never a plus; a plus that was sent is a space to the server.",
    "https://url.spec.whatwg.org/#urlencoded-parsing",
)
_REPEATED = Rule("A name may come twice, and then both are signed. (S3 alone takes the first and no other.)")
_ENCODED_FIRST = Rule("First encode, then sort: %C3 comes before a, though ë comes after z.")
_CASE = Rule("Sorting goes by the byte: capital letters come before small ones.")
_EQUALS = Rule("The first equals sign ends the name; any other belongs to the value, as %3D.")
_UPPER = Rule("The hex digits are upper case, also where the client sent small ones.")
_VALUES = Rule("Parameters of one name are sorted by their value, not left in the order of sending.")
_PLUS = Rule("A plus that was sent is read as a space, so it is signed as %20, not as %2B.", _SPACE.source)


def my_query(query: str) -> str:
    """Return the canonical query string."""
    pairs = []
    for piece in query.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            pairs.append((quote(unquote_plus(name), safe="~"), quote(unquote_plus(value), safe="~")))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


EXERCISES = (
    Exercise(
        name="query",
        chapter="02",
        task="write my_query(query): the query string as sent, without the question mark, in; the canonical one out.",
        cases=(
            Case(("a=1&b=2",), _SORTED),
            Case(("b=2&a=1",), _SORTED),
            Case(("a-b=1&a=2",), Rule("Names are sorted, not whole texts: a comes before a-b, whatever follows it.")),
            Case(("path=a/b",), _ENCODED),
            Case(("uploads",), _EMPTY),
            Case(("",), _NOTHING),
            Case(("&a=1&&b=2",), _NOTHING),
            Case(("q=a%20b",), _ONCE),
            Case(("q=a+b",), _SPACE),
            Case(("a=2&a=1",), _REPEATED),
            Case(("a=1&B=2",), _CASE),
            Case(("z=1&ë=2",), _ENCODED_FIRST),
            Case(("token=a==",), _EQUALS),
            Case(("name=Zo%c3%ab~",), _UPPER),
        ),
        right=canonical_query_string,
        imports=("from urllib.parse import quote, unquote_plus",),
        solution=my_query,
        mistakes=(
            Mistake(wrong.as_sent, _SORTED),
            Mistake(wrong.unsorted, Rule("Parameters are sorted; here they stand as they were sent.")),
            Mistake(
                wrong.sorted_as_text, Rule("Names are sorted, not whole texts: a comes before a-b, whatever follows.")
            ),
            Mistake(wrong.slashes_kept, Rule("In a query the slash is encoded too, as %2F; only in a path it stays.")),
            Mistake(wrong.plus_for_space, _SPACE),
            Mistake(wrong.empty_dropped, _EMPTY),
            Mistake(wrong.encoded_again, _ONCE),
            Mistake(wrong.empty_piece_kept, _NOTHING),
            Mistake(wrong.one_of_each, _REPEATED),
            Mistake(wrong.sorted_before_encoding, _ENCODED_FIRST),
            Mistake(wrong.case_ignored, _CASE),
            Mistake(wrong.cut_at_each_equals, _EQUALS),
            Mistake(wrong.lower_hex, _UPPER),
            Mistake(wrong.values_unsorted, _VALUES),
            Mistake(wrong.plus_kept, _PLUS),
        ),
        hints=(
            "Take it apart first: pieces between &, then name and value at the first =.",
            "urllib.parse has unquote_plus, to decode what was sent, and quote, whose safe= is '/' unless you say '~'.",
            "Collect pairs of encoded name and encoded value, sort the pairs, then join each with = and all with &.",
        ),
    ),
)
