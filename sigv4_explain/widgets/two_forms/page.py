"""Both forms of a request as HTML that needs no style sheet, and has classes for a page that has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sigv4_explain.drawing.differences import marked_pair, readable
from sigv4_explain.drawing.markup import LEFT, WRAPPED, Html, cell, headed_table, join, row_head, shortened, tag
from sigv4_explain.drawing.pieces import PREFIX, visible
from sigv4_explain.trace.step import Piece, Step
from sigv4_explain.verifier import Outcome
from sigv4_explain.verifier.verdict_view import MARKS, shown_message, verdict_sentence
from sigv4_explain.widgets.two_forms.both_forms import BothForms, Fact, SignedForm, places

NAMES = ("Authorization header", "Presigned URL")
STEPS_TITLE = "The same recipe"
PLACES_TITLE = "Where the server is told"
TIME_TITLE = "How long it counts"
_LONGEST, _LONGEST_TOLD, _ENDS = 700, 160, 20
_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def named(both: BothForms) -> Iterator[tuple[str, SignedForm]]:
    """Return both forms with their names."""
    yield from zip(NAMES, both[:2], strict=True)


def said(name: str, form: SignedForm) -> str:
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


def span(form: SignedForm) -> str:
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
    return "\n".join(map(readable, shortened(text, _LONGEST).split("\n")))


def told_of(text: str) -> str:
    """Return what a request tells, as it can be shown."""
    return readable(shortened(text, _LONGEST_TOLD))


def _shortened(piece: Piece) -> str:
    return piece.text if len(piece.text) <= 2 * _ENDS else f"{piece.text[:_ENDS]}…{piece.text[-_ENDS:]}"


def status_html(both: BothForms) -> Html:
    """Say what the server makes of both forms."""
    lines = (tag("p", tag("strong", said(name, form)), _message(form)) for name, form in named(both))
    when = tag("p", f"The server looks {moment(both.seconds)}.")
    return tag("div", when, *lines, class_=f"{PREFIX}-status")


def places_html(both: BothForms) -> Html:
    """Draw what the server must be told, and where each form tells it."""
    rows = (tag("tr", row_head(place.what), _told(place, 0), _told(place, 1)) for place in places(both))
    return join(tag("h3", PLACES_TITLE), headed_table(("", *NAMES), rows, f"{PREFIX}-stacked"))


def steps_html(both: BothForms) -> Html:
    """Draw each step of both forms: once where the outputs are the same, side by side with marks where not."""
    rows = (_step(mine, theirs) for mine, theirs in both.steps)
    return join(
        tag("h3", STEPS_TITLE), tag("p", same_steps(both)), headed_table(("", *NAMES), rows, f"{PREFIX}-stacked")
    )


def time_html(both: BothForms) -> Html:
    """Draw from when to when the server takes each form, in words; the live page has a bar beside them."""
    rows = (tag("tr", row_head(name), cell(join(span(form), _bar(both, form)))) for name, form in named(both))
    return join(tag("h3", TIME_TITLE), tag("table", tag("tbody", rows)))


FORM_SECTIONS: Mapping[str, Callable[[BothForms], Html]] = {
    "status": status_html,
    "time": time_html,
    "places": places_html,
    "steps": steps_html,
}
"""The parts of the picture, in their order."""


def _message(form: SignedForm) -> Html:
    first = shown_message(form.verdict).partition("\n")[0]
    return join(tag("br"), tag("code", told_of(first), style=WRAPPED)) if first else Html("")


def _told(place: Fact, side: int) -> Html:
    told = (place.header, place.presigned)[side]
    drawn = tag("em", place.otherwise) if told is None else tag("code", visible(told_of(told)), style=WRAPPED)
    return cell(drawn, NAMES[side])


def _step(mine: Step, theirs: Step) -> Html:
    texts = [shown_of(step) for step in (mine, theirs)]
    if mine.output == theirs.output:
        drawn = [tag("td", join(tag("strong", "= "), _code(texts[0])), colspan=2, style=LEFT)]
    else:
        marked = zip(texts, marked_pair(*texts), NAMES, strict=True)
        drawn = [cell(_code(drawn) if text else tag("em", "empty"), name) for text, drawn, name in marked]
    return tag("tr", row_head(f"{'' if len(drawn) == 1 else '≠ '}{mine.title}"), drawn)


def _code(drawn: str) -> Html:
    return tag("code", drawn, style=WRAPPED)


def _bar(both: BothForms, form: SignedForm) -> Html:
    """Draw the time in which the form counts, on a line that both share; the words say the same."""
    ends = [0, both.seconds, *(end for one in both[:2] for end in one.taken or ())]
    first, length = min(ends), max(ends) - min(ends) or 1
    start, end, now = (100 * (second - first) / length for second in (*(form.taken or (0, 0)), both.seconds))
    counts = tag("span", "", class_=f"{PREFIX}-counts", style=f"left: {start:.2f}%; width: {end - start:.2f}%")
    clock = tag("span", "", class_=f"{PREFIX}-now", style=f"left: {now:.2f}%")
    return tag("span", counts, clock, class_=f"{PREFIX}-life", role="img", aria_label=f"a line of time: {span(form)}")
