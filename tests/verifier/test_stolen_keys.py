from __future__ import annotations

from typing import Any

import pytest

from sigv4_explain import Credentials, CredentialScope, Request, explain
from tests.verifier.parts import Loot, Wish, thefts, walked_on

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
BOB = Credentials("AKIDBOB", "bobs-own-secret")
URL = "https://example.amazonaws.com/a?b=1"

GRANTED = {
    Loot.SECRET: set(Wish),
    Loot.DATE_KEY: set(Wish) - {Wish.OTHER_DAY},
    Loot.DATE_REGION_KEY: {Wish.SAME_REQUEST, Wish.OTHER_REQUEST, Wish.OTHER_SERVICE},
    Loot.DATE_REGION_SERVICE_KEY: {Wish.SAME_REQUEST, Wish.OTHER_REQUEST},
    Loot.SIGNING_KEY: {Wish.SAME_REQUEST, Wish.OTHER_REQUEST},
    Loot.SIGNATURE: {Wish.SAME_REQUEST},
}


@pytest.mark.parametrize("at", ["20150830T123600Z", "99991231T235959Z", "00010101T000000Z"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("service", ["execute-api", "sts", "s3", "dynamodb", "lambda"])
@pytest.mark.parametrize("region", ["eu-central-1", "us-east-1"])
def test_a_key_opens_what_begins_with_the_words_mixed_into_it(at: str, method: str, service: str, region: str) -> None:
    """The server grants each thief these wishes and no other, whatever was signed, wherever and whenever."""
    trace = explain(Request(method, URL, {"x-a": "1"}, "body"), BOB, region=region, service=service, at=at)

    assert {theft.loot: set(theft.granted) for theft in thefts(trace)} == GRANTED


def test_what_a_thief_may_not_have_is_refused_for_its_signature() -> None:
    """The forged request is right in all else: it is the key that fails."""
    trace = explain(Request("GET", URL), ALICE, region="us-east-1", service="execute-api", at="20150830T123600Z")
    refused = [verdict for theft in thefts(trace) for verdict in theft.verdicts.values() if not verdict.accepted]

    assert {verdict.rule.name for verdict in refused if verdict.rule} == {"signature_matches"}
    assert len(refused) == 13


def test_from_every_key_of_the_chain_the_way_leads_to_the_same_signing_key() -> None:
    """Walked on within its own scope, each key of a trace arrives where the trace did."""
    place: dict[str, Any] = {"region": "eu-central-1", "service": "s3"}
    trace = explain(Request("GET", URL), ALICE, at="20150830T123600Z", **place)
    scope = CredentialScope("20150830", **place)
    keys = [ALICE.secret_access_key, *[trace[loot.name.lower()].output for loot in list(Loot)[1:5]]]

    assert {walked_on(key, words, scope) for words, key in enumerate(keys)} == {trace["signing_key"].output}
