"""One front of a cloud: a request in, AWS's answer out. No socket, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from sigv4_explain.local_aws.answering import Arrival, Response
from sigv4_explain.local_aws.apis import Front
from sigv4_explain.local_aws.cloud import Cloud
from sigv4_explain.local_aws.function_url import answer_function_url
from sigv4_explain.local_aws.http_api import answer_http_api
from sigv4_explain.local_aws.rest_api import answer_custom_domain, answer_rest_api
from sigv4_explain.local_aws.sts import answer_sts
from sigv4_explain.local_aws.world import World
from sigv4_explain.request import Request

__all__ = ["Front", "Gateway", "aws_hosts"]

_ANSWERS: Mapping[Front, Callable[[Cloud, Arrival], Response]] = MappingProxyType(
    {
        Front.REST_API: answer_rest_api,
        Front.CUSTOM_DOMAIN: answer_custom_domain,
        Front.HTTP_API: answer_http_api,
        Front.FUNCTION_URL: answer_function_url,
        Front.STS: answer_sts,
    }
)


class Gateway:
    """A front, and the cloud behind it."""

    def __init__(self, front: Front, cloud: Cloud) -> None:
        self.front = front
        self.cloud = cloud

    def handle(self, request: Request, at: datetime, source_ip: str = "127.0.0.1") -> Response:
        """Accept or refuse a request as AWS does. ``at`` is the server's time, an aware datetime.

        >>> from datetime import UTC
        >>> gateway = Gateway(Front.REST_API, Cloud())
        >>> unsigned = Request("GET", "https://abc123.execute-api.eu-central-1.amazonaws.com/default")
        >>> response = gateway.handle(unsigned, datetime(2015, 8, 30, 12, 36, tzinfo=UTC))
        >>> response.status, response.text
        (403, '{"message":"Missing Authentication Token"}')
        """
        return _ANSWERS[self.front](self.cloud, Arrival(request, at, source_ip))


def aws_hosts(world: World) -> dict[Front, str]:
    """Return the host names that AWS would give to the fronts.

    >>> from sigv4_explain.local_aws.world import STORY
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
