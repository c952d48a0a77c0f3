from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from sigv4_explain import Request, diagnose, sign
from tests.core.examples import ALICE, MOMENT
from tests.doctor.drawing import pool
from tests.doctor.parts import DIALECTS, MISTAKES, Dialect, Habit, Services, SignedRequest, Variant, dialects_of
from tests.doctor.signing_wrongly import Wrong

CASES = 40
_BY_SLUG = {mistake.slug: mistake for mistake in MISTAKES}


def _variants(dialect: Dialect, arrived: SignedRequest) -> list[Variant]:
    return [
        variant
        for slug, spelling in dialect.habits
        for variant in _BY_SLUG[slug].variants(arrived)
        if variant.spelling == spelling
    ]


def _forged(dialect: Dialect) -> Iterator[SignedRequest]:
    """Sign cases as a client does, where it makes a difference."""
    for arrived in pool():
        if (dialect.services is Services.S3) != arrived.encodes_twice:
            recipe = arrived.recipe
            for variant in _variants(dialect, arrived):
                recipe = variant.change(recipe)
            if recipe != arrived.recipe:
                yield replace(arrived, received=recipe.signature())


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: f"{dialect.client}, {dialect.services.name}")
def test_a_client_is_recognised_by_what_it_signs(dialect: Dialect) -> None:
    """The proof names no habit without which the signature would be the same."""
    cases = list(islice(_forged(dialect), CASES))
    assert len(cases) == CASES

    for arrived in cases:
        (proof,) = [proof for known, proof in dialects_of(arrived) if known is dialect]

        assert proof.recipe.signature() == arrived.received
        assert set(zip(proof.slugs, proof.spellings, strict=True)) <= set(dialect.habits)
        if len(proof.slugs) == 1:
            assert proof.recipe != proof.right


@pytest.mark.parametrize("habit", sorted({habit for dialect in DIALECTS for habit in dialect.habits}))
def test_a_habit_is_a_mistake_of_the_table(habit: Habit) -> None:
    """Some request has room for it, and it changes something there."""
    assert any(
        variant.spelling == habit.spelling and variant.change(arrived.recipe) != arrived.recipe
        for arrived in pool()
        for variant in _BY_SLUG[habit.slug].variants(arrived)
    )


def test_a_right_signature_is_nobodys_dialect() -> None:
    """Whoever signed it."""
    right = [replace(arrived, received=arrived.recipe.signature()) for arrived in pool()[:1000]]

    assert [found for arrived in right for found in dialects_of(arrived)] == []


def test_a_client_that_would_have_done_more_is_not_named() -> None:
    """A request with room for two habits of awscurl, made with one of them."""
    arrived = next(
        arrived
        for arrived in pool()
        if arrived.encodes_twice and "//" in arrived.request.path and "%" in arrived.reading.query
    )
    (kept,) = _BY_SLUG["path-not-normalised"].variants(arrived)
    received = kept.change(arrived.recipe).signature()

    assert "awscurl 0.44" not in [dialect.client for dialect, _ in dialects_of(replace(arrived, received=received))]


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
    arrived = SignedRequest.of(signed, ALICE.secret_access_key, region="us-east-1", service="execute-api")
    recipe = arrived.recipe._replace(canonical_uri=signed_path, canonical_query_string="q=a%2520b")
    findings = diagnose(Wrong(arrived, recipe).request, credentials=ALICE, service="execute-api").findings
    told = [says for says in findings[0].evidence if says.startswith("This is what awscurl 0.44 does")]

    assert {finding.cause for finding in findings} == causes
    assert {finding.client for finding in findings} == {"awscurl 0.44"}
    assert bool(told) == (len(causes) > 1)
