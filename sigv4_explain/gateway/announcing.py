"""What the command prints before the first request: where the fronts are, and what to copy into another terminal."""

from __future__ import annotations

import shlex

from sigv4_explain.gateway.gateway import Front
from sigv4_explain.gateway.names import Urls
from sigv4_explain.gateway.people import IamUser
from sigv4_explain.gateway.world import World

FIRST_CALL = """curl "$REST_URL?client=curl" --header "x-api-key: $API_KEY" \\
  --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""""
"""A signed call with curl 7.75 or newer, once the block has been copied."""


def url_lines(urls: Urls) -> str:
    """Write a line for each front."""
    named = {
        Front.REST_API: urls.rest_url,
        Front.CUSTOM_DOMAIN: urls.custom_domain_url,
        Front.HTTP_API: urls.http_api_url,
        Front.FUNCTION_URL: urls.function_url,
        Front.STS: urls.sts_url,
    }
    return "\n".join(f"{front.value:<13}  {url}" for front, url in named.items())


def export_lines(world: World, user: IamUser, urls: Urls) -> str:
    """Write the block to copy: a user's keys, and the URLs. A session token left there would spoil the keys."""
    variables = {
        "AWS_ACCESS_KEY_ID": user.credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": user.credentials.secret_access_key,
        "AWS_REGION": world.region,
        "AWS_DEFAULT_REGION": world.region,
        "AWS_ENDPOINT_URL_STS": urls.sts_url,
        "REST_URL": urls.rest_url,
        "CUSTOM_DOMAIN_URL": urls.custom_domain_url,
        "HTTP_API_URL": urls.http_api_url,
        "FUNCTION_URL": urls.function_url,
        "API_KEY": world.rest_api.usage_plan.api_keys[0].value,
        "ROLE_ARN": world.roles[0].arn,
    }
    exports = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    return "\n".join(["unset AWS_SESSION_TOKEN", *exports])
