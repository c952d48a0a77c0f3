"""Headers that are known for what happens to them on the way."""

from __future__ import annotations

HOP_BY_HOP = (
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
)
"""They count for one connection alone (RFC 9110 section 7.6.1)."""

TRACING = ("x-amzn-trace-id", "traceparent", "tracestate", "baggage", "x-datadog-trace-id", "sentry-trace")
"""Each hop may write them anew."""

FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "forwarded", "via")
"""Each proxy adds to them."""
