from __future__ import annotations

from datetime import timedelta

from sigv4_explain.gateway.places import ApiKey, UsagePlan
from sigv4_explain.gateway.usage import Admission, UsageMeter
from tests.gateway.calling import NOON

KEY = ApiKey("id", "name", "value")
OTHER = ApiKey("other", "name", "other value")
SECOND = timedelta(seconds=1)


def _plan(rate: float = 2, burst: int = 3, quota: int = 100) -> UsagePlan:
    return UsagePlan("plan", (KEY, OTHER), rate, burst, quota)


def test_a_burst_is_admitted_and_the_next_call_is_not() -> None:
    """Three at once, then none; half a second later, one."""
    meter = UsageMeter()

    assert [meter.admit(_plan(), KEY, NOON) for _ in range(4)] == [*[Admission.ADMITTED] * 3, Admission.THROTTLED]
    assert [meter.admit(_plan(), KEY, NOON + SECOND / 2) for _ in range(2)] == [Admission.ADMITTED, Admission.THROTTLED]


def test_the_bucket_never_holds_more_than_the_burst() -> None:
    """However long nobody called."""
    meter = UsageMeter()
    meter.admit(_plan(), KEY, NOON)

    admitted = [meter.admit(_plan(), KEY, NOON + 3600 * SECOND) for _ in range(4)]
    assert admitted == [*[Admission.ADMITTED] * 3, Admission.THROTTLED]


def test_a_quota_lasts_until_midnight() -> None:
    """The day is counted in UTC, and a throttled call does not count."""
    meter, plan = UsageMeter(), _plan(burst=1, quota=2)

    assert meter.admit(plan, KEY, NOON) is Admission.ADMITTED
    assert meter.admit(plan, KEY, NOON) is Admission.THROTTLED
    assert meter.admit(plan, KEY, NOON + SECOND) is Admission.ADMITTED
    assert meter.admit(plan, KEY, NOON + 2 * SECOND) is Admission.QUOTA_EXCEEDED
    assert meter.admit(plan, KEY, NOON + 12 * 3600 * SECOND) is Admission.ADMITTED


def test_each_key_has_its_own_count() -> None:
    """One key's calls cost another nothing."""
    meter, plan = UsageMeter(), _plan(burst=1)

    assert meter.admit(plan, KEY, NOON) is Admission.ADMITTED
    assert meter.admit(plan, OTHER, NOON) is Admission.ADMITTED


def test_a_clock_that_is_moved_back_gives_nothing_and_takes_nothing() -> None:
    """The learner may move the clock either way."""
    meter, plan = UsageMeter(), _plan(burst=2)
    meter.admit(plan, KEY, NOON)

    assert meter.admit(plan, KEY, NOON - 3600 * SECOND) is Admission.ADMITTED
    assert meter.admit(plan, KEY, NOON) is Admission.THROTTLED


def test_only_today_is_remembered() -> None:
    """However long the front runs, it keeps one count a key."""
    meter, plan = UsageMeter(), _plan()
    for day in range(400):
        meter.admit(plan, KEY, NOON + day * 24 * 3600 * SECOND)

    assert len(meter._calls) == 1
