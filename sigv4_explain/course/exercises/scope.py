"""Exercise of notebook 04: the credential scope."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.signature import credential_scope, request_date_time

_ORDER = Requirement("The order is day, Region, service, terminator, with a slash between them and none around them.")
_TERMINATOR = Requirement("The last word of every credential scope is aws4_request.")
_UTC_DAY = Requirement("The day is the UTC day: what the calendar says where you are does not count.")
_DAY_ONLY = Requirement("The scope holds the day alone, YYYYMMDD; the time stands in the line above it.")
_NO_DASHES = Requirement("The day is written in eight digits, without dashes.")

_NOON = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
_NIGHT_IN_PARIS = datetime(2015, 8, 31, 1, 30, tzinfo=timezone(timedelta(hours=2)))
_NEW_YEARS_EVE_IN_LIMA = datetime(2015, 12, 31, 20, 0, tzinfo=timezone(timedelta(hours=-5)))


def my_scope(at: datetime, region: str, service: str) -> str:
    """Return the credential scope of a signature made at that moment."""
    day = at.astimezone(UTC).strftime("%Y%m%d")
    return f"{day}/{region}/{service}/aws4_request"


def _right_scope(at: datetime, region: str, service: str) -> str:
    return credential_scope(request_date_time(at), region, service)


def _day(at: datetime) -> str:
    return request_date_time(at)[:8]


EXERCISES = (
    Exercise(
        name="scope",
        chapter="04",
        task="write my_scope(at, region, service): a moment with its time zone, a Region, a service in; the scope out.",
        cases=(
            Example((_NOON, "eu-central-1", "execute-api"), _ORDER),
            Example((_NIGHT_IN_PARIS, "us-east-1", "sts"), _UTC_DAY),
            Example((_NEW_YEARS_EVE_IN_LIMA, "us-west-2", "s3"), _UTC_DAY),
        ),
        right=_right_scope,
        imports=("from datetime import UTC, datetime",),
        solution=my_scope,
        mistakes=(
            WrongAnswer(lambda at, region, service: f"{at:%Y%m%d}/{region}/{service}/aws4_request", _UTC_DAY),
            WrongAnswer(lambda at, region, service: f"{_day(at)}/{service}/{region}/aws4_request", _ORDER),
            WrongAnswer(lambda at, region, service: f"{_day(at)}/{region}/{service}", _TERMINATOR),
            WrongAnswer(
                lambda at, region, service: f"{request_date_time(at)}/{region}/{service}/aws4_request", _DAY_ONLY
            ),
            WrongAnswer(
                lambda at, region, service: f"{at.astimezone(UTC):%Y-%m-%d}/{region}/{service}/aws4_request", _NO_DASHES
            ),
        ),
        hints=(
            "Write the four words first, with slashes between them. Then look at the first: which day, and where?",
            "A datetime with a time zone has astimezone(UTC); strftime writes it, and %Y%m%d is the form.",
            'Put at.astimezone(UTC).strftime("%Y%m%d"), region, service and "aws4_request" between slashes.',
        ),
    ),
)
