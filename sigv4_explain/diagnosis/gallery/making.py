"""How a broken request is made: from a right one, by a mistake on purpose, and refused by our own server."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import NamedTuple

from sigv4_explain.authorization import authorization_header
from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Change
from sigv4_explain.diagnosis.mistakes import MISTAKES
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.masking import EXAMPLE_SECRET_OF_IAM, EXAMPLE_TOKEN
from sigv4_explain.request import Request
from sigv4_explain.signing import sign
from sigv4_explain.verifier.verdict import Verdict
from sigv4_explain.verifier.verify import verify

MOMENT = "20150830T123600Z"
REGION = "eu-central-1"
API = "https://abc123.execute-api.eu-central-1.amazonaws.com/default"
FUNCTION = "https://echoexampleexampleexampleexample.lambda-url.eu-central-1.on.aws"
BUCKET = "https://notes.s3.eu-central-1.amazonaws.com"

LENT_KEY = Credentials("ASIAIOSFODNN7EXAMPLE", EXAMPLE_SECRET_OF_IAM, EXAMPLE_TOKEN)
"""The keys are those that AWS prints in its documentation."""
_KEYS = {key.access_key_id: key for key in (EXAMPLE, LENT_KEY)}
_MISTAKES = {mistake.slug: mistake for mistake in MISTAKES}


class Signed(NamedTuple):
    """A request that was signed with mistakes, and what was signed."""

    request: Request
    recipe: Recipe


def mistaken(request: Request, service: str, mistakes: Mapping[str, str]) -> Signed:
    """Sign a request with mistakes: for each its slug, and the spelling of the table."""
    signed = sign(request, EXAMPLE, region=REGION, service=service, at=MOMENT)
    case = Case.of(signed, EXAMPLE.secret_access_key, region=REGION, service=service)
    changes = [_change(case, slug, spelling) for slug, spelling in mistakes.items()]
    recipe = reduce(lambda made, change: change(made), changes, case.recipe)
    names = ";".join(case.recipe.signed_names)
    header = authorization_header(EXAMPLE.access_key_id, "/".join(recipe.scope), names, recipe.signature())
    return Signed(signed.with_headers([("Authorization", header)]), recipe)


def _change(case: Case, slug: str, spelling: str) -> Change:
    return {variant.spelling: variant.change for variant in _MISTAKES[slug].variants(case)}[spelling]


def judged(request: Request, service: str) -> Verdict:
    """Let our server judge a request as it arrived."""
    return verify(request, _KEYS, region=REGION, service=service, at=MOMENT)
