"""Seven things that somebody on the way can try."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum


class Attack(Enum):
    """What the attacker tries, and how long after the order it arrives."""

    READ_ORDER = ("read the order", timedelta(seconds=1))
    STEAL_SECRET = ("read the secret, then order in Alice's name", timedelta(minutes=1))
    CHANGE = ("change the order", timedelta(seconds=1))
    CHANGE_AND_RECOMPUTE = ("change the order and compute the rest", timedelta(seconds=1))
    REPLAY_AT_ONCE = ("send it again a minute later", timedelta(minutes=1))
    REPLAY_TOMORROW = ("send it again tomorrow", timedelta(days=1))
    REDATE = ("send it again tomorrow, with a new date", timedelta(days=1))

    @property
    def title(self) -> str:
        """What a menu says."""
        return self.value[0]

    @property
    def delay(self) -> timedelta:
        """How long after the order was sent the server reads what the attacker sends."""
        return self.value[1]
