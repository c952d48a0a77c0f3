"""What a proxy, a redirect or a server does to a request after it was signed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigv4_explain import Credentials, Request, SigningRules, diagnose, sign
from sigv4_explain.doctor import Certainty
from tests.core.examples import ALICE, MOMENT
from tests.doctor.parts import Recipe, SignedRequest
from tests.doctor.signing_wrongly import message
from tests.tables import tables

TABLES = tables(__file__)
PLACE: dict[str, Any] = {"region": "eu-central-1", "service": "execute-api"}
URL = "https://api.example.com/pets/a%20b?limit=5&page=2"


def _signed() -> SignedRequest:
    request = Request("POST", URL, TABLES["headers"], '{"name": "Rex", "age": 3}')
    rules = replace(SigningRules.for_service("execute-api"), never_signed=frozenset({"authorization"}))
    return SignedRequest.of(sign(request, ALICE, at=MOMENT, rules=rules, **PLACE), ALICE.secret_access_key, **PLACE)


def _arrived(recipe: Recipe, changed: dict[str, str]) -> Recipe:
    """Change steps of a recipe, or headers that were signed."""
    steps: dict[str, Any] = {name: value for name, value in changed.items() if name in recipe._fields}
    assert changed.keys() - steps.keys() <= set(recipe.signed_names)
    lines = tuple((name, changed.get(name, value)) for name, value in recipe.header_lines)
    return recipe._replace(header_lines=lines, **steps)


@pytest.mark.parametrize(("credentials", "certainty"), [(None, Certainty.SHOWN), (ALICE, Certainty.PROVEN)])
@pytest.mark.parametrize(("cause", "changed"), TABLES["on_the_way"].values(), ids=TABLES["on_the_way"])
def test_a_change_on_the_way_is_named_from_the_answer(
    cause: str, changed: dict[str, str], credentials: Credentials | None, certainty: Certainty
) -> None:
    """AWS's text shows what became of it; the secret proves that the client is not to blame."""
    arrived = _signed()
    answer = message(_arrived(arrived.recipe, changed))
    top = diagnose(arrived.request, answer=answer, credentials=credentials, **PLACE).top

    assert top is not None
    assert (top.cause, top.certainty) == (cause, certainty)
    assert credentials is None or any("changed on the way" in says for says in top.evidence)
