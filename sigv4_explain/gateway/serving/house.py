"""What the fronts of one process share: the clock, the log, the limits, and who is connected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from sigv4_explain.gateway.clock import Clock
from sigv4_explain.gateway.log import Decision
from sigv4_explain.gateway.serving.limits import Limits
from sigv4_explain.gateway.serving.working import Workshop

if TYPE_CHECKING:
    from sigv4_explain.gateway.serving.connection import Connection


class House:
    """Keeps count of connections and of bytes in memory, for all fronts together."""

    def __init__(self, clock: Clock, tell: Callable[[Decision], None], limits: Limits | None = None) -> None:
        self.clock = clock
        self.tell = tell
        """Called with each decision, before the answer is sent."""
        self.limits = limits or Limits()
        self.workshop = Workshop(self.limits)
        self.connections: set[Connection] = set()
        self.held_bytes = 0

    @property
    def is_full(self) -> bool:
        """True when more bytes are held than is good."""
        return self.held_bytes > self.limits.held_bytes

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
