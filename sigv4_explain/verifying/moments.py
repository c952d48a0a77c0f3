"""When a request says that it was signed: X-Amz-Date in one format, a Date header in two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from sigv4_explain.signature import is_basic_format, request_date_time


class SignedAt(NamedTuple):
    """A moment as it was sent, as it was meant, and as it stands in the string to sign."""

    date: str | None
    moment: datetime | None
    """None when the date cannot be read."""
    date_time: str
    """In ISO 8601 basic format; empty when the date cannot be read."""


def signed_at(x_amz_date: str | None, date: str | None) -> SignedAt:
    """Read X-Amz-Date, which is ``YYYYMMDDTHHMMSSZ``, or else Date, which may also be as HTTP writes it.

    >>> signed_at("20150830T123600Z", None) == signed_at(None, "20150830T123600Z")
    True
    >>> signed_at(None, "Sun, 30 Aug 2015 12:36:00 GMT").date_time
    '20150830T123600Z'
    >>> signed_at("Sun, 30 Aug 2015 12:36:00 GMT", None).date_time
    ''
    """
    sent = x_amz_date or date
    if not sent:
        return SignedAt(None, None, "")
    moment = _basic(sent)
    if moment is not None:
        return SignedAt(sent, moment, sent)
    moment = None if x_amz_date else _as_http_writes_it(sent)
    return SignedAt(sent, moment, "" if moment is None else request_date_time(moment))


def _basic(date: str) -> datetime | None:
    if not is_basic_format(date):
        return None
    try:
        return datetime.fromisoformat(date)
    except ValueError:  # there is no such day
        return None


def _as_http_writes_it(date: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # late: it is slow to import, and hardly anybody sends such a date

    try:
        moment = parsedate_to_datetime(date)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):  # the parser was made for mail, not for everything
        return None
