"""Mistakes with the date, the Region and the service: in the string to sign, the scope and the key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sigv4_explain.doctor.mistakes.mistake import Basis, Change, Composition, Rows, Variant, both, put, put_key
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.presented import signed_at
from sigv4_explain.signature import request_date_time

_MINUTES = (*range(-12 * 60, 14 * 60 + 1, 60), -570, -210, 210, 270, 330, 345, 390, 570, 630)
"""The offsets of the world's time zones."""

_SECONDS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)


def _in_scope(place: int, word: str) -> Change:
    return lambda recipe: recipe._replace(scope=(*recipe.scope[:place], word, *recipe.scope[place + 1 :]))


def _day(day: str) -> Change:
    """Return the change that writes a day into scope and key."""
    return both(_in_scope(0, day), put_key(date=day))


def _later(moment: datetime, by: timedelta) -> str | None:
    try:
        return request_date_time(moment + by)
    except OverflowError:
        return None


def _other_second(arrived: SignedRequest) -> Iterator[Variant]:
    right, moment = arrived.recipe.date_time, arrived.presented.moment
    dates = [signed_at(None, value.strip()).date_time for value in arrived.values_of("date")]
    if moment is not None:
        dates += [later for seconds in _SECONDS if (later := _later(moment, timedelta(seconds=seconds)))]
    for date_time in dict.fromkeys(dates):
        if date_time and date_time != right:
            yield Variant(f"{date_time} in the string to sign", put(date_time=date_time), Basis.GUESS)


def _local_time(arrived: SignedRequest) -> Iterator[Variant]:
    moment, right = arrived.presented.moment, arrived.recipe.date_time
    if moment is None:
        return
    for minutes in _MINUTES:
        local = _later(moment, timedelta(minutes=minutes))
        if local and local != right:
            zone = f"UTC{minutes / 60:+g} hours"
            yield Variant(f"{zone}, in time and day", both(put(date_time=local), _day(local[:8])), Basis.GUESS)
            if local[:8] != right[:8]:
                yield Variant(f"{zone}, in the time alone", put(date_time=local), Basis.GUESS)


def _other_day(arrived: SignedRequest) -> Iterator[Variant]:
    """Take the day that the request presents, then those around the right one, in the scope and key or in one alone."""
    moment, right = arrived.presented.moment, arrived.recipe.scope[0]
    days = [arrived.presented_scope[0]]
    if moment is not None:
        days += [later[:8] for count in (-1, 1, -2, -7) if (later := _later(moment, timedelta(days=count)))]
    for day in dict.fromkeys(days):
        if day and day != right:
            yield Variant(f"{day} in scope and key", _day(day))
            yield Variant(f"{day} in the key alone", put_key(date=day))


def _format(arrived: SignedRequest) -> Iterator[Variant]:
    right = arrived.recipe.date_time
    day, time = right[:8], right[9:15]
    hyphens, colons = f"{day[:4]}-{day[4:6]}-{day[6:]}", f"{time[:2]}:{time[2:4]}:{time[4:]}"
    written = {
        "as sent": arrived.presented.date or right,
        "extended": f"{hyphens}T{colons}Z",
        "with milliseconds": f"{day}T{time}.000Z",
        "extended, with milliseconds": f"{hyphens}T{colons}.000Z",
        "with +00:00": f"{hyphens}T{colons}+00:00",
        "with +0000": f"{day}T{time}+0000",
        "with UTC": f"{day}T{time}UTC",
        "without Z": f"{day}T{time}",
        "without T": f"{day}{time}Z",
        "the hour with a blank": f"{day}T{time[:1].replace('0', ' ')}{time[1:]}Z",
        "the day alone": day,
    }
    for spelling, date_time in written.items():
        if date_time != right:
            yield Variant(spelling, put(date_time=date_time))


_REGIONS = (
    "us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 eu-south-1 "
    "ap-south-1 ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-east-1 sa-east-1 ca-central-1 "
    "me-south-1 af-south-1 us-gov-west-1 cn-north-1 aws-global us-east us_east_1 auto garage s3"
)
"""The Regions that are used most, and words that were taken for one."""

_SERVICES = (
    "execute-api apigateway s3 s3express lambda sts iam es aoss dynamodb sqs ses email bedrock bedrock-runtime "
    "iotdevicegateway iot appsync kinesis monitoring lex runtime.lex sagemaker api.sagemaker cloudhsm cloudhsmv2"
)
"""Signing names, and names of hosts that are taken for one."""


def _words(arrived: SignedRequest, place: int, name: str, words: list[str]) -> Iterator[Variant]:
    """Sign for another Region or service; the one that the request itself names comes first, then in the key alone."""
    right, presented = arrived.recipe.scope[place], arrived.presented_scope[place]
    for word in dict.fromkeys((presented, *words)):
        if word and word != right:
            basis = Basis.REQUEST if word == presented else Basis.GUESS
            yield Variant(f"{name} {word}", both(_in_scope(place, word), put_key(**{name: word})), basis)
            yield Variant(f"{name} {word} in the key alone", put_key(**{name: word}), basis)


def _region(arrived: SignedRequest) -> Iterator[Variant]:
    return _words(arrived, 1, "region", _REGIONS.split())


def _service(arrived: SignedRequest) -> Iterator[Variant]:
    labels = arrived.request.host.lower().split(".")
    return _words(arrived, 2, "service", list(dict.fromkeys((*labels[:2], *_SERVICES.split()))))


def _no_region(arrived: SignedRequest) -> Iterator[Variant]:
    if arrived.recipe.scope[1]:
        yield Variant("in scope and key", both(_in_scope(1, ""), put_key(region="")))
        yield Variant("in the key", put_key(region=""))
        yield Variant("in the scope", _in_scope(1, ""))


SCOPE: Rows = {
    "malformed-date": (_format, Composition.REPLACES),
    "timestamp-differs-within-signature": (_other_second, Composition.REPLACES),
    "date-scope-mismatch": (_other_day, Composition.ALTERS),
    "local-time-not-utc": (_local_time, Composition.REPLACES),
    "wrong-region": (_region, Composition.ALTERS),
    "wrong-service": (_service, Composition.ALTERS),
    "empty-region": (_no_region, Composition.ALTERS),
}
"""All mistakes with the scope and the date."""
