"""The characters of a path or a query in both orders, as sent and as signed, so that each can find its echo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

from sigv4_explain.render.url_bench_fates import Character, Fate
from sigv4_explain.render.url_bench_path import path_characters
from sigv4_explain.render.url_bench_query import Parameter, in_signed_order
from sigv4_explain.trace.step import Step


@dataclass(frozen=True, slots=True)
class Linked:
    """Characters, numbered in the order in which they were sent."""

    characters: tuple[Character, ...]
    signed_order: tuple[int, ...]
    """Their numbers in the order in which they are signed."""
    moved: frozenset[int] = frozenset()
    """The numbers of those that sorting moves."""

    def words(self, number: int) -> str:
        """Say what becomes of a character."""
        moved = ", moved by sorting" if number in self.moved else ""
        return f"{self.characters[number].fate.value}{moved}"

    def runs(self) -> Iterator[range]:
        """Yield the numbers of characters that belong together: kept ones side by side, every other one alone."""
        start = 0
        for number, character in enumerate(self.characters):
            following = self.characters[number + 1].fate if number + 1 < len(self.characters) else None
            if not character.fate is following is Fate.KEPT:
                yield range(start, number + 1)
                start = number + 1


def linked_path(step: Step) -> Linked:
    """Link the path of a ``canonical_uri`` step with its canonical URI, in which nothing changes its place."""
    characters = path_characters(step)
    return Linked(characters, tuple(range(len(characters))))


def linked_query(parameters: tuple[Parameter, ...]) -> Linked:
    """Link the parameters as sent with the sorted ones, and the ampersands between them in their order."""
    characters: list[Character] = []
    ampersands: list[int] = []
    numbers: dict[int, range] = {}
    for parameter in parameters:
        if characters or parameter.place_sent > 1:
            is_kept = bool(numbers) and parameter.place_signed is not None
            if is_kept:
                ampersands.append(len(characters))
            dropped = Fate.REPEATED if parameter.characters and parameter.place_signed is None else Fate.DROPPED
            characters.append(Character("&", "&", Fate.SEPARATOR) if is_kept else Character("&", "", dropped))
        if parameter.place_signed is not None:
            numbers[parameter.place_sent] = range(len(characters), len(characters) + len(parameter.characters))
        characters += parameter.characters
    is_moved = {one.place_sent: one.place_signed != one.place_sent for one in parameters}
    moved = frozenset(chain.from_iterable(its for place, its in numbers.items() if is_moved[place]))
    ordered = [numbers[one.place_sent] for one in in_signed_order(parameters)]
    with_ampersands = chain.from_iterable(zip_longest(ordered, [[number] for number in ampersands], fillvalue=()))
    return Linked(tuple(characters), tuple(chain.from_iterable(with_ampersands)), moved)
