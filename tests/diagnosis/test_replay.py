from __future__ import annotations

from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from sigv4_explain import Credentials, verify
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Mistake
from sigv4_explain.diagnosis.mistakes import MISTAKES
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.diagnosis.replay import Search, replay, replay_pairs
from tests.core.examples import MOMENT
from tests.diagnosis.drawing import REGION, pool

REQUESTS = 200


def _made(mistake: Mistake, case: Case, random: Random) -> Recipe | None:
    """Make the mistake in one of its spellings; None when the case leaves no room for it."""
    recipes = [variant.change(case.recipe) for variant in mistake.variants(case)]
    wrong = [recipe for recipe in recipes if recipe != case.recipe]
    return random.choice(wrong) if wrong else None


def _same_bytes(one: Recipe, other: Recipe) -> bool:
    return (one.canonical_request(), one.string_to_sign()) == (other.canonical_request(), other.string_to_sign())


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.slug)
def test_a_mistake_is_named_first_or_one_that_gives_the_same_bytes(mistake: Mistake) -> None:
    """On two hundred random requests, each signed with the mistake; at least once by its own name."""
    random = Random(mistake.slug)
    made = ((case, _made(mistake, case, random)) for case in random.sample(pool(), k=len(pool())))
    cases = list(islice(((case, wrong) for case, wrong in made if wrong is not None), REQUESTS))
    own_name = 0

    for case, wrong in cases:
        (proof,) = replay(replace(case, received=wrong.signature()), search=Search.FIRST)
        assert proof.mistakes == (mistake,) or _same_bytes(proof.recipe, wrong)
        assert proof.right == case.recipe
        own_name += proof.mistakes == (mistake,)

    assert len(cases) == REQUESTS
    assert own_name > 0


def test_a_request_that_the_server_accepts_gives_no_proof() -> None:
    """None of the mistakes is seen where none was made."""
    accepted = [case for case in pool() if _is_accepted(case)]

    assert len(accepted) > 2000
    assert [proof for case in accepted for proof in (*replay(case), *replay_pairs(case))] == []


def _is_accepted(case: Case) -> bool:
    secret, key_id = case.recipe.key_chain.secret, case.presented.access_key_id
    key = Credentials(key_id, secret, case.presented.session_token)
    return verify(case.request, {key_id: key}, region=REGION, service=case.reading.service, at=MOMENT).accepted
