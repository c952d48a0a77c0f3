"""What became of an attack, and why, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from sigv4_explain.course.tamper.attack import Attack
from sigv4_explain.course.tamper.protection import Protection

GUESS = "password"
"""What the attacker takes for the secret, not knowing it."""


class Result(Enum):
    """What became of an attack, with a sign and words: the sign is never alone."""

    WORKS = ("✗", "works")
    STOPPED = ("✓", "stopped")
    NEEDLESS = ("–", "not needed")

    def __str__(self) -> str:
        return " ".join(self.value)


_WHY: Mapping[tuple[Attack, Result], str] = {
    (Attack.READ_ORDER, Result.WORKS): (
        "The order travels as it is. What is added to it hides nothing; hiding is what TLS is for."
    ),
    (Attack.STEAL_SECRET, Result.WORKS): "The secret travels. Who has read it once is Alice from then on.",
    (Attack.STEAL_SECRET, Result.STOPPED): (
        "The secret does not travel. What was made with it travels, and does not lead back to it."
    ),
    (Attack.STEAL_SECRET, Result.NEEDLESS): "There is no secret. Anybody can send an order that looks like Alice's.",
    (Attack.CHANGE, Result.WORKS): "Nothing that the server looks at depends on the order.",
    (Attack.CHANGE, Result.STOPPED): "What was added fits another order. The server computes it again, and sees that.",
    (Attack.CHANGE_AND_RECOMPUTE, Result.STOPPED): (
        f"To compute it takes the secret. The attacker can only guess: here “{GUESS}”."
    ),
    (Attack.REPLAY_AT_ONCE, Result.WORKS): (
        "It is Alice's own message, and nothing in it is too old. To notice, the server has to remember messages."
    ),
    (Attack.REPLAY_TOMORROW, Result.WORKS): "Nothing in the message says when it was made.",
    (Attack.REPLAY_TOMORROW, Result.STOPPED): "The message says when it was made, and that is too long ago.",
    (Attack.REDATE, Result.STOPPED): "The new date is accepted. But the HMAC was made with the old one.",
    (Attack.REDATE, Result.NEEDLESS): "There is no date to change. The same message, sent again, is enough.",
}


def why(protection: Protection, attack: Attack, result: Result) -> str:
    """Return in one or two sentences why an attack came out so."""
    if (attack, result) == (Attack.CHANGE_AND_RECOMPUTE, Result.WORKS):
        match protection:
            case Protection.NONE | Protection.PASSWORD:
                return "There is nothing to compute again: what was added does not depend on the order."
            case Protection.HASH:
                return "A hash takes no secret. Who can change the order can hash it again."
            case _:
                return "The secret stands in the order itself. Who reads it can compute with it."
    return _WHY[attack, result]
