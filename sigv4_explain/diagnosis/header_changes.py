"""Changes to the header lines of a recipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Change, Variant
from sigv4_explain.diagnosis.recipe import Recipe


def with_value(name: str, value: str) -> Change:
    """Return the change that gives a header another value."""

    def change(recipe: Recipe) -> Recipe:
        lines = [(key, value if key == name else old) for key, old in recipe.header_lines]
        return recipe._replace(header_lines=tuple(lines))

    return change


def without(name: str) -> Change:
    """Return the change that leaves a header out, of the lines and of the list of names."""

    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(
            header_lines=tuple([line for line in recipe.header_lines if line[0] != name]),
            signed_names=tuple([signed for signed in recipe.signed_names if signed != name]),
        )

    return change


def without_line(name: str) -> Change:
    """Return the change that leaves a header out of the lines, not of the list of names."""

    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(header_lines=tuple([line for line in recipe.header_lines if line[0] != name]))

    return change


def valued(case: Case, name: str, values: Iterable[str]) -> Iterator[Variant]:
    """Return a variant for each value that a signed header does not have."""
    for key, right in case.recipe.header_lines:
        if key == name:
            for value in dict.fromkeys(values):
                if value != right:
                    yield Variant(f"{name} was signed as {value!r}", with_value(name, value))


def left_out(case: Case, names: Iterable[str]) -> Iterator[Variant]:
    """Return the variants in which one of these headers is not signed, though the list names it."""
    signed = set(case.recipe.signed_names)
    for name in names:
        if name in signed:
            yield Variant(f"without {name}", without(name))
            yield Variant(f"without the line of {name}", without_line(name))


def every_value(case: Case, spelling: str, written: Callable[[str], str]) -> Iterator[Variant]:
    """Return the variant that writes every header's value in another way, and one for each header alone."""
    wrong = {name: written(value) for name, value in case.recipe.header_lines if written(value) != value}
    if len(wrong) > 1:
        yield Variant(spelling, _each(written))
    for name, value in wrong.items():
        yield Variant(f"{name}, {spelling}", with_value(name, value))


def _each(written: Callable[[str], str]) -> Change:
    def change(recipe: Recipe) -> Recipe:
        return recipe._replace(header_lines=tuple([(name, written(value)) for name, value in recipe.header_lines]))

    return change
