"""The aspects of a recipe, the smallest things in which two sides can differ, and where each stands in the texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Any, NamedTuple

from sigv4_explain.canonical import Headers
from sigv4_explain.doctor.finding import Place
from sigv4_explain.doctor.recipe import Recipe
from sigv4_explain.masking import fields_alone

SCOPE_WORDS = ("date", "region", "service", "terminator")


class Aspect(NamedTuple):
    """One thing that a side has signed."""

    kind: str
    """A field of the recipe, or ``header``, ``header order``, ``signed name``, ``signed order``, ``scope``."""
    name: str = ""
    """Which header, or which word of the scope."""


_CANONICAL = (
    "method",
    "canonical_uri",
    "canonical_query_string",
    "hashed_payload",
    "line_break",
    "after_headers",
    "ending",
    "between_names",
    "layout",
    "text_form",
)

_STRING_TO_SIGN = (
    "algorithm",
    "date_time",
    "text_line_break",
    "head_layout",
    "hash_form",
    "text_ending",
    "to_sign_form",
)


class Shared(NamedTuple):
    """The names that both sides have, among which the order counts."""

    lines: frozenset[str]
    names: frozenset[str]


def aspects_of(recipe: Recipe, shared: Shared, fields: Iterable[str] = Recipe._fields) -> dict[Aspect, object]:
    """Return what a recipe says in each aspect, or in those of a few of its fields."""
    found: dict[Aspect, object] = {}
    for field in fields:
        value = getattr(recipe, field)
        if field in _PLAIN:
            found[_PLAIN[field]] = value
        elif field in _COMPOSED:
            found |= _COMPOSED[field](value, shared)
    return found


def _of_header_lines(lines: Headers, shared: Shared) -> dict[Aspect, object]:
    found: dict[Aspect, tuple[str, ...]] = {}
    for name, value in lines:
        place = Aspect("header", name)
        found[place] = (*found.get(place, ()), value)
    return {**found, Aspect("header order"): tuple([name for name, _ in lines if name in shared.lines])}


def _of_signed_names(names: tuple[str, ...], shared: Shared) -> dict[Aspect, object]:
    counted = {Aspect("signed name", name): count for name, count in Counter(names).items()}
    return {**counted, Aspect("signed order"): tuple([name for name in names if name in shared.names])}


def _of_scope(scope: tuple[str, ...], _shared: Shared) -> dict[Aspect, object]:
    words = zip(SCOPE_WORDS, (*scope, *[None] * len(SCOPE_WORDS)), strict=False)
    more = {Aspect("scope", "more"): scope[len(SCOPE_WORDS) :]} if len(scope) > len(SCOPE_WORDS) else {}
    return {**{Aspect("scope", label): word for label, word in words}, **more}


_PLAIN = {field: Aspect(field) for field in (*_CANONICAL, *_STRING_TO_SIGN)}
_COMPOSED: Mapping[str, Callable[[Any, Shared], dict[Aspect, object]]] = {
    "header_lines": _of_header_lines,
    "signed_names": _of_signed_names,
    "scope": _of_scope,
}


_FIELDS = {
    "header": "header_lines",
    "header order": "header_lines",
    "signed name": "signed_names",
    "signed order": "signed_names",
}


def field_of(aspect: Aspect) -> str:
    """Return the field of a recipe that says an aspect."""
    return _FIELDS.get(aspect.kind, aspect.kind)


def shared_names(one: Recipe, other: Recipe) -> Shared:
    """Return the names that both sides have: as lines, and in SignedHeaders."""
    lines = frozenset([name for name, _ in one.header_lines]) & {name for name, _ in other.header_lines}
    return Shared(lines, frozenset(one.signed_names) & frozenset(other.signed_names))


def differing(one: Mapping[Aspect, object], other: Mapping[Aspect, object]) -> set[Aspect]:
    """Return the aspects in which two sides differ; what one of them lacks is a difference too."""
    return {aspect for aspect in one.keys() | other.keys() if one.get(aspect) != other.get(aspect)}


def changed_aspects(one: Recipe, other: Recipe, shared: Shared) -> set[Aspect]:
    """Return the aspects in which two recipes differ: a mistake mostly writes one field, and only that is looked at."""
    values = zip(Recipe._fields, one, other, strict=True)
    fields = [field for field, value, another in values if value is not another and value != another]
    return differing(aspects_of(one, shared, fields), aspects_of(other, shared, fields)) if fields else set()


def is_of_string_to_sign(aspect: Aspect) -> bool:
    """Tell whether an aspect shows in the string to sign, not in the canonical request."""
    return aspect.kind in (*_STRING_TO_SIGN, "scope")


class Located(NamedTuple):
    """A place in the client's text, the line there, and AWS's."""

    where: Place | None
    sent: str | None
    expected: str | None

    def __repr__(self) -> str:
        return fields_alone(self)


NOWHERE = Located(None, None, None)
_LINES = {"method": 0, "canonical_uri": 1, "canonical_query_string": 2}
_HEAD_LINES = {"algorithm": 0, "date_time": 1, "scope": 2}


def located(aspect: Aspect, wrong: Recipe, right: Recipe) -> Located:
    """Return where an aspect stands in the texts of both sides."""
    if is_of_string_to_sign(aspect) and aspect.kind in _HEAD_LINES and _heads_alike(wrong, right):
        line = _HEAD_LINES[aspect.kind]
        return _at_lines("string_to_sign", wrong.string_to_sign(), right.string_to_sign(), line, line)
    if is_of_string_to_sign(aspect):
        return first_difference("string_to_sign", wrong.string_to_sign(), right.string_to_sign())
    mine, theirs = wrong.canonical_request(), right.canonical_request()
    if wrong.layout != right.layout or "\n" not in wrong.line_break:
        return first_difference("canonical_request", mine, theirs)
    if aspect.kind in _LINES:
        return _at_lines("canonical_request", mine, theirs, _LINES[aspect.kind], _LINES[aspect.kind])
    if aspect.kind == "header":
        my_line, their_line = _header_line(wrong, aspect.name), _header_line(right, aspect.name)
        return _at_lines("canonical_request", mine, theirs, my_line, their_line)
    from_end = {"hashed_payload": 0, "signed name": 1, "signed order": 1}
    if aspect.kind in from_end:
        my_line = _count(mine, wrong) - 1 - from_end[aspect.kind]
        return _at_lines("canonical_request", mine, theirs, my_line, _count(theirs, right) - 1 - from_end[aspect.kind])
    return first_difference("canonical_request", mine, theirs)


def _heads_alike(wrong: Recipe, right: Recipe) -> bool:
    return wrong.head_layout == right.head_layout and "\n" in wrong.text_line_break


def first_difference(text: str, mine: str, theirs: str) -> Located:
    """Return the first lines of two texts that are not the same; NOWHERE for equal texts."""
    my_lines, their_lines = mine.split("\n"), theirs.split("\n")
    changes = SequenceMatcher(None, my_lines, their_lines, autojunk=False).get_opcodes()
    for kind, start, end, other_start, other_end in changes:
        if kind != "equal":
            sent = my_lines[start] if start < end else ""
            expected = their_lines[other_start] if other_start < other_end else ""
            return _located(text, start, sent, expected)
    return NOWHERE


def _count(text: str, recipe: Recipe) -> int:
    return len(text.removesuffix(recipe.ending).split("\n")) if recipe.ending else len(text.split("\n"))


def _header_line(recipe: Recipe, name: str) -> int | None:
    """Return the line of a header, counted from 0; None when it has none."""
    return next((3 + place for place, (key, _) in enumerate(recipe.header_lines) if key == name), None)


def _at_lines(text: str, mine: str, theirs: str, my_line: int | None, their_line: int | None) -> Located:
    my_lines, their_lines = mine.split("\n"), theirs.split("\n")
    sent = "" if my_line is None else my_lines[my_line]
    expected = "" if their_line is None else their_lines[their_line]
    line = my_line if my_line is not None else their_line
    return _located(text, line or 0, sent, expected)


def _located(text: str, line: int, sent: str, expected: str) -> Located:
    before = _equal(sent, expected)
    after = _equal(sent[before:][::-1], expected[before:][::-1])
    return Located(Place(text, line + 1, before, max(before, len(sent) - after)), sent, expected)


def _equal(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
