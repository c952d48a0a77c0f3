"""What was the cause in threads like this one: which suspicion comes first, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sigv4_explain import S3, Request, sign
from tests.core.examples import ALICE, MOMENT, Scope
from tests.doctor.parts import (
    CAUSES,
    CLIENTS,
    EXPERIENCES,
    NOBODY,
    SERVERS,
    Certainty,
    Evidence,
    Said,
    SigningManner,
    case_of,
    diagnose,
    experienced,
    likely_habits,
    ordered,
    sorted_pastes,
)
from tests.tables import tables

TABLES = tables(
    __file__,
    MISMATCH="The request signature we calculated does not match the signature you provided. Check your AWS Secret "
    "Access Key and signing method. Consult the service documentation for details.",
    S3="The request signature we calculated does not match the signature you provided. Check your key and signing "
    "method.",
)


@pytest.mark.parametrize("name", TABLES["first"])
def test_what_threads_like_this_one_had_comes_first(name: str) -> None:
    """Whatever the service, the client and the words are."""
    paste, cause = TABLES["first"][name]

    assert next((finding.cause for finding in diagnose(**sorted_pastes([paste])).findings), None) == cause


@pytest.mark.parametrize("name", TABLES["not_first"])
def test_what_only_looks_alike_does_not_come_first(name: str) -> None:
    """A row that holds too often would blame what is right."""
    paste, cause = TABLES["not_first"][name]

    assert next((finding.cause for finding in diagnose(**sorted_pastes([paste])).findings), None) != cause


def test_a_hand_written_signer_in_which_nothing_is_seen_is_not_blamed() -> None:
    """No cause is named; it is asked for what the program signs."""
    paste, _ = TABLES["not_first"]["code by hand in which nothing is seen"]
    diagnosis = diagnose(**sorted_pastes([paste]))

    assert diagnosis.findings == ()
    assert diagnosis.advice


def test_each_row_names_what_there_is() -> None:
    """Causes, servers, signers and answers by the names that they have elsewhere."""
    servers = {NOBODY, *(name for server in SERVERS for name in (server.name, server.speaks))}
    signers = {NOBODY, *(client.name for client in CLIENTS), *(manner.value for manner in SigningManner)}

    assert {cause for row in EXPERIENCES for cause in row.causes} <= CAUSES.keys()
    assert {name for row in EXPERIENCES for name in row.servers} <= servers
    assert {name for row in EXPERIENCES for name in row.signers} <= signers
    assert {name for row in EXPERIENCES for name in row.answers} <= {said.value for said in Said}


def test_no_count_is_higher_than_that_of_all() -> None:
    """And what nobody counted has no number."""
    assert all(0 <= row.so <= row.of for row in EXPERIENCES)
    assert all("threads" not in row.says(row.causes[0]) for row in EXPERIENCES if not row.of)


def test_experience_is_told_with_its_count_and_is_only_suspected() -> None:
    """The count is that of the first cause alone."""
    paste = "{}\nGET https://search-a.eu-west-1.es.amazonaws.com/logs-*/_search".format(TABLES["words"]["mismatch"])
    first, second, *_ = experienced(case_of(Evidence(pasted=paste)))

    assert {first.certainty, second.certainty} == {Certainty.SUSPECTED}
    assert "So it was in 8 of 8 threads like this one." in first.evidence[0]
    assert "8 of 8" not in second.evidence[0]


def test_of_a_request_alone_nothing_is_told() -> None:
    """Without an answer, and without a word of what fails."""
    place = Scope(region="eu-central-1", service="execute-api", at=MOMENT)
    request = sign(
        Request("POST", "https://abc.execute-api.eu-central-1.amazonaws.com/pets", body="{}"), ALICE, **place
    )

    assert experienced(case_of(Evidence(request=request, region="eu-central-1", service="execute-api"))) == ()


def test_a_proxy_that_nobody_speaks_of_is_suspected_last() -> None:
    """A host that is not AWS's own is no sign of one."""
    place = Scope(region="eu-central-1", service="execute-api", at=MOMENT)
    headers = {"Accept-Encoding": "gzip"}
    request = sign(Request("GET", "https://api.example.com/pets", headers), ALICE, **place)
    case = case_of(Evidence(request=request, region="eu-central-1", service="execute-api"))
    behind = case_of(Evidence(request=request, pasted="{} behind nginx".format(TABLES["words"]["mismatch"])))

    assert [finding.cause for finding in ordered(list(likely_habits(case)), case)][-1] == "proxy-changed-host"
    assert ordered(list(likely_habits(behind)), behind)[0].cause == "proxy-changed-host"


def test_what_is_usual_for_the_client_comes_before_what_is_not() -> None:
    """Rclone signs Accept-Encoding."""
    place = Scope(region="auto", service="s3", at=MOMENT)
    headers = {"User-Agent": "rclone/v1.72.1", "Accept-Encoding": "identity", "Range": "bytes=0-9"}
    rules = replace(S3, never_signed=frozenset({"user-agent"}))
    request = sign(Request("GET", "https://files.example.com/bucket/a", headers), ALICE, rules=rules, **place)
    case = case_of(Evidence(request=request, region="auto", service="s3"))

    assert ordered(list(likely_habits(case)), case)[0].cause == "accept-encoding-modified"
