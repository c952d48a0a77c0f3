"""The kinds of values that conditions compare. Each reader returns None for a text that is none of its kind."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_number = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_time = r"T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
_date = re.compile(rf"([0-9]{{4}})(?:(-[0-9]{{2}})(?:(-[0-9]{{2}})({_time})?)?)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number(text: str) -> Decimal | None:
    """Read a decimal number."""
    return Decimal(text) if _number.fullmatch(text) else None


def moment(text: str) -> Decimal | None:
    """Read a date, in W3C's profile of ISO 8601, or seconds since 1970; return seconds since 1970.

    Four digits are a year.

    >>> moment("2015-08-30T12:36:00Z") == moment("1440938160")
    True
    """
    found = _date.fullmatch(text)
    if found is None:
        return number(text)
    year, month, day, time = found.groups()
    try:
        read = datetime.fromisoformat(year + (month or "-01") + (day or "-01") + (time or "T00:00Z"))
    except ValueError:
        return None
    return Decimal((read - _EPOCH) // timedelta(microseconds=1)) / 1_000_000


def boolean(text: str) -> str | None:
    """Read ``true`` or ``false``, in any case."""
    return text.lower() if text.lower() in {"true", "false"} else None


def network(text: str) -> IPv4Network | IPv6Network | None:
    """Read an address range in CIDR notation; an address alone is the range of itself."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address; an IPv4 address that arrived through IPv6 is the IPv4 address."""
    try:
        read = ip_address(text)
    except ValueError:
        return None
    return getattr(read, "ipv4_mapped", None) or read
