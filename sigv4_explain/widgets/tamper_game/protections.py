"""Five ways to protect an order on its way: what the sender adds to it, and what the server looks at."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from sigv4_explain.encoding import hmac_sha256, sha256_hex
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.signature import request_date_time
from sigv4_explain.verifier import Outcome

SECRET = "open sesame"  # noqa: S105  # the secret of a game
"""What Alice and the server know, and nobody else."""
WINDOW = timedelta(minutes=5)
"""How old a dated order may be."""


class Protection(Enum):
    """What the sender adds to an order, shortly and in full."""

    NONE = ("nothing", "nothing")
    PASSWORD = ("password", "a password, sent along")
    HASH = ("hash", "a SHA-256 hash of the order")
    HMAC = ("HMAC", "an HMAC of the order")
    DATED_HMAC = ("HMAC with date", "an HMAC of date and order")

    @property
    def short(self) -> str:
        """One to three words, for the head of a column."""
        return self.value[0]

    @property
    def title(self) -> str:
        """What a menu says."""
        return self.value[1]


class Message(NamedTuple):
    """What travels. Anybody on the way can read it and write another."""

    order: str
    date: str | None
    """``YYYYMMDDTHHMMSSZ``; None where the protection has no date."""
    proof: str | None
    """The password, the hash or the HMAC, both in hex; None where nothing is added."""


class Check(NamedTuple):
    """One look of the server at a message."""

    question: str
    received: str
    expected: str
    outcome: Outcome


def protected(protection: Protection, order: str, at: datetime, secret: str = SECRET) -> Message:
    """Return the message that somebody who knows this secret sends.

    >>> from datetime import UTC
    >>> protected(Protection.HASH, "Pay Bob 10 EUR", datetime(2015, 8, 30, tzinfo=UTC)).proof[:8]
    '0e60c9ab'
    """
    date = request_date_time(at) if protection is Protection.DATED_HMAC else None
    return Message(order, date, _proof(protection, order, date, secret))


def examined(protection: Protection, message: Message, clock: datetime) -> tuple[Check, ...]:
    """Return what the server looks at, in its order; after the first that is wrong it looks at nothing more.

    The server remembers no message. So it takes the same one twice.
    """
    checks = [check for check in (_date_check(message, clock), _proof_check(protection, message)) if check is not None]
    broken = next((place for place, check in enumerate(checks) if check.outcome is Outcome.BROKEN), len(checks))
    return (*checks[: broken + 1], *(check._replace(outcome=Outcome.NOT_REACHED) for check in checks[broken + 1 :]))


def _proof(protection: Protection, order: str, date: str | None, secret: str) -> str | None:
    match protection:
        case Protection.NONE:
            return None
        case Protection.PASSWORD:
            return secret
        case Protection.HASH:
            return sha256_hex(order.encode())
        case _:
            text = order if date is None else f"{date}\n{order}"
            return hmac_sha256(secret.encode(), text).hex()


_QUESTIONS = {
    Protection.PASSWORD: "Is it Alice's password?",
    Protection.HASH: "Is it the hash of this order?",
    Protection.HMAC: "Is it the HMAC of this order?",
    Protection.DATED_HMAC: "Is it the HMAC of this date and order?",
}


def _proof_check(protection: Protection, message: Message) -> Check | None:
    expected = _proof(protection, message.order, message.date, SECRET)
    if expected is None or message.proof is None:
        return None
    fits = hmac.compare_digest(message.proof.encode(), expected.encode())
    return Check(_QUESTIONS[protection], message.proof, expected, Outcome.KEPT if fits else Outcome.BROKEN)


def _date_check(message: Message, clock: datetime) -> Check | None:
    if message.date is None:
        return None
    minutes = WINDOW // timedelta(minutes=1)
    fresh = abs(clock - datetime.fromisoformat(message.date)) <= WINDOW
    expected = f"{request_date_time(clock)} ± {minutes} minutes"
    return Check("Is it near the server's clock?", message.date, expected, Outcome.KEPT if fresh else Outcome.BROKEN)


# Seven things that somebody on the way can try.


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


# What became of an attack, and why, in words.

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


# One attack on one protection, carried out: what was sent, what arrived, what the server made of it.

SENT_AT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What happened, all of it computed."""

    protection: Protection
    attack: Attack
    sent: Message
    """What Alice sent."""
    arrived: Message | None
    """What the attacker sent; None where reading was enough, or nothing could be sent."""
    checks: tuple[Check, ...]
    """What the server looked at in what arrived."""
    result: Result

    @property
    def sentence(self) -> str:
        """Why it came out so."""
        return why(self.protection, self.attack, self.result)


def attempted(protection: Protection, attack: Attack, order: str, forged: str) -> Attempt:
    """Let Alice send an order, and an attacker try what he can without her secret; ``forged`` is the order he wants.

    Raises InvalidInput for a text that UTF-8 cannot spell, and for two orders that are the same.

    >>> str(attempted(Protection.HASH, Attack.CHANGE, "10 EUR", "1000 EUR").result)
    '✓ stopped'
    >>> str(attempted(Protection.HASH, Attack.CHANGE_AND_RECOMPUTE, "10 EUR", "1000 EUR").result)
    '✗ works'
    """
    _check_orders(order, forged)
    sent = protected(protection, order, SENT_AT)
    needless = _is_needless(protection, attack, sent, forged)
    arrived = None if needless else _arriving(protection, attack, sent, forged)
    checks = () if arrived is None else examined(protection, arrived, SENT_AT + attack.delay)
    succeeds = attack is Attack.READ_ORDER or (arrived is not None and _accepted(checks))
    result = Result.NEEDLESS if needless else Result.WORKS if succeeds else Result.STOPPED
    return Attempt(protection, attack, sent, arrived, checks, result)


def _check_orders(order: str, forged: str) -> None:
    for name, text in (("order", order), ("forged", forged)):
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise InvalidInput(name, describe(text), "text that UTF-8 can spell: no half of a surrogate pair")
    if order == forged:
        raise InvalidInput("forged", "the same text", "another order than Alice's")


def _arriving(protection: Protection, attack: Attack, sent: Message, forged: str) -> Message | None:
    known = SECRET if any(SECRET in value for value in sent if value) else None
    match attack:
        case Attack.READ_ORDER:
            return None
        case Attack.STEAL_SECRET:
            return None if known is None else protected(protection, forged, SENT_AT + attack.delay, known)
        case Attack.CHANGE:
            return sent._replace(order=forged)
        case Attack.CHANGE_AND_RECOMPUTE:
            return protected(protection, forged, SENT_AT, known or GUESS)
        case Attack.REDATE:
            return sent._replace(date=request_date_time(SENT_AT + attack.delay))
        case _:
            return sent


def _is_needless(protection: Protection, attack: Attack, sent: Message, forged: str) -> bool:
    """Tell whether a simpler attack does already what this one is for."""
    if attack is Attack.STEAL_SECRET:
        moment = SENT_AT + attack.delay
        return _accepted(examined(protection, protected(protection, forged, moment, GUESS), moment))
    return attack is Attack.REDATE and sent.date is None


def _accepted(checks: tuple[Check, ...]) -> bool:
    return all(check.outcome is Outcome.KEPT for check in checks)
