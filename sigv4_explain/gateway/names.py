"""Under which URLs a world's fronts are reached: by AWS's own host names, and on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigv4_explain.gateway.gateway import Front
from sigv4_explain.gateway.world import World


@dataclass(frozen=True, slots=True)
class Urls:
    """One URL for each front, without a slash at the end."""

    rest_url: str
    """The REST API, with its stage."""
    custom_domain_url: str
    """The custom domain, with its base path."""
    http_api_url: str
    function_url: str
    sts_url: str


def aws_hosts(world: World) -> dict[Front, str]:
    """Return the host names that AWS would give to the fronts.

    >>> from sigv4_explain.gateway.world import STORY
    >>> aws_hosts(STORY)[Front.REST_API]
    'abc123.execute-api.eu-central-1.amazonaws.com'
    """
    region = world.region
    return {
        Front.REST_API: world.rest_api.host(region),
        Front.CUSTOM_DOMAIN: world.custom_domain.name,
        Front.HTTP_API: world.http_api.host(region),
        Front.FUNCTION_URL: world.function_url.host(region),
        Front.STS: f"sts.{region}.amazonaws.com",
    }


def urls(world: World, origins: Mapping[Front, str]) -> Urls:
    """Put stage and base path behind the origin of each front."""
    base_path = world.custom_domain.base_path
    return Urls(
        rest_url=f"{origins[Front.REST_API]}/{world.rest_api.stage}",
        custom_domain_url=f"{origins[Front.CUSTOM_DOMAIN]}{f'/{base_path}' if base_path else ''}",
        http_api_url=origins[Front.HTTP_API],
        function_url=origins[Front.FUNCTION_URL],
        sts_url=origins[Front.STS],
    )


def aws_urls(world: World) -> Urls:
    """Return the URLs as AWS would show them."""
    return urls(world, {front: f"https://{host}" for front, host in aws_hosts(world).items()})
