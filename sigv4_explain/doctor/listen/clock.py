"""Whether the request came too late or too early by the server's clock, and by how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, Place, found
from sigv4_explain.doctor.places import in_header, in_signature
from sigv4_explain.presented import Carrier
from sigv4_explain.readers.answers.facts import Freshness, ToldTimes, moment
from sigv4_explain.signature import request_date_time

_DAY = timedelta(days=1)
_HALF_HOUR = timedelta(minutes=30)
_ON_THE_WAY = timedelta(minutes=3)
_FARTHEST_ZONE = timedelta(hours=14)
_LONGEST_LIFE = 7  # digits


def in_words(span: timedelta) -> str:
    """Return a length of time in its two largest units.

    >>> in_words(timedelta(hours=7, seconds=2)), in_words(timedelta(days=1, hours=1)), in_words(timedelta(0))
    ('7 hours 2 seconds', '1 day 1 hour', '0 seconds')
    """
    seconds = span.days * 86_400 + span.seconds
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    words = []
    for name, length in units:
        count, seconds = divmod(seconds, length)
        if count:
            words.append(f"{count} {name}{'s' if count != 1 else ''}")
    return " ".join(words[:2]) or "0 seconds"


def clue(difference: timedelta) -> list[str]:
    """Return what a difference between two clocks hints at: a time zone, or a date that was kept.

    >>> clue(timedelta(hours=-2, seconds=40))
    ['That is nearly 2 hours sharp: a time zone was left out or added.']
    >>> clue(timedelta(days=1, minutes=20)), clue(timedelta(minutes=20))
    (['That is a day or more: a date or a signature was kept for too long.'], [])
    """
    span = abs(difference)
    if span >= _DAY - _ON_THE_WAY:
        return ["That is a day or more: a date or a signature was kept for too long."]
    sharp = round(span / _HALF_HOUR) * _HALF_HOUR
    if _HALF_HOUR < sharp <= _FARTHEST_ZONE and abs(span - sharp) <= _ON_THE_WAY:
        return [f"That is nearly {in_words(sharp)} sharp: a time zone was left out or added."]
    return []


_NARROW, _WIDE = timedelta(minutes=5), timedelta(minutes=15)
"""The windows of most services, and of S3, STS and DynamoDB."""

_NO_TIMES = ToldTimes(None, None, None, None)
_URL_EXPIRED = ("Request has expired", "Request signature expired at")
"""S3's and Google's words for a URL whose life is over; a header whose date is too old is told in others."""
_FIRST_YEAR = 2010
"""Nobody signed with Version 4 before: a device without a clock of its own begins in 1970, 1980 or 2000."""


def clock_heard(case: Case) -> Iterator[Finding]:
    """Return what the answer says about the age of the signature."""
    times = case.answer.times or _NO_TIMES
    # Ceph says it with the code alone.
    by_code = Freshness.TOO_SKEWED if case.code == "RequestTimeTooSkewed" else None
    fault = times.fault or by_code
    if any(words in case.words for words in _URL_EXPIRED) and not _is_unset(case):
        yield from _url_expired(case, times)
        return
    if fault is None:
        return
    signed = times.request_time or case.presented.moment or case.evidence.at
    says = [f"The answer says that the signature is {fault.value}."]
    says += _numbers(signed, case.evidence.received_at or times.server_time)
    window = times.window or (case.reading.profile.window if case.has_request else None)
    server = times.server_time or case.evidence.received_at
    yield _finding(case, Certainty.SHOWN, says, signed, _range(server, window))


def _url_expired(case: Case, times: ToldTimes) -> Iterator[Finding]:
    """The end of a URL's life is no matter of clocks, unless the two are whole hours apart."""
    life = case.answer.detail("X-Amz-Expires") or case.presented.expires or ""
    seconds = int(life) if life.isascii() and life.isdigit() and len(life) <= _LONGEST_LIFE else None
    end, used = moment(case.answer.detail("Expires")), case.evidence.received_at or times.server_time
    if end is None and seconds is not None and case.presented.moment is not None:
        end = case.presented.moment + timedelta(seconds=seconds)
    says = [] if end else ["The answer says that the URL has expired."]
    if end is not None:
        after = "" if seconds is None else f", {seconds} seconds after it was signed"
        says.append(f"The URL was good until {end:%Y-%m-%dT%H:%M:%SZ}{after}.")
    late = used - end if used and end else None
    if used is not None and late is not None:
        says.append(f"It was used at {used:%Y-%m-%dT%H:%M:%SZ}, {in_words(abs(late))} later.")
    if case.access_key_id.startswith("ASIA"):
        says.append("It was signed with temporary keys, and ends with them at the latest.")
    where = in_signature(case.evidence.request, "Expires") if case.has_request else None
    yield found(CAUSES["presigned-url-expired"], Certainty.SHOWN, *says, where=where)
    since_signed = late + timedelta(seconds=seconds) if late is not None and seconds is not None else None
    if since_signed is not None and since_signed < _DAY - _ON_THE_WAY and clue(since_signed):
        yield suspected("clock-skew", *clue(since_signed))


