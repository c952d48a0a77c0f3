"""Five ways to protect an order on its way: what the sender adds to it, and what the server looks at."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from sigv4_explain.encoding import hmac_sha256, sha256_hex
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
