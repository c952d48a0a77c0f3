"""RealAws: your own account, under the same names as LocalAws; and those names."""

from __future__ import annotations

import sys
from datetime import datetime
from types import TracebackType
from typing import Any, NoReturn, Protocol, Self

import requests

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, SigV4Error
from sigv4_explain.preparing import moment_now

_ONLY_LOCAL = ("clock", "cloud", "log", "loopback", "world")


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


class RealAws:
    """An API in an AWS account, with the keys that boto3's chain finds for a profile.

    Only ``url`` and ``region`` are needed at once; for what is missing, the error names the argument. Raises SigV4Error
    in a browser, whose pages AWS does not answer.

    >>> aws = RealAws(url="https://abc123.execute-api.eu-central-1.amazonaws.com/default", region="eu-central-1")
    >>> aws.api_key
    Traceback (most recent call last):
        ...
    sigv4_explain.errors.InvalidInput: api_key: received nothing, expected RealAws(…, api_key=…)
    """

    def __init__(
        self,
        *,
        url: str,
        region: str,
        role_arn: str | None = None,
        api_key: str | None = None,
        profile: str | None = None,
        owner_profile: str | None = None,
        custom_domain_url: str | None = None,
        http_api_url: str | None = None,
        function_url: str | None = None,
    ) -> None:
        if sys.platform == "emscripten":
            raise SigV4Error("RealAws needs Python on your computer, not in a page: pip install 'sigv4_explain[lab]'")
        self.region = region
        """The Region, for the credential scope."""
        self.rest_url = url.removesuffix("/")
        """The REST API, with its stage."""
        self._profile = profile
        self._owner_profile = owner_profile or profile
        self._given = {
            "role_arn": role_arn,
            "api_key": api_key,
            "custom_domain_url": custom_domain_url,
            "http_api_url": http_api_url,
            "function_url": function_url,
        }

    @property
    def role_arn(self) -> str:
        """The role to assume."""
        return self._asked_for("role_arn")

    @property
    def api_key(self) -> str:
        """The value for the header ``x-api-key``."""
        return self._asked_for("api_key")

    @property
    def custom_domain_url(self) -> str:
        """The custom domain, with its base path."""
        return self._asked_for("custom_domain_url").removesuffix("/")

    @property
    def http_api_url(self) -> str:
        """The HTTP API."""
        return self._asked_for("http_api_url").removesuffix("/")

    @property
    def function_url(self) -> str:
        """The function URL."""
        return self._asked_for("function_url").removesuffix("/")

    @property
    def caller(self) -> Credentials:
        """The keys of the profile, as boto3 finds them now. Raises InvalidCredentials when it finds none."""
        return Credentials.from_boto3(profile=self._profile)

    @property
    def owner(self) -> Credentials:
        """The keys of ``owner_profile``; without one, whoever deployed the API is the one who calls."""
        return Credentials.from_boto3(profile=self._owner_profile)

    @property
    def sts(self) -> dict[str, Any]:
        """Keyword arguments: ``boto3.client("sts", **aws.sts)``, with the caller's keys."""
        caller = self.caller
        return {
            "region_name": self.region,
            "aws_access_key_id": caller.access_key_id,
            "aws_secret_access_key": caller.secret_access_key,
            "aws_session_token": caller.session_token,
        }

    def now(self) -> datetime:
        """Return the time: an aware datetime."""
        return moment_now()

    def follow_real_time(self) -> None:
        """Do nothing: AWS's clock always runs."""

    def session(self) -> requests.Session:
        """Return a new ``requests.Session``."""
        return requests.Session()

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __getattr__(self, name: str) -> NoReturn:
        if name in _ONLY_LOCAL:
            raise AttributeError(f"RealAws has no {name}: only LocalAws lets you see and change that")
        raise AttributeError(f"RealAws has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"<RealAws: {self.rest_url}>"

    def _asked_for(self, name: str) -> str:
        value = self._given[name]
        if value is None:
            raise InvalidInput(name, "nothing", f"RealAws(…, {name}=…)")
        return value
