from __future__ import annotations

from typing import Any

import pytest
from botocore.session import Session, get_session

from tests.doctor.parts import is_aws_host, place_of_host
from tests.tables import tables

TABLES = tables(__file__)

REGION = "eu-central-1"
NAMES = TABLES["names"]


@pytest.mark.parametrize("host", NAMES)
def test_a_host_tells_its_region_and_its_signing_name(host: str) -> None:
    """Each form of AWS's host names; what a name does not tell is None."""
    assert [*place_of_host(host)] == NAMES[host]


def test_no_service_is_told_otherwise_than_botocore_signs_it() -> None:
    """Of each third service that botocore knows, the endpoint tells Region and signing name, or nothing."""
    session = get_session()
    names = {}
    for name in session.get_available_services()[::3]:
        model = session.get_service_model(name)
        names[_endpoint(session, model.endpoint_prefix)] = model.signing_name
    told = {host: place_of_host(host) for host in names}

    assert [host for host, (_, service) in told.items() if service not in {None, names[host]}] == []
    assert {region for region, _ in told.values()} <= {REGION, "us-east-1", "us-west-2", None}
    assert len([host for host, (_, service) in told.items() if service is None]) < 5


def _endpoint(session: Session, prefix: str) -> str:
    resolver: Any = vars(session)["_internal_components"].get_component("endpoint_resolver")
    found = resolver.construct_endpoint(prefix, REGION)
    return str(found["hostname"]) if found else f"{prefix}.{REGION}.amazonaws.com"


@pytest.mark.parametrize(("host", "own"), TABLES["own"])
def test_names_of_aws_are_told_from_others(host: str, own: bool) -> None:  # noqa: FBT001 -- a column of a table
    """By their last labels; CloudFront's are no service's own."""
    assert is_aws_host(host) is own
