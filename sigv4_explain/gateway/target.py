"""What every later cell of a notebook asks for, whether its target is LocalAws or RealAws."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sigv4_explain.credentials import Credentials

if TYPE_CHECKING:
    import requests


class Target(Protocol):
    """Somebody who can be called: the same names here and at AWS."""

    @property
    def region(self) -> str:
        """The Region, for the credential scope."""
        ...

    @property
    def rest_url(self) -> str:
        """The REST API, with its stage."""
        ...

    @property
    def custom_domain_url(self) -> str:
        """The custom domain, with its base path."""
        ...

    @property
    def http_api_url(self) -> str:
        """The HTTP API."""
        ...

    @property
    def function_url(self) -> str:
        """The function URL."""
        ...

    @property
    def caller(self) -> Credentials:
        """The keys of the one who calls from another account, and may assume the role."""
        ...

    @property
    def owner(self) -> Credentials:
        """The keys of the one in whose account the API is, and who may call it."""
        ...

    @property
    def role_arn(self) -> str:
        """The role to assume."""
        ...

    @property
    def api_key(self) -> str:
        """The value for the header ``x-api-key``."""
        ...

    @property
    def sts(self) -> dict[str, Any]:
        """Keyword arguments: ``boto3.client("sts", **target.sts)``, with the caller's keys."""
        ...

    def now(self) -> datetime:
        """Return the target's time: an aware datetime, for ``at``."""
        ...

    def follow_real_time(self) -> None:
        """Let the target's clock run with the real time, if it does not."""
        ...

    def session(self) -> requests.Session:
        """Return the ``requests.Session`` that reaches it."""
        ...

    def close(self) -> None:
        """Let go of what the target holds."""
        ...
