"""Exercise of notebook 02: the canonical query string."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, quote_plus, unquote_plus

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.course.exercise import Case, Exercise, Mistake
from sigv4_explain.course.rule import Rule

_SORTED = Rule("Parameters are sorted by their encoded name, and those of one name by their encoded value.")
_ENCODED = Rule("All but A-Z a-z 0-9 - . _ ~ is percent-encoded, in names and values, the slash too.")
_EMPTY = Rule("A parameter without a value is written with an equals sign and nothing after it.")
_ONCE = Rule("What is encoded already is not encoded again: decode first, then encode once.")
_SPACE = Rule(
    "A space is %20, never a plus; a plus that was sent is a space to the server.",
    "https://url.spec.whatwg.org/#urlencoded-parsing",
)
_REPEATED = Rule("A name may come twice, and then both are signed.")


def my_query(query: str) -> str:
    """Return the canonical query string."""
    pairs = []
    for piece in query.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            pairs.append((quote(unquote_plus(name), safe="~"), quote(unquote_plus(value), safe="~")))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def _pairs(query: str, *, keep_blank: bool = True) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=keep_blank)


def _as_sent(query: str) -> str:
    return query


def _unsorted(query: str) -> str:
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in _pairs(query))


def _sorted_as_text(query: str) -> str:
    return "&".join(sorted(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in _pairs(query)))


def _slashes_kept(query: str) -> str:
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in sorted(_pairs(query)))


def _plus_for_space(query: str) -> str:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in sorted(_pairs(query)))


def _empty_dropped(query: str) -> str:
    pairs = sorted(_pairs(query, keep_blank=False))
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


def _encoded_again(query: str) -> str:
    pairs = sorted(piece.partition("=")[::2] for piece in query.split("&") if piece)
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


def _one_of_each(query: str) -> str:
    pairs = sorted(dict(_pairs(query)).items())
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


EXERCISES = (
    Exercise(
        name="query",
        chapter="02",
        task="write my_query(query): the query string as sent, without the question mark, in; the canonical one out.",
        cases=(
            Case(("",), _SORTED),
            Case(("a=1&b=2",), _SORTED),
            Case(("b=2&a=1",), _SORTED),
            Case(("a-b=1&a=2",), Rule("Names are sorted, not whole texts: a comes before a-b, whatever follows it.")),
            Case(("path=a/b",), _ENCODED),
            Case(("uploads",), _EMPTY),
            Case(("q=a%20b",), _ONCE),
            Case(("q=a+b",), _SPACE),
            Case(("a=2&a=1",), _REPEATED),
            Case(("name=Zoë~&B=1",), _ENCODED),
        ),
        right=canonical_query_string,
        imports=("from urllib.parse import quote, unquote_plus",),
        solution=my_query,
        mistakes=(
            Mistake(_as_sent, _SORTED),
            Mistake(_unsorted, Rule("Parameters are sorted; here they stand as they were sent.")),
            Mistake(_sorted_as_text, Rule("Names are sorted, not whole texts: a comes before a-b, whatever follows.")),
            Mistake(_slashes_kept, Rule("In a query the slash is encoded too, as %2F; only in a path it stays.")),
            Mistake(_plus_for_space, _SPACE),
            Mistake(_empty_dropped, _EMPTY),
            Mistake(_encoded_again, _ONCE),
            Mistake(_one_of_each, _REPEATED),
        ),
        hints=(
            "Take it apart first: pieces between &, then name and value at the first =.",
            "urllib.parse has unquote_plus, to decode what was sent, and quote, whose safe= is '/' unless you say '~'.",
            "Collect pairs of encoded name and encoded value, sort the pairs, then join each with = and all with &.",
        ),
    ),
)
