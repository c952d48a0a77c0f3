"""What an attacker tried on a request in flight, and what came of it; the goals of the bench."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from enum import Enum
from typing import NamedTuple

from sigv4_explain.drawing.markup import Html, cell, headed_table, join, row_head, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.verifier import Rule
from sigv4_explain.widgets.server_view.transit import Change, Effect, Transit, changes_of


class ChangedPart(Enum):
    """What was changed on the way."""

    METHOD = "the method"
    PATH = "the path"
    QUERY = "the query"
    HEADER = "a header"
    BODY = "the body"
    SIGNATURE = "the signature"
    TIME = "the time it takes"
    SERVER = "the server it meets"
    SEVERAL = "several at once"


class TriedChange(NamedTuple):
    """One thing that was tried."""

    part: ChangedPart
    changed: tuple[str, ...]
    """The names of what arrived otherwise than it was sent, such as ``the header x-tenant``."""
    effects: frozenset[Effect]
    """Whether the signature tells, of each of them."""
    rule: Rule | None
    """The rule that caught it; None when it passed."""
    signing: str
    """Which headers the client signed."""

    @property
    def outcome(self) -> str:
        """Why it passed, or the rule that caught it."""
        if self.rule is not None:
            return self.rule.title
        return ", ".join(sorted(_PASSED[effect] for effect in self.effects)) or "it came within the window"


_PASSED = {
    Effect.SAME_FORM: "the canonical form is the same",
    Effect.NOT_COVERED: "it is not signed",
    Effect.ANNOUNCED: "its hash is announced",
    Effect.SIGNATURE_ITSELF: "the signature is the same",
    Effect.COVERED: "the server signs it otherwise",
    Effect.UNKNOWN: "the server did not look",
}
_EXACT = {part.value: part for part in (ChangedPart.METHOD, ChangedPart.PATH, ChangedPart.QUERY, ChangedPart.BODY)}


def attempt_of(transit: Transit, signing: str, *, elsewhere: bool = False) -> TriedChange | None:
    """Name what was tried; None when nothing was. ``elsewhere``: the request met another server or key file."""
    changes = changes_of(transit)
    parts = {_part_of(change) for change in changes}
    if transit.duration != timedelta(0):
        parts.add(ChangedPart.TIME)
    if elsewhere:
        parts.add(ChangedPart.SERVER)
    if not parts:
        return None
    part = parts.pop() if len(parts) == 1 else ChangedPart.SEVERAL
    effects = frozenset(change.effect for change in changes)
    return TriedChange(part, tuple(change.name for change in changes), effects, transit.verdict.rule, signing)


def _part_of(change: Change) -> ChangedPart:
    if change.effect is Effect.SIGNATURE_ITSELF:
        return ChangedPart.SIGNATURE
    return _EXACT.get(change.name, ChangedPart.HEADER)


class Goal(NamedTuple):
    """Something to reach at the bench."""

    sentence: str
    reached: Callable[[Collection[TriedChange]], bool]


def _unsigned(tried: Collection[TriedChange]) -> set[tuple[str, ...]]:
    """Return the headers that passed because they were not signed."""
    passed = (one for one in tried if one.part is ChangedPart.HEADER and one.rule is None)
    return {one.changed for one in passed if Effect.NOT_COVERED in one.effects}


def _caught(tried: Collection[TriedChange]) -> set[tuple[str, ...]]:
    """Return the headers that were caught."""
    return {one.changed for one in tried if one.part is ChangedPart.HEADER and one.rule is not None}


GOALS = (
    Goal(
        "Spell something otherwise, and be let in.",
        lambda tried: any(one.rule is None and one.effects == {Effect.SAME_FORM} for one in tried),
    ),
    Goal("Change a header, and be let in.", lambda tried: bool(_unsigned(tried))),
    Goal(
        "Send the request again later, unchanged, and be let in.",
        lambda tried: any(one.rule is None and one.part is ChangedPart.TIME for one in tried),
    ),
    Goal("Be caught by three different rules.", lambda tried: len({one.rule.name for one in tried if one.rule}) >= 3),
    Goal(
        "Close the hole: let the header that passed be caught, by signing more headers.",
        lambda tried: bool(_unsigned(tried) & _caught(tried)),
    ),
)
"""From easy to hard."""
_HEADS = ("What was changed", "Not noticed", "Caught by the rule")
_NOTHING = "–"


def score_html(tried: Collection[TriedChange]) -> Html:
    """Draw the goals with a sign and a word each, and a table of what was tried; it needs no style sheet."""
    rows = [_row(part, tried) for part in ChangedPart if part in _parts(tried)]
    table = headed_table(_HEADS, rows) if rows else Html("")
    return join(_goals(tried), tag("p", tag("strong", score_sentence(tried))), table)


def score_sentence(tried: Collection[TriedChange]) -> str:
    """Count the different things that passed and that were caught.

    >>> score_sentence(())
    'Nothing tried yet.'
    """
    if not tried:
        return "Nothing tried yet."
    passed = {(one.part, one.outcome) for one in tried if one.rule is None}
    caught = {(one.part, one.outcome) for one in tried if one.rule is not None}
    rules = len({outcome for _, outcome in caught})
    by = f", by {rules} {'rule' if rules == 1 else 'different rules'}" if caught else ""
    return f"{len(passed)} not noticed, {len(caught)} caught{by}."


def _goals(tried: Collection[TriedChange]) -> Html:
    rows = (
        tag("li", tag("strong", f"{sign} {word}"), f" {sentence}", class_=f"{PREFIX}-goal")
        for sign, word, sentence in _reached(tried)
    )
    return tag("ol", rows, class_=f"{PREFIX}-goals")


def _reached(tried: Collection[TriedChange]) -> list[tuple[str, str, str]]:
    return [(*(("✓", "reached") if goal.reached(tried) else ("○", "open")), goal.sentence) for goal in GOALS]


def _row(part: ChangedPart, tried: Collection[TriedChange]) -> Html:
    told = (_outcomes(part, tried, passed=passed) or [_NOTHING] for passed in (True, False))
    return tag("tr", row_head(part.value), (cell([tag("div", outcome) for outcome in outcomes]) for outcomes in told))


def _parts(tried: Collection[TriedChange]) -> set[ChangedPart]:
    return {one.part for one in tried}


def _outcomes(part: ChangedPart, tried: Collection[TriedChange], *, passed: bool) -> list[str]:
    found = (one.outcome for one in tried if one.part is part and (one.rule is None) == passed)
    return list(dict.fromkeys(found))
