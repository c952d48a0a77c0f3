"""The menu of the scope clock: signatures and servers to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from sigv4_explain.widgets.clock_input import ClockInput
from sigv4_explain.widgets.lab_input import Placement

_API_GATEWAY = ClockInput()
_AFTER_MIDNIGHT = "20150831T000010Z"

CLOCKS: Mapping[str, ClockInput] = MappingProxyType(
    {
        "API Gateway: a header": _API_GATEWAY,
        "STS: a header": replace(_API_GATEWAY, service="sts", scope="20150830/eu-central-1/sts/aws4_request"),
        "S3: a URL that lives ten minutes": replace(
            _API_GATEWAY, service="s3", scope="20150830/eu-central-1/s3/aws4_request", placement=Placement.QUERY
        ),
        "API Gateway: a URL that says one hour": replace(_API_GATEWAY, placement=Placement.QUERY, expires="3600"),
        "Signed ten seconds before midnight": replace(
            _API_GATEWAY, signed_at="20150830T235950Z", server_time=_AFTER_MIDNIGHT
        ),
        "Signed after midnight, with yesterday's scope": replace(
            _API_GATEWAY, signed_at=_AFTER_MIDNIGHT, server_time=_AFTER_MIDNIGHT
        ),
        "Signed for another Region": replace(_API_GATEWAY, scope="20150830/us-east-1/execute-api/aws4_request"),
        "The client's clock is ten minutes fast": replace(_API_GATEWAY, signed_at="20150830T124600Z"),
    }
)
"""What the menu offers, by the name it shows."""

FIRST = next(iter(CLOCKS))
