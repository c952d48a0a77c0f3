"""One attack on one protection, carried out: what was sent, what arrived, what the server made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sigv4_explain.course.tamper.attack import Attack
from sigv4_explain.course.tamper.protection import SECRET, Check, Message, Protection, examined, protected
from sigv4_explain.course.tamper.result import GUESS, Result, why
from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.signature import request_date_time
from sigv4_explain.verifier import Outcome

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
