"""A mistake: a row of the doctor's table, with the change that it makes to a recipe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from itertools import islice
from typing import Any, NamedTuple

from sigv4_explain.doctor.finding import Cause
from sigv4_explain.doctor.recipe import KeyDerivation, Recipe, SignedRequest

Change = Callable[[Recipe], Recipe]
"""What a mistake does to a recipe; it may leave it as it is."""

MOST_VARIANTS = 200
"""Spellings of one mistake that are tried."""

LONGEST_TRIED = 32_768
"""Characters of a canonical request up to which mistakes are tried: AWS refuses longer ones."""

LONGEST_PAIRED = 8_192
"""Characters of a canonical request up to which two mistakes are tried at once."""

MOST_PAIRED = 100
"""Headers and parameters of a request up to which two mistakes are tried at once, and texts compared by mistakes."""


class Basis(Enum):
    """Why a spelling is tried."""

    REQUEST = "the request gives reason to"
    GUESS = "it is one of a long list"


class Variant(NamedTuple):
    """One spelling of a mistake."""

    spelling: str
    """In words, after the mistake's sentence; it holds no secret."""
    change: Change
    basis: Basis = Basis.REQUEST


class Composition(Enum):
    """What a change makes of an earlier change to the same step."""

    ALTERS = "works on what is there, so that both are seen"
    REPLACES = "writes the step anew, so that the earlier change is lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake(Cause):
    """Something that clients are known to do wrong, and how to do it to a signature on purpose.

    Mistakes are tried in the order of how often they were seen.
    """

    variants: Callable[[SignedRequest], Iterator[Variant]]
    """The spellings that fit a case; none when the case leaves no room for the mistake."""
    composition: Composition = Composition.ALTERS

    def tried(self, arrived: SignedRequest) -> Iterator[Variant]:
        """Return the first MOST_VARIANTS spellings: a request of a thousand headers has two thousand."""
        return islice(self.variants(arrived), MOST_VARIANTS)


Rows = Mapping[str, tuple[Callable[[SignedRequest], Iterator[Variant]], Composition]]
"""For the slug of each cause: what makes it, and its composition."""


# What _replace does, without its checks: a replay does it some thousand times.
_new = tuple.__new__
_FIELDS = Recipe._fields


def put(**values: Any) -> Change:
    """Return the change that writes these values into a recipe."""
    of = values.get
    return lambda recipe: _new(Recipe, map(of, _FIELDS, recipe))


def put_key(**values: Any) -> Change:
    """Return the change that writes these values into a recipe's key chain."""
    of = values.get

    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(key_chain=_new(KeyDerivation, map(of, KeyDerivation._fields, recipe.key_chain)))

    return change


def different(arrived: SignedRequest, field: str, written: Iterable[tuple[str, str]]) -> Iterator[Variant]:
    """Return a variant for each new value of a field, without those that change nothing and without repeats."""
    tried = {getattr(arrived.recipe, field)}
    for spelling, value in written:
        if value not in tried:
            tried.add(value)
            yield Variant(spelling, put(**{field: value}))


def rewritten(spelling: str, field: str, pattern: str, new: str | Callable[[re.Match[str]], str]) -> Variant:
    """Return the variant that replaces a pattern wherever it stands in a field."""
    return Variant(spelling, changed_text(field, partial(re.compile(pattern).sub, new)))


def changed_text(field: str, written: Callable[[str], str]) -> Change:
    """Return the change that writes a field anew from what stands in it."""
    known = cache(written)  # of two mistakes most leave the field as it was
    return lambda recipe: put(**{field: known(getattr(recipe, field))})(recipe)


def both(first: Change, then: Change) -> Change:
    """Return the change that makes one change after the other."""
    return lambda recipe: then(first(recipe))


ENCODERS = (
    ("as JavaScript's encodeURI", ";,/?:@&=+$!*'()#"),
    ("as JavaScript's encodeURIComponent", "!*'()"),
    ("as Java's URLEncoder, which keeps the asterisk", "*"),
    ("as Go's URL.EscapedPath", "$&+,/:;=@"),
    ("as RFC 3986 permits in a path", "!$&'()*+,;=:@/"),
)
"""How each is called, and what it keeps beside ``A-Z a-z 0-9 - . _ ~``.

Sources: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/encodeURI,
https://docs.oracle.com/javase/8/docs/api/java/net/URLEncoder.html, https://pkg.go.dev/net/url#URL.EscapedPath,
RFC 3986 section 3.3.
"""


def each_line(written: Callable[[str, str], tuple[str, str]]) -> Change:
    """Return the change that writes each header line anew, from its name and value."""
    return lambda recipe: recipe._replace(header_lines=tuple([written(*line) for line in recipe.header_lines]))


def with_value(name: str, value: str) -> Change:
    """Return the change that gives a header another value."""
    return each_line(lambda key, old: (key, value if key == name else old))


def without_line(name: str) -> Change:
    """Return the change that leaves a header out of the lines, not of the list of names."""
    return lambda recipe: recipe._replace(header_lines=tuple([line for line in recipe.header_lines if line[0] != name]))


def without(name: str) -> Change:
    """Return the change that leaves a header out, of the lines and of the list of names."""

    def of_the_list(recipe: Recipe) -> Recipe:
        return recipe._replace(signed_names=tuple([signed for signed in recipe.signed_names if signed != name]))

    return both(without_line(name), of_the_list)


def valued(arrived: SignedRequest, name: str, values: Iterable[str]) -> Iterator[Variant]:
    """Return a variant for each value that a signed header does not have."""
    for key, right in arrived.recipe.header_lines:
        if key == name:
            for value in dict.fromkeys(values):
                if value != right:
                    yield Variant(f"{name} was signed as {value!r}", with_value(name, value))


def left_out(arrived: SignedRequest, names: Iterable[str]) -> Iterator[Variant]:
    """Return the variants in which one of these headers is not signed, though the list names it."""
    signed = set(arrived.recipe.signed_names)
    for name in names:
        if name in signed:
            yield Variant(f"without {name}", without(name))
            yield Variant(f"without the line of {name}", without_line(name))


def every_value(arrived: SignedRequest, spelling: str, written: Callable[[str], str]) -> Iterator[Variant]:
    """Return the variant that writes every header's value in another way, and one for each header alone."""
    wrong = {name: written(value) for name, value in arrived.recipe.header_lines if written(value) != value}
    if len(wrong) > 1:
        yield Variant(spelling, each_line(lambda name, value: (name, written(value))))
    for name, value in wrong.items():
        yield Variant(f"{name}, {spelling}", with_value(name, value))


def seldom(variants: Callable[[SignedRequest], Iterator[Variant]]) -> Callable[[SignedRequest], Iterator[Variant]]:
    """Return spellings that are tried after what the request gives reason to, and not with another guess."""

    def guessed(arrived: SignedRequest) -> Iterator[Variant]:
        return (variant._replace(basis=Basis.GUESS) for variant in variants(arrived))

    return guessed
