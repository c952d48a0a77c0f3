"""When a request says that it was signed: X-Amz-Date in one format, a Date header in two."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sigv4_explain.signature import request_date_time

# The hour is spelled out: newer Pythons read hour 24 as the next midnight.
_is_basic_format = re.compile(r"[0-9]{8}T(?:[01][0-9]|2[0-3])[0-9]{4}Z").fullmatch


def moment_of(date: str) -> datetime | None:
    """Read ``YYYYMMDDTHHMMSSZ``; None when it is anything else.

    >>> moment_of("20150830T123600Z")
    datetime.datetime(2015, 8, 30, 12, 36, tzinfo=datetime.timezone.utc)
    """
    if not _is_basic_format(date):
        return None
    try:
        return datetime.fromisoformat(date)
    except ValueError:  # there is no such day
        return None


def moment_of_date_header(date: str) -> datetime | None:
    """Read a Date header: in the same format, or as HTTP writes it; None when it is neither.

    >>> moment_of_date_header("20150830T123600Z") == moment_of_date_header("Sun, 30 Aug 2015 12:36:00 GMT")
    True
    """
    moment = moment_of(date)
    if moment is not None:
        return moment
    try:
        moment = parsedate_to_datetime(date)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):  # the parser was made for mail, not for everything
        return None


def basic_format(date: str | None, moment: datetime | None) -> str:
    """Write the moment as it stands in the string to sign; an empty text when there is none."""
    if date is None or moment is None:
        return ""
    return date if _is_basic_format(date) else request_date_time(moment)
