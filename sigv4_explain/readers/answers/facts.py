"""The times in an answer, and what it says about the credential scope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum


class Freshness(Enum):
    """What the server says about the age of the signature."""

    EXPIRED = "too old"
    NOT_YET_CURRENT = "from the future"
    TOO_SKEWED = "too far from the server's clock, on one side or the other"


@dataclass(frozen=True, slots=True)
class ToldTimes:
    """The times that an answer names, in UTC; None for each that it does not name."""

    fault: Freshness | None
    """None when the signature's age is not what the server refuses."""
    request_time: datetime | None
    """When the request says that it was signed."""
    server_time: datetime | None
    """The server's clock: in the message, else the Date header of the answer."""
    window: timedelta | None
    """How far the two may be apart."""

    @property
    def difference(self) -> timedelta | None:
        """The server's clock less the request's: positive when the request is late."""
        if self.server_time is None or self.request_time is None:
            return None
        return self.server_time - self.request_time


_sentence = re.compile(
    r"Signature (expired|not yet current): (\S{1,40}) is (?:now earlier|still later) than \S{1,40}"
    r" \((\S{1,40}) [-+] ([0-9]{1,6}) (min|sec|hour)"
)

_FAULTS = {"expired": Freshness.EXPIRED, "not yet current": Freshness.NOT_YET_CURRENT}
_UNITS = {"min": "minutes", "sec": "seconds", "hour": "hours"}

_fault_words = (
    ("Signature expired", Freshness.EXPIRED),
    ("Signature not yet current", Freshness.NOT_YET_CURRENT),
    ("Request has expired", Freshness.EXPIRED),
    ("Request is not valid yet", Freshness.NOT_YET_CURRENT),
    ("difference between the request time and the", Freshness.TOO_SKEWED),
)


def told_times(message: str, fields: Mapping[str, str], date_header: str | None) -> ToldTimes | None:
    """Return the times in a message, in S3's elements and in the Date header; None when there is none at all.

    >>> late = "Signature expired: 20150830T123600Z is now earlier than 20150830T124100Z (20150830T124600Z - 5 min.)"
    >>> times = told_times(late, {}, None)
    >>> str(times.difference), str(times.window)
    ('0:10:00', '0:05:00')
    """
    found = _sentence.search(message)
    if found:
        window = timedelta(**{_UNITS[found[5]]: int(found[4])})
        return ToldTimes(_FAULTS[found[1]], moment(found[2]), moment(found[3]), window)
    fault = next((fault for words, fault in _fault_words if words in message), None)
    server_time = moment(fields.get("ServerTime")) or moment(date_header)
    times = ToldTimes(fault, moment(fields.get("RequestTime")), server_time, _window(fields))
    return None if times == ToldTimes(None, None, None, None) else times


def _window(fields: Mapping[str, str]) -> timedelta | None:
    milliseconds = fields.get("MaxAllowedSkewMilliseconds", "")
    return timedelta(milliseconds=int(milliseconds)) if re.fullmatch("[0-9]{1,12}", milliseconds) else None


def moment(date: str | None) -> datetime | None:
    """Read ISO 8601, basic or extended, or a date as HTTP writes it; None for anything else."""
    try:
        if re.match("[0-9]{4}-?[0-9]{2}", date or ""):
            return _in_utc(datetime.fromisoformat(date or ""))
        from email.utils import parsedate_to_datetime  # late: it is slow to import

        return _in_utc(parsedate_to_datetime(date or ""))
    except (ValueError, OverflowError, TypeError, IndexError):  # whatever a damaged date makes of the parsers
        return None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class ScopeElement(Enum):
    """An element of the credential scope."""

    DATE = "date"
    REGION = "region"
    SERVICE = "service"
    TERMINATOR = "terminator"


@dataclass(frozen=True, slots=True)
class ToldElement:
    """A wrong element of the scope, as far as the server tells it."""

    element: ScopeElement
    sent: str | None
    """What the credential says; None when the answer does not repeat it."""
    expected: str | None
    """What it should say; None when the answer does not tell."""


_SENT = r"['\"](?P<sent>[^'\"]{0,200})['\"]"
_EXPECTED = r"['\"](?P<expected>[^'\"]{0,200})['\"]"

_SENTENCES = (
    (ScopeElement.REGION, rf"scoped to a valid region(?:, not {_SENT})?"),
    (ScopeElement.REGION, rf"the region {_SENT} is wrong(?:; expecting {_EXPECTED})?"),
    (ScopeElement.SERVICE, rf"scoped to correct service: {_EXPECTED}"),
    (ScopeElement.SERVICE, rf"incorrect service {_SENT}\. This endpoint belongs to {_EXPECTED}"),
    (ScopeElement.TERMINATOR, rf"scoped with a valid terminator: {_EXPECTED}(?:, not {_SENT})?"),
    (ScopeElement.TERMINATOR, rf"incorrect terminal {_SENT}\. This endpoint uses {_EXPECTED}"),
    (ScopeElement.DATE, rf"Date in Credential scope does not match [^:\n]{{0,80}}HTTP(?:: {_SENT} != {_EXPECTED})?"),
    (ScopeElement.DATE, rf"incorrect date format {_SENT}"),
)


def told_about_the_scope(message: str, fields: Mapping[str, str]) -> tuple[ToldElement, ...]:
    """Return what the sentences about the scope say, in their order here; S3 names the right Region in an element too.

    >>> told, = told_about_the_scope("Credential should be scoped to correct service: 'execute-api'. ", {})
    >>> told.element.value, told.sent, told.expected
    ('service', None, 'execute-api')
    """
    told = tuple([_told(element, found) for element, found in _found(message)])
    is_malformed = fields.get("Code") == "AuthorizationHeaderMalformed"
    if not told and is_malformed and "Region" in fields:
        return (ToldElement(ScopeElement.REGION, None, fields["Region"]),)
    return told


def _found(message: str) -> Iterator[tuple[ScopeElement, re.Match[str]]]:
    for element, sentence in _SENTENCES:
        found = re.search(sentence, message)
        if found:
            yield element, found


def _told(element: ScopeElement, found: re.Match[str]) -> ToldElement:
    parts = found.groupdict()
    return ToldElement(element, parts.get("sent"), parts.get("expected"))
