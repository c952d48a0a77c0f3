"""An attack as HTML that needs no style sheet: what became of it, what travelled, what the server looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sigv4_explain.drawing.differences import parted_by_words, readable
from sigv4_explain.drawing.markup import (
    MARKED,
    WRAPPED,
    Html,
    cell,
    headed_table,
    join,
    row_head,
    shortened,
    tag,
    text_of,
)
from sigv4_explain.drawing.pieces import PREFIX, visible
from sigv4_explain.verifier import Outcome
from sigv4_explain.verifier.verdict_view import MARKS
from sigv4_explain.widgets.tamper_game.protections import Attack, Attempt, Check, Protection, Result

# What is said of an attack.

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

    >>> from sigv4_explain.widgets.tamper_game.protections import attempted
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
    return readable(shortened(text, _LONGEST)) or "(empty)"


def status_html(attempt: Attempt) -> Html:
    """Draw what became of the attack, and why."""
    kind = f"{PREFIX}-status {PREFIX}-attack-{attempt.result.name.lower()}"
    words = tag("p", tag("strong", status_of(attempt))), tag("p", attempt.sentence)
    return tag("div", *words, class_=kind)


def travelled_html(attempt: Attempt) -> Html:
    """Draw each line of the message as Alice sent it, and as it arrives; what the attacker changed is marked."""
    rows = (
        tag("tr", row_head(name), cell(_code(shown(sent)), SENDERS[0]), cell(_arrived(sent, arrived), SENDERS[1]))
        for name, sent, arrived in lines_of(attempt)
    )
    return _titled("What travels", headed_table(("", *SENDERS), rows, f"{PREFIX}-stacked {PREFIX}-travelled"))


def checks_html(attempt: Attempt) -> Html:
    """Draw what the server looked at, in its order."""
    if not attempt.checks:
        return _titled("What the server looks at", tag("p", NO_CHECKS if attempt.arrived else NOT_SENT))
    return _titled(
        "What the server looks at", headed_table(("", *ANSWERS), map(_check, attempt.checks), f"{PREFIX}-stacked")
    )


TAMPER_SECTIONS: Mapping[str, Callable[[Attempt], Html]] = {
    "status": status_html,
    "travelled": travelled_html,
    "checks": checks_html,
}
"""The parts of the picture, in their order."""


def tried_html(tried: Mapping[tuple[Protection, Attack], Result]) -> Html:
    """Draw a table of all attacks and protections; what was not tried is not told."""
    heads = ("", *(protection.short for protection in Protection))
    rows = (tag("tr", row_head(attack.title), (_tried(tried, protection, attack) for protection in Protection))
            for attack in Attack)  # fmt: skip
    title = f"What you have tried: {len(tried)} of {len(Protection) * len(Attack)}"
    return _titled(title, headed_table(heads, rows, f"{PREFIX}-matrix {PREFIX}-tried"))


def _tried(tried: Mapping[tuple[Protection, Attack], Result], protection: Protection, attack: Attack) -> Html:
    result = tried.get((protection, attack))
    kind = None if result is None else f"{PREFIX}-attack-{result.name.lower()}"
    return cell(NOT_TRIED if result is None else str(result), class_=kind)


def _check(check: Check) -> Html:
    reached = check.outcome is not Outcome.NOT_REACHED
    values = (_code(shown(value) if reached else "") for value in (check.received, check.expected))
    drawn = (*values, tag("strong", " ".join(MARKS[check.outcome])))
    return tag("tr", row_head(check.question), map(cell, drawn, ANSWERS))


def _arrived(sent: str, arrived: str | None) -> Html:
    if arrived is None or arrived == sent:
        return tag("em", NOTHING if arrived is None else AS_SENT)
    parts = parted_by_words(shown(arrived), shown(sent))
    mark = tag("mark", parts.differing, class_=f"{PREFIX}-differs", style=MARKED)
    return _code(join(parts.before, mark, parts.after))


def _titled(title: str, *drawn: Html) -> Html:
    return join(tag("h3", title), *drawn)


def _code(drawn: str) -> Html:
    return tag("code", drawn if isinstance(drawn, Html) else visible(drawn), style=WRAPPED)


# What was tried, as a value that a cell shows as a table.


@dataclass(frozen=True, slots=True, repr=False)
class Tried:
    """What became of the attacks that were tried."""

    results: Mapping[tuple[Protection, Attack], Result]

    def __repr__(self) -> str:
        return text_of(tried_html(self.results))

    def _repr_html_(self) -> str:
        return tried_html(self.results)
