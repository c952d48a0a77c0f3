"""Lengths of time in words, and what they hint at."""

from __future__ import annotations

from datetime import timedelta

_DAY = timedelta(days=1)
_HALF_HOUR = timedelta(minutes=30)
_ON_THE_WAY = timedelta(minutes=3)
_FARTHEST_ZONE = timedelta(hours=14)


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