def clock_unset(case: Case) -> Iterator[Finding]:
    """Return what a date from before Version 4 was there tells: the client's clock had not been set."""
    if _is_unset(case) and not case.is_mismatch:
        says = f"The date in the request is of before {_FIRST_YEAR}: the client's clock was not set yet."
        certainty = Certainty.SHOWN if case.refuses else Certainty.SUSPECTED
        yield _finding(case, certainty, [says], case.presented.moment, None)


_YEAR = r"(?:19[789][0-9]|200[0-9])"
_unset = re.compile(
    rf"(?i:x-amz-date['\"]?\s{{0,2}}[=:]\s{{0,2}}['\"]?){_YEAR}[0-9]{{4}}T[0-9]{{6}}Z"
    rf"|Credential=[^\s/%]{{4,128}}(?:/|%2F){_YEAR}[0-9]{{4}}(?:/|%2F)"
)


def _is_unset(case: Case) -> bool:
    if case.has_request:
        return case.presented.moment is not None and case.presented.moment.year < _FIRST_YEAR
    return bool(_unset.search(case.evidence.pasted))


def clock_compared(case: Case, received_at: datetime) -> Iterator[Finding]:
    """Compare the request's date with the server's clock, where the answer names no fault of the date.

    A server that computed a signature had looked at the date before, so after that much is only suspected.
    """
    signed = case.presented.moment or case.evidence.at
    if signed is None or _is_alive(case, received_at - signed):
        return
    difference = received_at - signed
    if abs(difference) > _NARROW:
        says, window = _numbers(signed, received_at), case.reading.profile.window
        yield _finding(case, _certainty(difference, case), says, signed, _range(received_at, window))


def client_clock_compared(case: Case, at: datetime) -> Iterator[Finding]:
    """Compare the request's date with the time at which it was signed by the user's word."""
    written = case.presented.moment
    if written is None or abs(written - at) <= _NARROW:
        return
    difference = at - written
    side = "earlier" if difference > timedelta(0) else "later"
    says = [f"It was signed at {request_date_time(at)}; the date in it is {in_words(abs(difference))} {side}."]
    certainty, expected = _certainty(difference, case), request_date_time(at)
    yield _finding(case, certainty, says + clue(difference), written, expected)


def _certainty(difference: timedelta, case: Case) -> Certainty:
    refuses = case.refuses and not case.is_mismatch
    return Certainty.SHOWN if refuses and abs(difference) > _WIDE else Certainty.SUSPECTED


def _is_alive(case: Case, age: timedelta) -> bool:
    """Tell whether a presigned URL of S3's is within the life that it was given; elsewhere that does not count."""
    expires = case.presented.expires or ""
    if not case.is_for_s3 or not expires.isascii() or not expires.isdigit() or len(expires) > 7:
        return False
    return -_NARROW <= age <= timedelta(seconds=int(expires))


def _numbers(signed: datetime | None, server: datetime | None) -> list[str]:
    if signed is None or server is None:
        return []
    difference = server - signed
    side = "later" if difference > timedelta(0) else "earlier"
    arrived = f"the server's clock said {request_date_time(server)}, {in_words(abs(difference))} {side}."
    whose = "The request was signed long before it arrived, or the client's clock is slow."
    if difference < timedelta(0):
        whose = "The client's clock is fast, or it wrote local time as if it were UTC."
    says = [f"Signed at {request_date_time(signed)}; {arrived}", whose]
    return says + clue(difference)


def _range(server: datetime | None, window: timedelta | None) -> str | None:
    if server is None or window is None:
        return None
    try:
        return f"{request_date_time(server - window)} to {request_date_time(server + window)}"
    except OverflowError:
        return None


def _finding(
    case: Case, certainty: Certainty, says: list[str], signed: datetime | None, expected: str | None
) -> Finding:
    sent = None if signed is None else request_date_time(signed)
    return found(CAUSES["clock-skew"], certainty, *says, where=_where(case), sent=sent, expected=expected)


def _where(case: Case) -> Place | None:
    if case.presented.carrier is Carrier.QUERY:
        return in_signature(case.evidence.request, "Date")
    return in_header(case.evidence.request, "x-amz-date") or in_header(case.evidence.request, "date")
