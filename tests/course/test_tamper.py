from __future__ import annotations

import hashlib
import hmac

import pytest

from sigv4_explain.errors import InvalidInput
from sigv4_explain.verifier import Outcome
from tests.course.parts import (
    SECRET,
    SENT_AT,
    WINDOW,
    Attack,
    Protection,
    Result,
    Tried,
    attempted,
    examined,
    protected,
)

ORDER, FORGED = "Pay Bob 10 EUR", "Pay Mallory 1000 EUR"
W, S, N = Result.WORKS, Result.STOPPED, Result.NEEDLESS
TABLE = {
    Attack.READ_ORDER: (W, W, W, W, W),
    Attack.STEAL_SECRET: (N, W, N, S, S),
    Attack.CHANGE: (W, W, S, S, S),
    Attack.CHANGE_AND_RECOMPUTE: (W, W, W, S, S),
    Attack.REPLAY_AT_ONCE: (W, W, W, W, W),
    Attack.REPLAY_TOMORROW: (W, W, W, W, S),
    Attack.REDATE: (N, N, N, N, S),
}
ALL = [(protection, attack) for protection in Protection for attack in Attack]


@pytest.mark.parametrize("attack", Attack)
def test_each_protection_stops_what_it_is_for_and_nothing_else(attack: Attack) -> None:
    """A hash stops who forgets it, an HMAC who has no secret, a date who comes late; nothing hides the order."""
    results = tuple(attempted(protection, attack, ORDER, FORGED).result for protection in Protection)

    assert results == TABLE[attack]


@pytest.mark.parametrize(("protection", "attack"), ALL)
def test_an_attack_works_exactly_when_the_server_takes_what_arrives(protection: Protection, attack: Attack) -> None:
    """The result follows from the server's checks; reading alone needs no server."""
    attempt = attempted(protection, attack, ORDER, FORGED)
    accepted = attempt.arrived is not None and all(check.outcome is Outcome.KEPT for check in attempt.checks)

    assert (attempt.result is Result.WORKS) == (accepted or attack is Attack.READ_ORDER)
    assert attempt.sentence


def test_what_travels_is_what_python_computes() -> None:
    """Hash and HMAC are the standard library's, over the order and over date and order."""
    sent = {protection: protected(protection, ORDER, SENT_AT) for protection in Protection}

    assert sent[Protection.HASH].proof == hashlib.sha256(ORDER.encode()).hexdigest()
    assert sent[Protection.HMAC].proof == hmac.new(SECRET.encode(), ORDER.encode(), "sha256").hexdigest()
    dated = f"{sent[Protection.DATED_HMAC].date}\n{ORDER}".encode()
    assert sent[Protection.DATED_HMAC].proof == hmac.new(SECRET.encode(), dated, "sha256").hexdigest()
    assert [SECRET in str(message) for message in sent.values()] == [False, True, False, False, False]


def test_the_server_looks_no_further_than_the_first_that_is_wrong() -> None:
    """A date that is too old is enough: the HMAC is not looked at."""
    message = protected(Protection.DATED_HMAC, ORDER, SENT_AT)

    fresh = examined(Protection.DATED_HMAC, message, SENT_AT + WINDOW)
    late = examined(Protection.DATED_HMAC, message, SENT_AT + 2 * WINDOW)
    assert [check.outcome for check in fresh] == [Outcome.KEPT, Outcome.KEPT]
    assert [check.outcome for check in late] == [Outcome.BROKEN, Outcome.NOT_REACHED]


def test_a_secret_that_is_typed_into_the_order_travels() -> None:
    """Then an HMAC is of no use: the attacker reads it and computes with it."""
    order = f"Pay Bob, my word is {SECRET}"

    assert attempted(Protection.HMAC, Attack.STEAL_SECRET, order, FORGED).result is Result.WORKS
    stolen = attempted(Protection.HMAC, Attack.CHANGE_AND_RECOMPUTE, order, FORGED)
    assert stolen.sentence.startswith("The secret stands in the order")


@pytest.mark.parametrize(
    ("order", "forged", "field"), [("\ud800", "b", "order"), ("a", "\udfff", "forged"), ("a", "a", "forged")]
)
def test_orders_that_cannot_be_sent_or_told_apart_are_named(order: str, forged: str, field: str) -> None:
    """Half a character has no bytes, and changing an order to itself is no attack."""
    with pytest.raises(InvalidInput) as caught:
        attempted(Protection.HMAC, Attack.CHANGE, order, forged)

    assert caught.value.field == field


def test_the_table_tells_only_what_was_tried() -> None:
    """The rest is a question mark."""
    table = repr(Tried({(Protection.HASH, Attack.CHANGE): Result.STOPPED}))

    assert table.count("✓ stopped") == 1
    assert table.count("?") == len(ALL) - 1
