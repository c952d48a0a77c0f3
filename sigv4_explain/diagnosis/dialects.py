"""Dialects: a signature that is wrong in the way of one real client, which may be three mistakes and more at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.forge import Forge
from sigv4_explain.diagnosis.known_clients import DIALECTS, Dialect, Services
from sigv4_explain.diagnosis.mistake import Mistake, Variant
from sigv4_explain.diagnosis.mistakes import MISTAKES
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.diagnosis.replay import Proof

_Step = tuple[Mistake, Variant]

_BY_SLUG = {mistake.slug: mistake for mistake in MISTAKES}


def dialects_of(case: Case) -> Iterator[tuple[Dialect, Proof]]:
    """Make all the habits of each client for which the case has room; return those that give the received signature.

    A proof holds the habits without which the signature would be another. A right signature gives none.

    >>> from dataclasses import replace
    >>> from sigv4_explain import Credentials, Request, sign
    >>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    >>> place = {"region": "us-east-1", "service": "execute-api"}
    >>> signed = sign(Request("GET", "https://example.com/?q=a%20b"), alice, at="20150830T123600Z", **place)
    >>> case = Case.of(signed, alice.secret_access_key, **place)
    >>> list(dialects_of(case))
    []
    >>> twice = case.recipe._replace(canonical_query_string="q=a%2520b")
    >>> [(dialect.client, proof) for dialect, proof in dialects_of(replace(case, received=twice.signature()))]
    [('awscurl 0.44', <Proof: double-encoded-query>)]
    """
    forge = Forge.of(case)
    if forge.reproduces(case.recipe):
        return
    served = Services.OTHERS if case.encodes_twice else Services.S3
    for dialect in DIALECTS:
        if dialect.services is served:
            steps = _steps(dialect, case)
            recipe = _made(steps, case.recipe)
            if forge.reproduces(recipe):
                mistakes, variants = zip(*_needed(steps, recipe, case.recipe), strict=True)
                yield dialect, Proof(mistakes, tuple([variant.spelling for variant in variants]), recipe, case.recipe)


def _steps(dialect: Dialect, case: Case) -> list[_Step]:
    steps = []
    for slug, spelling in dialect.habits:
        mistake = _BY_SLUG[slug]
        steps += [(mistake, variant) for variant in mistake.variants(case) if variant.spelling == spelling]
    return steps


def _made(steps: Sequence[_Step], recipe: Recipe) -> Recipe:
    for _, variant in steps:
        recipe = variant.change(recipe)
    return recipe


def _needed(steps: list[_Step], recipe: Recipe, right: Recipe) -> list[_Step]:
    """Leave out, the last first, what makes no difference."""
    for step in reversed(steps):
        others = [other for other in steps if other is not step]
        if _made(others, right) == recipe:
            steps = others
    return steps
