"""A domain name of one's own in front of the REST API: the base path stands for the API and its stage."""

from __future__ import annotations

from sigv4_explain.gateway.arrival import Arrival
from sigv4_explain.gateway.cloud import Cloud
from sigv4_explain.gateway.response import Response
from sigv4_explain.gateway.rest_api import answer_resource, forbidden


def answer_custom_domain(cloud: Cloud, arrival: Arrival) -> Response:
    """Answer a request to the custom domain; what is signed is the host and the path as sent, base path included."""
    base_path, path = cloud.world.custom_domain.base_path, arrival.decoded_path
    if not base_path:
        return answer_resource(cloud, arrival, path)
    first, _, rest = path.removeprefix("/").partition("/")
    if first != base_path:
        return forbidden(cloud, arrival, f"no API is mapped to {first!r} at this domain")
    return answer_resource(cloud, arrival, f"/{rest}")
