"""Exercise of notebook 02: the canonical query string."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer

# The canonical query string as people write it who do not know a rule of it yet.

Pairs = Iterable[tuple[str, str]]


def _sent(query: str, decode: Callable[[str], str] = unquote_plus) -> list[tuple[str, str]]:
    pieces = [piece.partition("=") for piece in query.split("&") if piece]
    return [(decode(name), decode(value)) for name, _, value in pieces]


def _encoded(pairs: Pairs) -> list[tuple[str, str]]:
    return [(quote(name, safe="~"), quote(value, safe="~")) for name, value in pairs]


def _joined(pairs: Pairs) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


def as_sent(query: str) -> str:
    """Leave it as it is."""
    return query


def unsorted(query: str) -> str:
    """Encode, and leave the order."""
    return _joined(_encoded(_sent(query)))


def sorted_as_text(query: str) -> str:
    """Sort the finished pieces."""
    return "&".join(sorted(unsorted(query).split("&")))


def slashes_kept(query: str) -> str:
    """Call quote without safe=."""
    return _joined((quote(name), quote(value)) for name, value in sorted(_sent(query)))


def plus_for_space(query: str) -> str:
    """Encode as a form does."""
    return _joined((quote_plus(name), quote_plus(value)) for name, value in sorted(_sent(query)))


def empty_dropped(query: str) -> str:
    """Read with parse_qsl, which drops a parameter without a value."""
    return _joined(sorted(_encoded(parse_qsl(query))))


def empty_piece_kept(query: str) -> str:
    """Make a parameter of nothing, where the query is empty."""
    return _joined(sorted(_encoded(_sent(query)))) or "="


def encoded_again(query: str) -> str:
    """Encode what is encoded already."""
    return _joined(sorted(_encoded(_sent(query, decode=str))))


def one_of_each(query: str) -> str:
    """Keep the parameters in a dictionary."""
    return _joined(sorted(_encoded(dict(_sent(query)).items())))


def sorted_before_encoding(query: str) -> str:
    """Sort, then encode."""
    return _joined(_encoded(sorted(_sent(query))))


def case_ignored(query: str) -> str:
    """Sort capital and small letters alike."""
    return _joined(sorted(_encoded(_sent(query)), key=lambda pair: (pair[0].lower(), pair[1])))


def cut_at_each_equals(query: str) -> str:
    """Split at every equals sign."""
    pieces = [[*piece.split("="), ""] for piece in query.split("&") if piece]
    return _joined(sorted(_encoded((unquote_plus(piece[0]), unquote_plus(piece[1])) for piece in pieces)))


def lower_hex(query: str) -> str:
    """Write the hex digits small."""
    return re.sub("%..", lambda found: found[0].lower(), _joined(sorted(_encoded(_sent(query)))))


def values_unsorted(query: str) -> str:
    """Sort by the name alone."""
    return _joined(sorted(_encoded(_sent(query)), key=lambda pair: pair[0]))


def plus_kept(query: str) -> str:
    """Take a plus for a plus."""
    return _joined(sorted(_encoded(_sent(query, decode=unquote))))


_NOTHING = Requirement("An empty piece is no parameter: a query without parameters stays empty.")


_SORTED = Requirement("Parameters are sorted by their encoded name, and those of one name by their encoded value.")


_ENCODED = Requirement("All but A-Z a-z 0-9 - . _ ~ is percent-encoded, in names and values, the slash too.")


_EMPTY = Requirement("A parameter without a value is written with an equals sign and nothing after it.")


_ONCE = Requirement("What is encoded already is not encoded again: decode first, then encode once.")


_SPACE = Requirement(
    "A space is %20, never a plus; a plus that was sent is a space to the server.",
    "https://url.spec.whatwg.org/#urlencoded-parsing",
)


_REPEATED = Requirement("A name may come twice, and then both are signed. (S3 alone takes the first and no other.)")


_ENCODED_FIRST = Requirement("First encode, then sort: %C3 comes before a, though ë comes after z.")


_CASE = Requirement("Sorting goes by the byte: capital letters come before small ones.")


_EQUALS = Requirement("The first equals sign ends the name; any other belongs to the value, as %3D.")


_UPPER = Requirement("The hex digits are upper case, also where the client sent small ones.")


_VALUES = Requirement("Parameters of one name are sorted by their value, not left in the order of sending.")


_PLUS = Requirement("A plus that was sent is read as a space, so it is signed as %20, not as %2B.", _SPACE.source)


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
            Example(("a=1&b=2",), _SORTED),
            Example(("b=2&a=1",), _SORTED),
            Example(
                ("a-b=1&a=2",),
                Requirement("Names are sorted, not whole texts: a comes before a-b, whatever follows it."),
            ),
            Example(("path=a/b",), _ENCODED),
            Example(("uploads",), _EMPTY),
            Example(("",), _NOTHING),
            Example(("&a=1&&b=2",), _NOTHING),
            Example(("q=a%20b",), _ONCE),
            Example(("q=a+b",), _SPACE),
            Example(("a=2&a=1",), _REPEATED),
            Example(("a=1&B=2",), _CASE),
            Example(("z=1&ë=2",), _ENCODED_FIRST),
            Example(("token=a==",), _EQUALS),
            Example(("name=Zo%c3%ab~",), _UPPER),
        ),
        right=canonical_query_string,
        imports=("from urllib.parse import quote, unquote_plus",),
        solution=my_query,
        mistakes=(
            WrongAnswer(as_sent, _SORTED),
            WrongAnswer(unsorted, Requirement("Parameters are sorted; here they stand as they were sent.")),
            WrongAnswer(
                sorted_as_text, Requirement("Names are sorted, not whole texts: a comes before a-b, whatever follows.")
            ),
            WrongAnswer(
                slashes_kept, Requirement("In a query the slash is encoded too, as %2F; only in a path it stays.")
            ),
            WrongAnswer(plus_for_space, _SPACE),
            WrongAnswer(empty_dropped, _EMPTY),
            WrongAnswer(encoded_again, _ONCE),
            WrongAnswer(empty_piece_kept, _NOTHING),
            WrongAnswer(one_of_each, _REPEATED),
            WrongAnswer(sorted_before_encoding, _ENCODED_FIRST),
            WrongAnswer(case_ignored, _CASE),
            WrongAnswer(cut_at_each_equals, _EQUALS),
            WrongAnswer(lower_hex, _UPPER),
            WrongAnswer(values_unsorted, _VALUES),
            WrongAnswer(plus_kept, _PLUS),
        ),
        hints=(
            "Take it apart first: pieces between &, then name and value at the first =.",
            "urllib.parse has unquote_plus, to decode what was sent, and quote, whose safe= is '/' unless you say '~'.",
            "Collect pairs of encoded name and encoded value, sort the pairs, then join each with = and all with &.",
        ),
    ),
)
