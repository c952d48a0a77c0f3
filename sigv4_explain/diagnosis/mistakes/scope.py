"""Mistakes with the Region and the service of the credential scope."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Basis, Change, Composition, Mistake, Variant, both, put_key
from sigv4_explain.diagnosis.mistakes.date import DATE
from sigv4_explain.diagnosis.recipe import Recipe

_REGIONS = (
    "us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 eu-south-1 "
    "ap-south-1 ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-east-1 sa-east-1 ca-central-1 "
    "me-south-1 af-south-1 us-gov-west-1 cn-north-1 aws-global us-east us_east_1 auto garage s3"
)
"""The Regions that are used most, and words that were taken for one."""

_SERVICES = (
    "execute-api apigateway s3 s3express lambda sts iam es aoss dynamodb sqs ses email bedrock bedrock-runtime "
    "iotdevicegateway iot appsync kinesis monitoring lex runtime.lex sagemaker api.sagemaker cloudhsm cloudhsmv2"
)
"""Signing names, and names of hosts that are taken for one."""


def _in_scope(place: int, word: str) -> Change:
    def change(recipe: Recipe) -> Recipe:
        scope = (*recipe.scope[:place], word, *recipe.scope[place + 1 :])
        return recipe._replace(scope=scope)

    return change


def _words(case: Case, place: int, name: str, words: list[str]) -> Iterator[Variant]:
    """Sign for another Region or service; the one that the request itself names comes first, then in the key alone."""
    right, presented = case.recipe.scope[place], case.presented_scope[place]
    for word in dict.fromkeys((presented, *words)):
        if word and word != right:
            basis = Basis.REQUEST if word == presented else Basis.GUESS
            yield Variant(f"{name} {word}", both(_in_scope(place, word), put_key(**{name: word})), basis)
            yield Variant(f"{name} {word} in the key alone", put_key(**{name: word}), basis)


def _region(case: Case) -> Iterator[Variant]:
    return _words(case, 1, "region", _REGIONS.split())


def _service(case: Case) -> Iterator[Variant]:
    labels = case.request.host.lower().split(".")
    return _words(case, 2, "service", list(dict.fromkeys((*labels[:2], *_SERVICES.split()))))


def _no_region(case: Case) -> Iterator[Variant]:
    if case.recipe.scope[1]:
        yield Variant("in scope and key", both(_in_scope(1, ""), put_key(region="")))
        yield Variant("in the key", put_key(region=""))
        yield Variant("in the scope", _in_scope(1, ""))


_PLACE = (
    Mistake(
        slug="wrong-region",
        seen=10,
        sentence="Another Region was signed than the one where the request arrived.",
        how="The client's default Region is not that of the endpoint or the bucket, or a name is taken for a Region.",
        fix="Use the Region of the endpoint in the scope and in the key.",
        step="credential_scope",
        variants=_region,
        composition=Composition.ALTERS,
    ),
    Mistake(
        slug="wrong-service",
        seen=10,
        sentence="Another service was signed than the one that was called.",
        how="The host's first word is not always the signing name: email.… is ses, bedrock-runtime.… is bedrock.",
        fix="Use the service's signing name in the scope and in the key.",
        step="credential_scope",
        variants=_service,
    ),
    Mistake(
        slug="empty-region",
        seen=1,
        sentence="An empty Region was signed.",
        how="The Region was not configured, and the client went on without one.",
        fix="Set the Region.",
        step="credential_scope",
        variants=_no_region,
    ),
)

SCOPE = (*_PLACE, *DATE)
"""All mistakes with the scope and the date."""
