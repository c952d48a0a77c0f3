"""What can be read off a world: the names under which a notebook's later cells know it."""

from __future__ import annotations

from sigv4_explain.credentials import Credentials
from sigv4_explain.gateway.cloud import Cloud
from sigv4_explain.gateway.names import Urls, aws_urls
from sigv4_explain.gateway.world import World


class WorldFacts:
    """The names of ``Target`` for a cloud's world; they follow when the world is changed."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        """What the fronts share: sessions, counters, the function."""

    @property
    def world(self) -> World:
        """The world; set it, and the next request finds another one."""
        return self.cloud.world

    @world.setter
    def world(self, world: World) -> None:
        self.cloud.world = world

    @property
    def region(self) -> str:
        """The world's Region."""
        return self.world.region

    @property
    def rest_url(self) -> str:
        """The REST API's URL as AWS shows it, with its stage."""
        return self._aws.rest_url

    @property
    def custom_domain_url(self) -> str:
        """The custom domain's URL, with its base path."""
        return self._aws.custom_domain_url

    @property
    def http_api_url(self) -> str:
        """The HTTP API's URL as AWS shows it."""
        return self._aws.http_api_url

    @property
    def function_url(self) -> str:
        """The function's URL as AWS shows it."""
        return self._aws.function_url

    @property
    def caller(self) -> Credentials:
        """The keys of the one who calls from another account: the world's first user."""
        return self.world.users[0].credentials

    @property
    def owner(self) -> Credentials:
        """The keys of the one in whose account the API is: the world's last user."""
        return self.world.users[-1].credentials

    @property
    def role_arn(self) -> str:
        """The role to assume."""
        return self.world.roles[0].arn

    @property
    def api_key(self) -> str:
        """The value for the header ``x-api-key``."""
        return self.world.rest_api.usage_plan.api_keys[0].value

    @property
    def _aws(self) -> Urls:
        return aws_urls(self.world)
