"""The score of the attacker's bench: the goals, and what passed or was caught."""

from __future__ import annotations

from collections.abc import Collection

from sigv4_explain.render.attempts import GOALS, Attempt, Part
from sigv4_explain.render.inline import LEFT
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX

_HEADS = ("What was changed", "Not noticed", "Caught by the rule")
_NOTHING = "–"


def score_html(tried: Collection[Attempt]) -> Html:
    """Draw the goals with a sign and a word each, and a table of what was tried; it needs no style sheet."""
    heads = tag("tr", (tag("th", text, scope="col", style=LEFT) for text in _HEADS))
    rows = [_row(part, tried) for part in Part if part in _parts(tried)]
    table = tag("table", tag("thead", heads), tag("tbody", rows)) if rows else Html("")
    return join(_goals(tried), tag("p", tag("strong", score_sentence(tried))), table)


def score_sentence(tried: Collection[Attempt]) -> str:
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


def _goals(tried: Collection[Attempt]) -> Html:
    rows = (
        tag("li", tag("strong", f"{sign} {word}"), f" {sentence}", class_=f"{PREFIX}-goal")
        for sign, word, sentence in _reached(tried)
    )
    return tag("ol", rows, class_=f"{PREFIX}-goals")


def _reached(tried: Collection[Attempt]) -> list[tuple[str, str, str]]:
    return [(*(("✓", "reached") if goal.reached(tried) else ("○", "open")), goal.sentence) for goal in GOALS]


def _row(part: Part, tried: Collection[Attempt]) -> Html:
    cells = (tag("td", *_lines(_outcomes(part, tried, passed=passed)), style=LEFT) for passed in (True, False))
    return tag("tr", tag("th", part.value, scope="row", style=LEFT), cells)


def _lines(outcomes: list[str]) -> list[Html]:
    return [tag("div", outcome) for outcome in outcomes] or [tag("div", _NOTHING)]


def _parts(tried: Collection[Attempt]) -> set[Part]:
    return {one.part for one in tried}


def _outcomes(part: Part, tried: Collection[Attempt], *, passed: bool) -> list[str]:
    found = (one.outcome for one in tried if one.part is part and (one.rule is None) == passed)
    return list(dict.fromkeys(found))
