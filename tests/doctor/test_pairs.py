from __future__ import annotations

from dataclasses import replace
from random import Random

from sigv4_explain.doctor import Certainty, Diagnosis
from tests.doctor.drawing import pool
from tests.doctor.parts import MISTAKES, Composition, Mistake, Recipe, SignedRequest, replay, replay_pairs
from tests.doctor.signing_wrongly import Wrong, same_texts

PAIRS = 20


def _changed(mistake: Mistake, arrived: SignedRequest, recipe: Recipe, random: Random) -> Recipe:
    variants = list(mistake.variants(arrived))
    return random.choice(variants).change(recipe) if variants else recipe


def _both_made(arrived: SignedRequest, random: Random) -> tuple[set[str], Recipe] | None:
    """Make two random mistakes, one after the other; None when one has no room, or the second undoes the first."""
    one, other = random.sample(MISTAKES, k=2)
    first = _changed(one, arrived, arrived.recipe, random)
    second = _changed(other, arrived, arrived.recipe, random)
    both = _changed(other, arrived, first, random)
    is_undone = one.step == other.step and other.composition is Composition.REPLACES
    if is_undone or both in (first, second) or arrived.recipe in (first, second, both):
        return None
    # Where the signing key itself is sent, or the last HMAC has another key, nothing of the text may be left to see.
    if both.signature() in (first.signature(), second.signature()):
        return None
    return {one.slug, other.slug}, both


def _names(diagnosis: Diagnosis, slugs: set[str], wrong: Wrong) -> bool:
    """Tell whether the doctor proves these mistakes, or fewer or others that give the same bytes."""
    proven = {finding.cause for finding in diagnosis.findings if finding.certainty is Certainty.PROVEN}
    if proven == slugs:
        return True
    received = replace(wrong.arrived, received=wrong.recipe.signature())
    found = (*replay(received), *replay_pairs(received))
    return bool(proven) and any(same_texts(proof.recipe, wrong.recipe) for proof in found)


def test_two_mistakes_at_once_are_both_named() -> None:
    """In at least ninety-five percent of random pairs; when one mistake gives the same bytes, it is named alone."""
    random = Random(36)
    named: list[bool] = []

    while len(named) < PAIRS:
        arrived = replace(random.choice(pool()), hosts=())
        if made := _both_made(arrived, random):
            slugs, recipe = made
            wrong = Wrong(arrived, recipe)
            diagnosis = wrong.diagnosed(request=wrong.request, credentials=wrong.credentials)
            named.append(_names(diagnosis, slugs, wrong))

    assert sum(named) >= 0.95 * PAIRS
