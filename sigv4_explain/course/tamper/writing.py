"""An attack as text: the same that the page says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sigv4_explain.course.tamper.attack import Attack
from sigv4_explain.course.tamper.attempt import Attempt
from sigv4_explain.course.tamper.protection import Protection
from sigv4_explain.course.tamper.result import Result
from sigv4_explain.course.tamper.words import AS_SENT, NO_CHECKS, NOT_SENT, NOT_TRIED, lines_of, shown, status_of
from sigv4_explain.render.verdict_text import MARKS
from sigv4_explain.verifying import Outcome


def attempt_text(attempt: Attempt) -> str:
    """Write what became of an attack, what travelled, and what the server looked at."""
    return "\n".join([status_of(attempt), attempt.sentence, "", *_travelled(attempt), "", *_checks(attempt)])


def tried_text(tried: Mapping[tuple[Protection, Attack], Result]) -> str:
    """Write a table of all attacks and protections; what was not tried is not told."""
    heads = ["attack", *(protection.short for protection in Protection)]
    rows = [
        [attack.title, *(str(tried.get((protection, attack), NOT_TRIED)) for protection in Protection)]
        for attack in Attack
    ]
    return "\n".join(_columns([heads, *rows]))


def _travelled(attempt: Attempt) -> Iterable[str]:
    for name, sent, arrived in lines_of(attempt):
        yield f"Alice sends         {name}: {shown(sent)}"
        if arrived is not None:
            yield f"the attacker sends  {name}: {AS_SENT if arrived == sent else shown(arrived)}"


def _checks(attempt: Attempt) -> Iterable[str]:
    yield "The server looks" if attempt.checks else f"The server: {NO_CHECKS if attempt.arrived else NOT_SENT}"
    for check in attempt.checks:
        yield f"{' '.join(MARKS[check.outcome])}: {check.question}"
        if check.outcome is not Outcome.NOT_REACHED:
            yield f"    got      {shown(check.received)}"
            yield f"    expects  {shown(check.expected)}"


def _columns(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
