"""All that the URL bench shows of a signature, read from its trace."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sigv4_explain.render.characters import exact
from sigv4_explain.render.url_bench_fates import Fate
from sigv4_explain.render.url_bench_linked import Linked, linked_path, linked_query
from sigv4_explain.render.url_bench_query import Parameter, parameters_of
from sigv4_explain.render.url_bench_rounds import Round, rounds_of
from sigv4_explain.trace.trace import Trace


class Kind(NamedTuple):
    """Characters that fare alike, for one row of words."""

    sent: str
    signed: str
    words: str


class UrlBenchView(NamedTuple):
    """What is drawn. Session tokens are masked in it."""

    url: str
    service: str
    path: Linked
    query: Linked
    parameters: tuple[Parameter, ...]
    rounds: tuple[Round, ...]

    @classmethod
    def of(cls, trace: Trace) -> UrlBenchView:
        """Read a trace."""
        parameters = parameters_of(trace["canonical_query_string"])
        return cls(
            url=f"{trace.request.url.partition('#')[0].partition('?')[0]}{_query(parameters)}",
            service=trace["credential_scope"].inputs["service"],
            path=linked_path(trace["canonical_uri"]),
            query=linked_query(parameters),
            parameters=parameters,
            rounds=rounds_of(trace["canonical_uri"]),
        )

    def kinds(self) -> Counter[Kind]:
        """Count the characters of each kind, in the order in which they first appear."""
        sides = (self.path, self.query)
        return Counter([kind_of(side, number) for side in sides for number in range(len(side.characters))])


def _query(parameters: tuple[Parameter, ...]) -> str:
    return "?" + "&".join([one.sent for one in parameters]) if parameters else ""


def kind_of(side: Linked, number: int) -> Kind:
    """Return a character's kind: what is kept is one kind, whatever the letter; so is what is dropped."""
    sent, signed, fate = side.characters[number]
    if fate is Fate.KEPT:
        return Kind(_UNRESERVED, _SAME, side.words(number))
    if fate in (Fate.DROPPED_WITH_SEGMENT, Fate.REPEATED):
        return Kind(_SEGMENT if fate is Fate.DROPPED_WITH_SEGMENT else _REPEAT, _NOTHING, side.words(number))
    return Kind(named(sent), named(signed), side.words(number))


def named(text: str) -> str:
    """Picture a character for a cell of a table, where a blank or nothing would not be seen.

    >>> named(" "), named("")
    ('a space', 'nothing')
    """
    return {"": _NOTHING, " ": _SPACE}.get(text, exact(text))


_NOTHING, _SPACE, _SAME = "nothing", "a space", "the same"
_UNRESERVED, _SEGMENT, _REPEAT = "letters, digits, - . _ ~", "a segment and its slash", "a repeat and its &"
WORDS = frozenset({_NOTHING, _SPACE, _SAME, _UNRESERVED, _SEGMENT, _REPEAT})
"""What stands in a kind in place of a character."""
