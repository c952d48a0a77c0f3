"""Which mistakes lead from one side's texts to the other's: each difference is explained, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import NamedTuple

from sigv4_explain.doctor.aspects import Aspect, aspects_of, changed_aspects, differing, field_of, shared_names
from sigv4_explain.doctor.compare.texts import Written
from sigv4_explain.doctor.evidence import Texts
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import LONGEST_TRIED, MOST_PAIRED, Basis, Mistake, Variant
from sigv4_explain.doctor.rebuilt import texts_of
from sigv4_explain.doctor.recipe import Recipe, SignedRequest

_MOST_HALVES = 80
"""Changes of one place that are tried two at a time."""


class Explanation(NamedTuple):
    """Mistakes, one or two in the same place, and the differences that they make."""

    mistakes: tuple[Mistake, ...]
    spellings: tuple[str, ...]
    aspects: frozenset[Aspect]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, and the differences between them that their texts show."""

    right: Written
    """What AWS has."""
    wrong: Written
    """What the client has."""
    theirs: Mapping[Aspect, object] = field(repr=False)
    mine: Mapping[Aspect, object] = field(repr=False)
    differences: frozenset[Aspect]

    @classmethod
    def of(cls, right: Written, wrong: Written) -> Comparison:
        """Compare two sides in what both of them show."""
        shared = shared_names(right.recipe, wrong.recipe)
        theirs, mine = aspects_of(right.recipe, shared), aspects_of(wrong.recipe, shared)
        differences = [aspect for aspect in differing(theirs, mine) if right.shows(aspect) and wrong.shows(aspect)]
        return cls(right, wrong, theirs, mine, frozenset(differences))

    @property
    def untried(self) -> str | None:
        """Say why no mistake is tried on the differences of these texts; None where they are of the usual size."""
        recipes = self.right.recipe, self.wrong.recipe
        if any(len(recipe.header_lines) > MOST_PAIRED for recipe in recipes):
            return f"No known mistake was tried on it: there are more than {MOST_PAIRED} headers."
        if any(len(recipe.canonical_request()) > LONGEST_TRIED for recipe in recipes):
            return f"No known mistake was tried on it: the text is longer than {LONGEST_TRIED:,} characters."
        return None

    def explained(self, cases: Iterable[SignedRequest]) -> tuple[Explanation, ...]:
        """Explain the differences by the table of mistakes: first those that explain most, then two in one place.

        The cases are tried in their order, until one explains everything.
        """
        explanations: list[Explanation] = []
        attempts: list[_Attempt] = []
        tried: list[SignedRequest] = []
        is_tried = (self.differences or self.wrong.is_unread) and self.untried is None
        for place, arrived in enumerate(cases if is_tried else ()):
            tried.append(arrived)
            attempts += self._attempts(arrived, place)
            explanations = self._chosen(attempts)
            if self.differences and not self._unexplained(explanations):
                return tuple(explanations)
        if is_tried and (whole := self._whole(tried)):
            return (whole,)
        for aspect in sorted(self._unexplained(explanations)):
            pair = self._pair(aspect, attempts)
            if pair is not None and pair.aspects <= self._unexplained(explanations):
                explanations.append(pair)
        return tuple(explanations)

    def _whole(self, cases: Iterable[SignedRequest]) -> Explanation | None:
        """Explain texts that have no such lines as a canonical request has: by a mistake that writes just these."""
        mine, shared = _bare(self.wrong.given), shared_names(self.right.recipe, self.wrong.recipe)
        for arrived in cases:
            right = _bare(texts_of(arrived.recipe))
            for mistake in MISTAKES:
                for variant in mistake.tried(arrived):
                    recipe = variant.change(arrived.recipe)
                    made = _bare(texts_of(recipe))
                    is_seen = any(text not in ("", other) for text, other in zip(mine, right, strict=True))
                    if is_seen and all(text in ("", other) for text, other in zip(mine, made, strict=True)):
                        made_so = changed_aspects(arrived.recipe, recipe, shared)
                        return Explanation((mistake,), (variant.spelling,), self.differences | made_so)
        return None

    def _chosen(self, attempts: list[_Attempt]) -> list[Explanation]:
        """Choose mistakes that make just what the client has, each for what no other explains."""
        remaining = set(self.differences)
        chosen = []
        for attempt in sorted([each for each in attempts if self._fits(each.recipe, each.made)], key=_rank):
            if attempt.made <= remaining:
                remaining -= attempt.made
                chosen.append(Explanation((attempt.mistake,), (attempt.variant.spelling,), attempt.made))
        return chosen

    def _unexplained(self, explanations: list[Explanation]) -> frozenset[Aspect]:
        return self.differences.difference(*[explanation.aspects for explanation in explanations])

    def _attempts(self, arrived: SignedRequest, place: int) -> Iterator[_Attempt]:
        """Make each mistake, and keep those that change only what does differ."""
        shared = shared_names(self.right.recipe, self.wrong.recipe)
        for mistake in MISTAKES:
            for variant in mistake.tried(arrived):
                recipe = variant.change(arrived.recipe)
                made = frozenset(filter(self._is_shown, changed_aspects(arrived.recipe, recipe, shared)))
                if made and made <= self.differences:
                    yield _Attempt(mistake, variant, recipe, made, place)

    def _is_shown(self, aspect: Aspect) -> bool:
        return self.right.shows(aspect) and self.wrong.shows(aspect)

    def _fits(self, recipe: Recipe, made: frozenset[Aspect]) -> bool:
        """Tell whether a mistake makes just what the client has."""
        fields = {field_of(aspect) for aspect in made}
        aspects = aspects_of(recipe, shared_names(self.right.recipe, self.wrong.recipe), fields)
        return all(aspects.get(aspect) == self.mine.get(aspect) for aspect in made)

    def _pair(self, aspect: Aspect, attempts: list[_Attempt]) -> Explanation | None:
        halves = [attempt for attempt in attempts if aspect in attempt.made][:_MOST_HALVES]
        for first, second in permutations(halves, 2):
            made = first.made | second.made
            if first.mistake is not second.mistake and first.place == second.place:
                recipe = second.variant.change(first.recipe)
                if self._fits(recipe, made):
                    spellings = first.variant.spelling, second.variant.spelling
                    return Explanation((first.mistake, second.mistake), spellings, made)
        return None


def _bare(texts: Texts) -> tuple[str, ...]:
    """Return both texts without what a paste may have changed."""
    return tuple([(text or "").strip("\r\n").replace("\r\n", "\n") for text in texts])


class _Attempt(NamedTuple):
    mistake: Mistake
    variant: Variant
    recipe: Recipe
    made: frozenset[Aspect]
    place: int
    """Of its case; the later ones assume more."""


def _rank(attempt: _Attempt) -> tuple[int, int, bool, int]:
    """Put first what explains most, assumes least and was seen most often."""
    is_guess = attempt.variant.basis is Basis.GUESS
    return -len(attempt.made), attempt.place, is_guess, MISTAKES.index(attempt.mistake)
