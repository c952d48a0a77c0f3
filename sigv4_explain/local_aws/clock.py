"""The front's clock, which is the learner's to stop and to move. The one part of these fronts that knows the time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sigv4_explain.preparing import moment_now
from sigv4_explain.signature import request_date_time


class Clock:
    """Runs with the real time, until it is stopped or moved.

    >>> clock = Clock("20150830T123600Z")
    >>> clock.forward(minutes=16)
    >>> clock
    <Clock: stands at 2015-08-30 12:52:00 UTC>
    """

    def __init__(self, at: datetime | str | None = None) -> None:
        self._ahead = timedelta()
        self._standing: datetime | None = None
        if at is not None:
            self.stop(at)

    def now(self) -> datetime:
        """Return what it shows: an aware datetime in UTC."""
        standing = self._standing
        return moment_now() + self._ahead if standing is None else standing

    def stop(self, at: datetime | str | None = None) -> None:
        """Stand still: now, or at an aware datetime or ``YYYYMMDDTHHMMSSZ``. Raises InvalidInput for another text."""
        self._standing = self.now() if at is None else datetime.fromisoformat(request_date_time(at))

    def start(self) -> None:
        """Run on from what it shows."""
        if self._standing is not None:
            self._ahead = self._standing - moment_now()
            self._standing = None

    def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move on; negative numbers move back."""
        step = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if self._standing is None:
            self._ahead += step
        else:
            self._standing += step

    def reset(self) -> None:
        """Run with the real time again."""
        self._ahead, self._standing = timedelta(), None

    def __repr__(self) -> str:
        how = "runs" if self._standing is None else "stands"
        return f"<Clock: {how} at {self.now():%Y-%m-%d %H:%M:%S} UTC>"
