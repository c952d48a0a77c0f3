from __future__ import annotations

from dataclasses import replace

import pytest

from sigv4_explain import Request
from sigv4_explain.gateway.cloud import Cloud
from sigv4_explain.gateway.front import Front
from sigv4_explain.gateway.world import STORY
from tests.gateway.calling import API_KEY, BOB, HOSTS, called


def test_the_base_path_stands_for_the_stage() -> None:
    """What is signed is the custom host and the path as sent; the method is GET /."""
    seen: list[dict[str, object]] = []

    def function(event: dict[str, object]) -> object:
        seen.append(event)
        return {"statusCode": 204}

    cloud = Cloud(function=function)
    response = called(
        Front.CUSTOM_DOMAIN, Request("GET", f"{HOSTS[Front.CUSTOM_DOMAIN]}/v1", API_KEY), BOB, cloud=cloud
    )

    context = seen[0]["requestContext"]
    assert response.status == 204
    assert isinstance(context, dict)
    assert (context["domainName"], context["path"], context["stage"]) == ("api.example.com", "/v1", "default")


@pytest.mark.parametrize("path", ["/", "/v2", "/default"])
def test_an_unmapped_base_path_is_forbidden(path: str) -> None:
    """The stage's own name is of no use here."""
    response = called(Front.CUSTOM_DOMAIN, Request("GET", HOSTS[Front.CUSTOM_DOMAIN] + path, API_KEY), BOB)

    assert (response.header("x-amzn-ErrorType"), response.text) == ("ForbiddenException", '{"message":"Forbidden"}')


def test_a_domain_without_a_base_path_has_the_api_at_its_root() -> None:
    """Nothing stands before the resource's path."""
    world = replace(STORY, custom_domain=replace(STORY.custom_domain, base_path=""))
    request = Request("GET", f"{HOSTS[Front.CUSTOM_DOMAIN]}/hello")

    assert called(Front.CUSTOM_DOMAIN, request, BOB, cloud=Cloud(world)).status == 200
