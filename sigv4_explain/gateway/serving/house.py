"""What the fronts of one process share: the clock, the log, the limits, and who is connected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from sigv4_explain.gateway.clock import Clock
from sigv4_explain.gateway.log import Decision
from sigv4_explain.gateway.serving.limits import Limits
from sigv4_explain.gateway.serving.working import Workshop, logged_fault

if TYPE_CHECKING:
    from sigv4_explain.gateway.serving.connection import Connection


class House:
    """Keeps count of connections and of bytes in memory, for all fronts together."""

    def __init__(self, clock: Clock, tell: Callable[[Decision], None], limits: Limits | None = None) -> None:
        self.clock = clock
        self._tell = tell
        self.limits = limits or Limits()
        self.workshop = Workshop(self.limits)
        self.connections: set[Connection] = set()
        self.held_bytes = 0

    @property
    def is_full(self) -> bool:
        """True when more bytes are held than is good."""
        return self.held_bytes > self.limits.held_bytes

    def tell(self, decision: Decision) -> None:
        """Tell a decision, before the answer is sent; who fails to hear it disturbs nobody."""
        try:
            self._tell(decision)
        except Exception as error:  # noqa: BLE001 -- a learner's own function, or a terminal that is gone
            logged_fault(error)

    def end_the_slow(self) -> None:
        """End every connection whose time is up; to be called now and then."""
        now = asyncio.get_running_loop().time()
        for connection in tuple(self.connections):
            if connection.deadline < now:
                connection.end()

    def close(self) -> None:
        """Close every connection."""
        for connection in tuple(self.connections):
            connection.close()
