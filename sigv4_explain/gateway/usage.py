"""A usage plan at work: how many calls each API key has left, today and just now."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from threading import Lock

from sigv4_explain.gateway.places import ApiKey, UsagePlan


class Admission(Enum):
    """Whether a call with an API key may go on."""

    ADMITTED = "within the plan"
    QUOTA_EXCEEDED = "the day's quota is used up"
    THROTTLED = "too many calls at once"


class UsageMeter:
    """Counts the calls of each API key. The one who calls says what time it is."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: dict[tuple[str, date], int] = {}
        self._buckets: dict[str, tuple[float, datetime]] = {}

    def admit(self, plan: UsagePlan, key: ApiKey, at: datetime) -> Admission:
        """Count a call, unless the plan has no room for it: a token bucket for the rate, a counter for the day.

        Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
        """
        with self._lock:
            today = (key.key_id, at.date())
            calls = self._calls.get(today, 0)
            if calls >= plan.quota:
                return Admission.QUOTA_EXCEEDED
            tokens, since = self._buckets.get(key.key_id, (float(plan.burst), at))
            tokens = min(plan.burst, tokens + plan.rate * max(0.0, (at - since).total_seconds()))
            if tokens < 1:
                return Admission.THROTTLED
            self._buckets[key.key_id] = (tokens - 1, max(at, since))
            self._calls = {day: count for day, count in self._calls.items() if day[1] == today[1]}
            self._calls[today] = calls + 1
            return Admission.ADMITTED
