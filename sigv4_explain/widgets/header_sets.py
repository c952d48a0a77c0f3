"""Headers to begin with on the header bench. No widget in here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_HOST = "Host: abc123.execute-api.eu-central-1.amazonaws.com"
_DATE = "X-Amz-Date: 20150830T123600Z"

HEADER_SETS: Mapping[str, str] = MappingProxyType(
    {
        "a POST with JSON": "\n".join(
            (
                _DATE,
                "Content-Type:  application/json ",
                "My-Header: b",
                _HOST,
                "User-Agent: pets/1.0",
                'my-header: "a   b"',
            )
        ),
        "what proxies write": "\n".join(
            (
                _HOST,
                _DATE,
                "Accept: */*",
                "Accept-Encoding: gzip, br",
                "Connection: keep-alive",
                "X-Forwarded-For: 203.0.113.7",
                "Via: 1.1 proxy",
                "X-Amzn-Trace-Id: Root=1-55e2f3a0-0123456789abcdef01234567",
                "User-Agent: pets/1.0",
            )
        ),
        "names that begin alike": "\n".join((_DATE, "X-Amz-Grant-Read-Acp: id=2", "X-Amz-Grant-Read: id=1", _HOST)),
        "without a host": "\n".join((_DATE, "Accept: */*")),
    }
)
"""By the words of the menu; the first stands there at first."""
