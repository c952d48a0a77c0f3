"""What is said of an attack."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.course.tamper.attempt import Attempt
from sigv4_explain.course.tamper.protection import Protection
from sigv4_explain.course.tamper.result import Result
from sigv4_explain.render.characters import readable

SENDERS = ("Alice sends", "The attacker sends")
ANSWERS = ("The server got", "It expects", "Rule")
AS_SENT = "the same"
NOTHING = "nothing"
NOT_TRIED = "?"
NO_CHECKS = "It has nothing to look at, so it takes the order."
NOT_SENT = "The attacker sends nothing."
_ADDED = {
    Protection.NONE: "",
    Protection.PASSWORD: "password",
    Protection.HASH: "hash",
    Protection.HMAC: "HMAC",
    Protection.DATED_HMAC: "HMAC",
}
_BECAME = {Result.WORKS: "works", Result.STOPPED: "is stopped", Result.NEEDLESS: "is not needed"}
_LONGEST = 400


def status_of(attempt: Attempt) -> str:
    """Say what became of the attack.

    >>> from sigv4_explain.course.tamper import Attack, attempted
    >>> status_of(attempted(Protection.NONE, Attack.CHANGE, "10 EUR", "1000 EUR"))
    '✗ “change the order” works.'
    """
    return f"{attempt.result.value[0]} “{attempt.attack.title}” {_BECAME[attempt.result]}."


def lines_of(attempt: Attempt) -> Iterator[tuple[str, str, str | None]]:
    """Return for each line of the message its name, what Alice sent, and what the attacker sent, if anything."""
    names = ("order", "date", _ADDED[attempt.protection])
    for place, (name, sent) in enumerate(zip(names, attempt.sent, strict=True)):
        if sent is not None:
            yield name, sent, None if attempt.arrived is None else attempt.arrived[place]


def shown(text: str) -> str:
    """Return a text with a picture for each character that cannot be seen, cut when it is long."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"
    return readable(cut) or "(empty)"
