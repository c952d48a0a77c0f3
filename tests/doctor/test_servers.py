"""Who answered, who stands in front and who signed, by what people paste."""

from __future__ import annotations

import pytest

from tests.doctor.parts import (
    FRONTS,
    SERVERS,
    Case,
    Evidence,
    Inputs,
    case_of,
    fronts_of,
    gathered,
    said_by,
    server_of,
    signer_of,
)
from tests.tables import tables

TABLES = tables(__file__)


def _pasted(text: str) -> Case:
    return case_of(Evidence(pasted=text))


@pytest.mark.parametrize("name", TABLES["servers"])
def test_a_server_is_known(name: str) -> None:
    """By what its answer alone has, by its name, or by the service that was signed for."""
    text, expected = TABLES["servers"][name]
    server = server_of(_pasted(text))

    assert (server and server.name) == expected


@pytest.mark.parametrize("name", TABLES["fronts"])
def test_who_stands_in_front_is_known(name: str) -> None:
    """By its name, its headers or its configuration."""
    text, expected = TABLES["fronts"][name]

    assert [front.name for front in fronts_of(_pasted(text))] == [expected]


@pytest.mark.parametrize("name", TABLES["signers"])
def test_a_signer_is_known(name: str) -> None:
    """By its logs, its commands, and the code that uses it."""
    text, expected = TABLES["signers"][name]
    signer = signer_of(_pasted(text))

    assert (signer and signer.name) == expected


@pytest.mark.parametrize("name", TABLES["said"])
def test_what_an_answer_says_is_told_apart(name: str) -> None:
    """Also where people only repeat it."""
    text, expected = TABLES["said"][name]

    assert expected in [said.value for said in said_by(_pasted(text))]


def test_the_service_alone_tells_the_server_too() -> None:
    """Where nothing was pasted but a request that a program hands over."""
    server = server_of(case_of(Evidence(service="aoss")))

    assert server is not None
    assert server.name == "OpenSearch Serverless"


def test_each_server_and_front_has_its_own_words() -> None:
    """With a source for each server, and something to look at for each that may change a request."""
    assert all(server.source.startswith("https://") and server.rules for server in SERVERS)
    assert all(front.does and front.ask for front in FRONTS)


def test_of_a_long_paste_the_beginning_and_the_end_are_kept() -> None:
    """There stand people's words."""
    text = f"through nginx {'x ' * 100_000} only names with a blank"
    pasted = gathered(Inputs(answer=text)).pasted

    assert pasted.startswith("through nginx")
    assert pasted.endswith("only names with a blank")
    assert len(pasted) < 20_000
