from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import combinations, pairwise

import pytest

from sigv4_explain import SigningRules
from sigv4_explain.presented import Carrier, presented_by
from sigv4_explain.verifier import Rule, Stage, Verdict
from tests.verifier.breaking import BREAKS
from tests.verifier.drafts import REGION, Draft, fresh
from tests.verifier.parts import Examination, Reading, profile_of, record_of

CHECKS = (
    "date_readable not_expired not_early host_signed algorithm_supported credential_in_five scope_right key_known "
    "signature_matches token_fits_key session_current"
)
READING = "algorithm_first parts_are_pairs parts_complete"
# The order as it was recorded: DynamoDB's by dynalite, STS's by scratchstack; API Gateway's first part was seen.
ORDER = {
    "execute-api": f"signature_presented in_one_place {READING} {CHECKS}",
    "lambda": f"signature_presented in_one_place {READING} {CHECKS}",
    "aoss": f"signature_presented in_one_place {READING} {CHECKS}".replace(
        "key_known", "key_known content_length_unsigned"
    ),
    "dynamodb": f"signature_presented in_one_place dynamodb_scheme_known {READING} {CHECKS}",
    "sts": (
        "sts_in_one_place signature_presented query_algorithm_known algorithm_first algorithm_supported "
        "parts_are_pairs parts_complete host_signed date_readable not_expired not_early credential_in_five "
        "scope_right token_valid session_current key_known signature_matches"
    ),
    "s3": (
        "s3_signature_presented s3_in_one_place s3_algorithm_supported s3_parts_are_pairs s3_parts_complete "
        "s3_payload_announced s3_payload_word_known s3_date_readable s3_scope_right s3_expires_readable s3_fresh "
        "s3_key_known s3_token_valid s3_session_current s3_headers_signed s3_signature_matches s3_body_as_announced"
    ),
}
SERVICES = tuple(ORDER)
RULES = [(service, name) for service in SERVICES for name in ORDER[service].split()]
PAIRS = [(service, *pair) for service in SERVICES for pair in combinations(ORDER[service].split(), 2)]

# Neighbours that no request breaks both, and why.
APART = {
    ("signature_presented", "in_one_place"): "none and two",
    ("sts_in_one_place", "signature_presented"): "two and none",
    ("s3_signature_presented", "s3_in_one_place"): "none and two",
    ("signature_presented", "query_algorithm_known"): "no signature has no algorithm",
    ("query_algorithm_known", "algorithm_first"): "one is about the query, the other about the header",
    ("date_readable", "not_expired"): "what cannot be read is not old",
    ("not_expired", "not_early"): "too late and too early",
    ("token_fits_key", "session_current"): "a session begins with a token of its own",
    ("token_valid", "session_current"): "a session begins with a token of its own",
    ("session_current", "key_known"): "an unknown key has no session",
    ("s3_payload_announced", "s3_payload_word_known"): "nothing announced is no wrong word",
    ("credential_in_five", "scope_right"): "a credential with a part too many has no scope to compare",
    ("s3_expires_readable", "s3_fresh"): "a life that is no number has no end",
}


def _rule(service: str, name: str) -> Rule:
    return next(rule for rule in profile_of(service).rules if rule.name == name)


def _is_broken(rule: Rule, draft: Draft, verdict: Verdict) -> bool:
    """Ask one rule by itself; one that needs what an earlier rule would have seen to says no."""
    profile, rules = profile_of(draft.service), SigningRules.for_service(draft.service)
    presented = presented_by(verdict.request, rules.token_name.value)
    reading = Reading(verdict.request, presented, REGION, draft.service, profile, rules)
    record = record_of(draft.keys, presented.access_key_id)
    now = datetime.fromisoformat(draft.clock)
    examination = Examination(reading, presented, profile, record, now, draft.wording)
    try:
        return rule.check(examination) is not None
    except (KeyError, ValueError):
        return False


@pytest.mark.parametrize("service", SERVICES)
def test_the_rules_are_these(service: str) -> None:
    """No rule is missing, and none is there that the tests do not break."""
    assert [rule.name for rule in profile_of(service).rules] == ORDER[service].split()


@pytest.mark.parametrize("service", SERVICES)
def test_a_fresh_draft_breaks_no_rule(service: str) -> None:
    """The draft that the tests spoil is accepted as it is."""
    assert fresh(service).verdict().accepted


@pytest.mark.parametrize(("service", "name"), RULES)
def test_every_rule_can_be_broken_alone(service: str, name: str) -> None:
    """No rule is dead: some request breaks it and none before it."""
    verdict = BREAKS[name](fresh(service)).verdict()

    assert verdict.rule == _rule(service, name), repr(verdict)


@pytest.mark.parametrize(("service", "first", "second"), PAIRS)
def test_of_two_broken_rules_the_earlier_answers(service: str, first: str, second: str) -> None:
    """A request that breaks two rules gets the answer of the one that AWS looks at first."""
    verdict = _refused_twice(service, first, second)

    if (first, second) in _neighbours(service):
        assert (verdict is None) is ((first, second) in APART), "why the two are apart is no longer true"
    if verdict is not None:
        assert verdict.rule == _rule(service, first), repr(verdict)


def _refused_twice(service: str, first: str, second: str) -> Verdict | None:
    """Spoil a draft in both ways, in either order, until both rules are broken; None when they never are."""
    for one, other in ((first, second), (second, first)):
        draft = BREAKS[one](BREAKS[other](fresh(service)))
        verdict = draft.verdict()
        if all(_is_broken(_rule(service, name), draft, verdict) for name in (first, second)):
            return verdict
    return None


def _neighbours(service: str) -> set[tuple[str, str]]:
    return set(pairwise(ORDER[service].split()))


@pytest.mark.parametrize("service", SERVICES)
def test_most_pairs_can_be_broken_together(service: str) -> None:
    """The order is really tried: at least two of three pairs of rules meet in a request."""
    pairs = [pair[1:] for pair in PAIRS if pair[0] == service]
    met = [pair for pair in pairs if _refused_twice(service, *pair) is not None]

    assert len(met) >= 2 / 3 * len(pairs), f"{len(met)} of {len(pairs)}"


def test_every_pair_that_is_apart_is_one_of_neighbours() -> None:
    """The list of exceptions has no entry that is about nothing."""
    assert set(APART) <= set().union(*map(_neighbours, SERVICES))


@pytest.mark.parametrize("service", ["execute-api", "lambda", "dynamodb"])
def test_reading_comes_before_checking(service: str) -> None:
    """Between the two API Gateway looks for the method, so the rules of reading are the first ones."""
    stages = [rule.stage for rule in profile_of(service).rules]

    assert stages == sorted(stages, key=[Stage.READING, Stage.CHECKING].index)


@pytest.mark.parametrize("service", SERVICES)
def test_a_query_signature_breaks_no_rule_either(service: str) -> None:
    """The same draft, signed in the query."""
    draft = replace(fresh(service), carrier=Carrier.QUERY, signed=("host",))

    assert draft.verdict().accepted
