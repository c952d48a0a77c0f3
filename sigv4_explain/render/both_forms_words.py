"""What the page and the text of both forms say."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.render.both_forms import BothForms, Form
from sigv4_explain.render.characters import readable
from sigv4_explain.trace.step import Piece, Step
from sigv4_explain.verifier import Outcome
from sigv4_explain.verifier.verdict_view import MARKS, verdict_sentence

NAMES = ("Authorization header", "Presigned URL")
STEPS_TITLE = "The same recipe"
PLACES_TITLE = "Where the server is told"
TIME_TITLE = "How long it counts"
_LONGEST, _LONGEST_TOLD, _ENDS = 700, 160, 20
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def named(both: BothForms) -> Iterator[tuple[str, Form]]:
    """Return both forms with their names."""
    yield from zip(NAMES, both[:2], strict=True)


def said(name: str, form: Form) -> str:
    """Say what the server makes of one form, with a sign that is never alone."""
    sign = MARKS[Outcome.KEPT if form.verdict.accepted else Outcome.BROKEN][0]
    return f"{sign} {name}: {verdict_sentence(form.verdict)}"


def moment(seconds: int) -> str:
    """Say when something is, counted from the moment of signing.

    >>> moment(301), moment(-300), moment(0)
    ('5 minutes 1 second after signing', '5 minutes before signing', 'at the moment of signing')
    """
    if seconds == 0:
        return "at the moment of signing"
    rest, parts = abs(seconds), []
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}{'s' if count > 1 else ''}")
    return f"{' '.join(parts)} {'after' if seconds > 0 else 'before'} signing"


def span(form: Form) -> str:
    """Say from when to when the server takes one form."""
    if form.taken is None:
        return "at no time"
    first, last = form.taken
    ignored = form.expires is not None and form.expires != last
    note = f"; this server does not look at X-Amz-Expires={form.expires}" if ignored else ""
    return f"from {moment(first)} to {moment(last)}{note}"


def same_steps(both: BothForms) -> str:
    """Count the steps whose output is the same in both forms."""
    pairs = list(both.steps)
    return f"{sum(mine.output == theirs.output for mine, theirs in pairs)} of {len(pairs)} steps give the same."


def shown_of(step: Step) -> str:
    """Return what a step gave, as it can be shown; lines stay lines, a session token is shortened."""
    text = "".join(_shortened(piece) if piece.part == "session_token" else piece.text for piece in step.pieces())
    return "\n".join(map(readable, _cut(text, _LONGEST).split("\n")))


def told_of(text: str) -> str:
    """Return what a request tells, as it can be shown."""
    return readable(_cut(text, _LONGEST_TOLD))


def _shortened(piece: Piece) -> str:
    return piece.text if len(piece.text) <= 2 * _ENDS else f"{piece.text[:_ENDS]}…{piece.text[-_ENDS:]}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"
