"""Mistakes with the headers: the order of the lines and of the names, and names that come twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Change, Mistake, Variant, both
from sigv4_explain.diagnosis.recipe import Recipe


def _listed(case: Case) -> tuple[str, ...]:
    """Return the names of SignedHeaders as the request has them: in its order, with repeats."""
    return tuple([name for name in case.presented.parameters.get("SignedHeaders", "").lower().split(";") if name])


def _place_in(order: Sequence[str]) -> Callable[[str], int]:
    """Return what tells the place of a name; a name that is not in the order, of a damaged text, comes last."""
    places = {name: place for place, name in enumerate(order)}
    return lambda name: places.get(name, len(places))


def _names_by(order: Sequence[str]) -> Change:
    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(signed_names=tuple(sorted(recipe.signed_names, key=_place_in(order))))

    return change


def _lines_by(order: Sequence[str]) -> Change:
    def change(recipe: Recipe) -> Recipe:
        place = _place_in(order)
        return recipe._replace(header_lines=tuple(sorted(recipe.header_lines, key=lambda line: place(line[0]))))

    return change


def _order(case: Case) -> Iterator[Variant]:
    signed = case.recipe.signed_names
    sent = tuple(dict.fromkeys([name.lower() for name, _ in case.reading.headers]))
    orders = {"as listed": _listed(case), "as sent": sent, "backwards": signed[::-1]}
    for spelling, order in orders.items():
        if set(order) == set(signed):
            names, lines = _names_by(order), _lines_by(order)
            yield Variant(f"the names, {spelling}", names)
            yield Variant(f"the lines, {spelling}", lines)
            yield Variant(f"both, {spelling}", both(names, lines))


def _repeated(case: Case) -> Iterator[Variant]:
    listed = _listed(case)
    if len(set(listed)) < len(listed):
        orders = {"as listed": listed, "sorted": tuple(sorted(listed))}
    else:
        orders = {
            f"{name} twice": tuple(sorted((*listed, name))) for name in ("content-type", "host") if name in listed
        }
    for spelling, names in orders.items():
        yield Variant(f"in the list, {spelling}", _repeating_names(names))
        yield Variant(f"in the list and the lines, {spelling}", _repeating_lines(names))


def _repeating_names(names: tuple[str, ...]) -> Change:
    return lambda recipe: recipe._replace(signed_names=names)


def _repeating_lines(names: tuple[str, ...]) -> Change:
    def change(recipe: Recipe) -> Recipe:
        values = dict(recipe.header_lines)
        lines = tuple([(name, values[name]) for name in names if name in values])
        return recipe._replace(signed_names=names, header_lines=lines)

    return change


def _as_text(case: Case) -> Iterator[Variant]:
    def change(recipe: Recipe) -> Recipe:
        by_text = sorted(recipe.header_lines, key=lambda line: f"{line[0]}:{line[1]}")
        return recipe._replace(header_lines=tuple(by_text))

    if any(f"{name}-" in ";".join(case.recipe.signed_names) for name in case.recipe.signed_names):
        yield Variant("", change)


HEADER_ORDER = (
    Mistake(
        slug="signed-headers-order",
        seen=7,
        sentence="The header lines, or the names in SignedHeaders, were signed in another order.",
        how="They were signed as they are sent or listed, or the two lists were sorted in different ways.",
        fix="Sort the lower-case names once, and write both from that list.",
        step="canonical_headers",
        variants=_order,
    ),
    Mistake(
        slug="duplicate-signed-header",
        seen=3,
        sentence="A header's name was signed twice.",
        how="The client keeps headers in a mapping that tells Content-Type and content-type apart.",
        fix="Write each name once, in lower case; join the values of repeats by commas.",
        step="signed_headers",
        variants=_repeated,
    ),
    Mistake(
        slug="headers-sorted-as-string",
        seen=2,
        sentence="The header lines were sorted as texts name:value.",
        how="So x-amz-meta-b comes before x-amz-meta, because - is less than the colon.",
        fix="Sort by name.",
        step="canonical_headers",
        variants=_as_text,
    ),
)
