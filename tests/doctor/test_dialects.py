from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from sigv4_explain import Request, diagnose, sign
from tests.core.examples import ALICE, MOMENT
from tests.doctor.drawing import pool
from tests.doctor.parts import DIALECTS, MISTAKES, Case, Dialect, Habit, Services, Variant, dialects_of
from tests.doctor.signing_wrongly import Wrong

CASES = 40
_BY_SLUG = {mistake.slug: mistake for mistake in MISTAKES}


def _variants(dialect: Dialect, case: Case) -> list[Variant]:
    return [
        variant
        for slug, spelling in dialect.habits
        for variant in _BY_SLUG[slug].variants(case)
        if variant.spelling == spelling
    ]


def _forged(dialect: Dialect) -> Iterator[Case]:
    """Sign cases as a client does, where it makes a difference."""
    for case in pool():
        if (dialect.services is Services.S3) != case.encodes_twice:
            recipe = case.recipe
            for variant in _variants(dialect, case):
                recipe = variant.change(recipe)
            if recipe != case.recipe:
                yield replace(case, received=recipe.signature())


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: f"{dialect.client}, {dialect.services.name}")
def test_a_client_is_recognised_by_what_it_signs(dialect: Dialect) -> None:
    """The proof names no habit without which the signature would be the same."""
    cases = list(islice(_forged(dialect), CASES))
    assert len(cases) == CASES

    for case in cases:
        (proof,) = [proof for known, proof in dialects_of(case) if known is dialect]

        assert proof.recipe.signature() == case.received
        assert set(zip(proof.slugs, proof.spellings, strict=True)) <= set(dialect.habits)
        if len(proof.slugs) == 1:
            assert proof.recipe != proof.right


@pytest.mark.parametrize("habit", sorted({habit for dialect in DIALECTS for habit in dialect.habits}))
def test_a_habit_is_a_mistake_of_the_table(habit: Habit) -> None:
    """Some request has room for it, and it changes something there."""
    assert any(
        variant.spelling == habit.spelling and variant.change(case.recipe) != case.recipe
        for case in pool()
        for variant in _BY_SLUG[habit.slug].variants(case)
    )


def test_a_right_signature_is_nobodys_dialect() -> None:
    """Whoever signed it."""
    right = [replace(case, received=case.recipe.signature()) for case in pool()[:1000]]

    assert [found for case in right for found in dialects_of(case)] == []


def test_a_client_that_would_have_done_more_is_not_named() -> None:
    """A request with room for two habits of awscurl, made with one of them."""
    case = next(
        case for case in pool() if case.encodes_twice and "//" in case.request.path and "%" in case.reading.query
    )
    (kept,) = _BY_SLUG["path-not-normalised"].variants(case)
    received = kept.change(case.recipe).signature()

    assert "awscurl 0.44" not in [dialect.client for dialect, _ in dialects_of(replace(case, received=received))]


@pytest.mark.parametrize(
    ("path", "signed_path", "causes"),
    [
        ("/b", "/b", {"double-encoded-query"}),
        ("/a//b", "/a//b", {"double-encoded-query", "path-not-normalised"}),
    ],
)
def test_the_doctor_names_the_client(path: str, signed_path: str, causes: set[str]) -> None:
    """Beside each mistake that is proven; what the client does is told where it makes several."""
    request = Request("GET", f"https://example.com{path}?q=a%20b")
    signed = sign(request, ALICE, region="us-east-1", service="execute-api", at=MOMENT)
    case = Case.of(signed, ALICE.secret_access_key, region="us-east-1", service="execute-api")
    recipe = case.recipe._replace(canonical_uri=signed_path, canonical_query_string="q=a%2520b")
    findings = diagnose(Wrong(case, recipe).request, credentials=ALICE, service="execute-api").findings
    told = [says for says in findings[0].evidence if says.startswith("This is what awscurl 0.44 does")]

    assert {finding.cause for finding in findings} == causes
    assert {finding.client for finding in findings} == {"awscurl 0.44"}
    assert bool(told) == (len(causes) > 1)
