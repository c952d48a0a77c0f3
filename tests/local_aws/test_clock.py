"""The clock that a learner stops and moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sigv4_explain import InvalidInput
from sigv4_explain.local_aws import cloud as clock_module
from tests.local_aws.parts import Clock

NOON = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
STEP = timedelta(minutes=16)


class RealTime:
    """The computer's time, in a test's hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return it."""
        return self.moment


@pytest.fixture
def real_time(monkeypatch: pytest.MonkeyPatch) -> RealTime:
    """Put a test's own time in place of the computer's."""
    real_time = RealTime()
    monkeypatch.setattr(clock_module, "moment_now", real_time)
    return real_time


def test_a_clock_runs_with_the_real_time(real_time: RealTime) -> None:
    """Unless somebody touches it."""
    clock = Clock()
    real_time.moment += STEP

    assert clock.now() == real_time.moment
    assert repr(clock) == "<Clock: runs at 2026-11-21 00:16:00 UTC>"


@pytest.mark.parametrize("at", ["20150830T123600Z", NOON, NOON.astimezone(timezone(timedelta(hours=2)))])
def test_a_stopped_clock_stands(real_time: RealTime, at: datetime | str) -> None:
    """The time is given as text or as a datetime of any zone, and is shown in UTC."""
    clock = Clock(at)
    real_time.moment += STEP

    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC
    assert repr(clock) == "<Clock: stands at 2015-08-30 12:36:00 UTC>"


def test_a_clock_stops_where_it_is(real_time: RealTime) -> None:
    """Without a time, it is the one it shows."""
    clock, before = Clock(), real_time.moment
    clock.stop()
    real_time.moment += STEP

    assert clock.now() == before


def test_a_clock_that_starts_again_runs_on_from_what_it_shows(real_time: RealTime) -> None:
    """The time in which it stood is lost, as with any clock."""
    clock = Clock(NOON)
    real_time.moment += STEP
    clock.start()
    clock.start()
    real_time.moment += STEP

    assert clock.now() == NOON + STEP


@pytest.mark.parametrize("at", [None, NOON])
def test_a_clock_is_moved_on_and_back(real_time: RealTime, at: datetime | None) -> None:
    """Whether it runs or stands, it goes on doing that."""
    clock = Clock(at)
    before = clock.now()
    clock.forward(minutes=16)
    assert clock.now() == before + STEP
    clock.forward(days=-1, hours=23, minutes=43, seconds=60)
    assert clock.now() == before
    real_time.moment += STEP
    assert clock.now() == (before if at else before + STEP)


def test_a_clock_goes_back_to_the_real_time(real_time: RealTime) -> None:
    """Whatever was done to it."""
    clock = Clock(NOON)
    clock.forward(minutes=1)
    clock.reset()
    assert clock.now() == real_time.moment
    clock.forward(minutes=1)
    clock.reset()

    assert clock.now() == real_time.moment


@pytest.mark.parametrize("at", ["noon", "2015-08-30T12:36:00Z", datetime(2015, 8, 30, 12, 36)])  # noqa: DTZ001 -- naive
def test_what_is_no_time_is_refused(at: datetime | str) -> None:
    """A naive datetime too: nobody knows whose noon it is."""
    with pytest.raises(InvalidInput):
        Clock(at)
