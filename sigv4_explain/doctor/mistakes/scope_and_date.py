"""Mistakes with the date, the Region and the service: in the string to sign, the scope and the key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sigv4_explain.doctor.forms import Mixing
from sigv4_explain.doctor.mistakes.mistake import Basis, Change, Composition, Rows, Variant, both, put, put_key, seldom
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.presented import signed_at

_MINUTES = (*range(-12 * 60, 14 * 60 + 1, 60), -570, -210, 210, 270, 330, 345, 390, 570, 630)
"""The offsets of the world's time zones."""

_SECONDS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)


def _in_scope(place: int, word: str) -> Change:
    return lambda recipe: recipe._replace(scope=(*recipe.scope[:place], word, *recipe.scope[place + 1 :]))


def _in_scope_and_key(place: int, name: str, word: str) -> Change:
    return both(_in_scope(place, word), put_key(**{name: word}))


def _day(day: str) -> Change:
    """Return the change that writes a day into scope and key."""
    return _in_scope_and_key(0, "date", day)


def _later(moment: datetime, by: timedelta) -> str | None:
    try:
        return (moment + by).isoformat()[:19].replace("-", "").replace(":", "") + "Z"
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
            is_other_day = local[:8] != right[:8]
            in_both = both(put(date_time=local), _day(local[:8])) if is_other_day else put(date_time=local)
            yield Variant(f"{zone}, in time and day", in_both, Basis.GUESS)
            if is_other_day:
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


_MOST_IN_KEY = 4
"""Words that are tried in the key alone."""


def _words(arrived: SignedRequest, place: int, name: str, words: list[str]) -> Iterator[Variant]:
    """Sign for another Region or service; the one that the request itself names comes first, then in the key alone."""
    right, presented = arrived.recipe.scope[place], arrived.presented_scope[place]
    if presented == right != getattr(arrived.recipe.key_chain, name):  # the client's own scope
        yield Variant(f"{name} {right}", put_key(**{name: right}))
    for number, word in enumerate(dict.fromkeys((presented, *words))):
        if word and word != right:
            is_presented = word == presented
            basis = Basis.REQUEST if is_presented else Basis.GUESS
            yield Variant(f"{name} {word}", _in_scope_and_key(place, name, word), basis)
            if is_presented or number < _MOST_IN_KEY:
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


def _written_otherwise(arrived: SignedRequest) -> Iterator[Variant]:
    """Write the scope with other words than four, or in another order; the key made from them or not."""
    day, region, service, terminator = arrived.recipe.scope
    no_last_step = put_key(mixings=(*(Mixing.HMAC,) * 3, Mixing.KEY_ALONE))
    yield Variant("without aws4_request", put(scope=(day, region, service)))
    yield Variant("without aws4_request, in scope and key", both(put(scope=(day, region, service)), no_last_step))
    yield Variant("Region and service swapped", put(scope=(day, service, region, terminator)))
    swapped = put_key(region=service, service=region)
    yield Variant(
        "Region and service swapped, in scope and key", both(put(scope=(day, service, region, terminator)), swapped)
    )
    key_id = arrived.presented.access_key_id
    if key_id:
        yield Variant("with the key id before it", put(scope=(key_id, *arrived.recipe.scope)))
    yield Variant("with a slash at its end", put(scope=(*arrived.recipe.scope, "")))
    yield Variant("without the day", put(scope=(region, service, terminator)))
    yield Variant("without the Region", put(scope=(day, service, terminator)))
    yield Variant("without the service", put(scope=(day, region, terminator)))
    yield Variant("with the time for the day", _in_scope(0, arrived.recipe.date_time))
    hyphens = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    yield Variant("the day with hyphens", _in_scope(0, hyphens))
    yield Variant("the day with hyphens, in scope and key", both(_in_scope(0, hyphens), put_key(date=hyphens)))
    for word in ("aws4-request", "aws4request"):
        yield Variant(f"with {word}", both(_in_scope(3, word), put_key(terminator=word)))


SCOPE: Rows = {
    "malformed-date": (_format, Composition.REPLACES),
    "timestamp-differs-within-signature": (_other_second, Composition.REPLACES),
    "date-scope-mismatch": (_other_day, Composition.ALTERS),
    "local-time-not-utc": (_local_time, Composition.REPLACES),
    "wrong-region": (_region, Composition.ALTERS),
    "wrong-service": (_service, Composition.ALTERS),
    "empty-region": (_no_region, Composition.ALTERS),
    "malformed-scope": (seldom(_written_otherwise), Composition.REPLACES),
}
"""All mistakes with the scope and the date."""
