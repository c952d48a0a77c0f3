"""A diagnosis as text for a terminal, and as HTML that needs no style sheet and no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import NamedTuple

from sigv4_explain.doctor.diagnosis import Advice, Diagnosis, DiagnosisOutcome, Sides
from sigv4_explain.doctor.finding import Certainty, Finding
from sigv4_explain.doctor.masks import Mask, mask_of, masked_finding, masked_unread
from sigv4_explain.drawing.differences import (
    MOST_LINES,
    NOTHING,
    AlignedLines,
    Line,
    aligned,
    exact,
    parted,
    readable,
    sent_and_expected,
)
from sigv4_explain.drawing.differences import parted_pictured as pictured
from sigv4_explain.drawing.markup import LEFT, MARKED, WRAPPED, Child, Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.verifier.reading import unchecked_in

SIGNS: Mapping[Certainty, str] = {Certainty.PROVEN: "✓", Certainty.SHOWN: "●", Certainty.SUSPECTED: "?"}
"""A sign for how sure a finding is; its word always stands beside it."""

MASKED_DIFFERENCE = "They differ in what is masked here."


class Told(NamedTuple):
    """A diagnosis as it may be shown."""

    outcome: str
    """What came of it, in a sentence."""
    looked_at: str
    """What it was found in, in a sentence."""
    unread: tuple[str, ...]
    """Which inputs could not be read, and what was not checked where no fault was found, a sentence each."""
    sure: tuple[Finding, ...]
    """What is told at length: what is proven or shown, else what is suspected."""
    possible: tuple[Finding, ...]
    """What is only suspected, where something else is sure."""
    masks_a_difference: frozenset[str]
    """The causes whose two lines look the same once they are masked."""


def told_of(diagnosis: Diagnosis, mask: Mask) -> Told:
    """Return what the views say of a diagnosis."""
    shown = [masked_finding(finding, mask) for finding in diagnosis.findings]
    sure = tuple([finding for finding in shown if finding.certainty is not Certainty.SUSPECTED])
    hidden = [
        finding.cause
        for finding, masked in zip(diagnosis.findings, shown, strict=True)
        if masked.sent == masked.expected and finding.sent != finding.expected
    ]
    unread = [masked_unread(unread, mask) for unread in diagnosis.evidence.unread]
    case, is_right = diagnosis.case, diagnosis.outcome is DiagnosisOutcome.NO_FAULT
    unchecked = unchecked_in(case.reading) if is_right and case.has_request else ()
    return Told(
        outcome_sentence(diagnosis.outcome, sure, len(shown)),
        f"Looked at: {', '.join(diagnosis.evidence.given) or 'nothing'}.",
        tuple(
            [f"The {field} could not be read: received {came}, expected {wanted}." for field, came, wanted in unread]
            + [f"Not checked here: {name}. {why}" for name, why in unchecked]
            + [mask(note) for note in diagnosis.notes]
        ),
        sure or tuple(shown),
        tuple([finding for finding in shown if finding not in sure]) if sure else (),
        frozenset(hidden),
    )


def outcome_sentence(outcome: DiagnosisOutcome, sure: tuple[Finding, ...], count: int) -> str:
    """Say in one sentence what came of it."""
    if outcome is DiagnosisOutcome.NO_FAULT:
        return "No fault was found: the signature is right."
    if outcome is DiagnosisOutcome.ACCEPTED:
        return "No fault was found: AWS accepted this request."
    if not sure and count:
        causes = "one cause is" if count == 1 else f"{count} causes are"
        return f"Nothing is certain yet; {causes} suspected."
    if not sure:
        return "There is not enough evidence to tell."
    names = [finding.cause for finding in sure]
    if len(names) == 1:
        return f"A fault was found: {names[0]}."
    return f"{len(names)} faults were found: {', '.join(names[:-1])} and {names[-1]}."


def certainty_words(certainty: Certainty) -> str:
    """Return how sure a finding is, in a word and a clause."""
    return f"{certainty.name.lower()}: {certainty.value}"


WIDTH = 100
_INDENT = " " * 3
_LABEL = 10


def diagnosis_text(diagnosis: Diagnosis) -> str:
    """Write a diagnosis: the outcome in one sentence, each finding with its lines and its fix, what to paste next."""
    mask = mask_of(diagnosis.evidence)
    told = told_of(diagnosis, mask)
    blocks = [[*_wrapped(told.outcome), *_wrapped(told.looked_at)]]
    blocks += [list(_wrapped(sentence)) for sentence in told.unread]
    blocks += [
        list(finding_lines(number, finding, hides=finding.cause in told.masks_a_difference))
        for number, finding in enumerate(told.sure, 1)
    ]
    if told.possible:
        also = [f"{finding.cause}: {finding.sentence}" for finding in told.possible]
        blocks.append(["Also possible", *_items(also, _INDENT)])
    if diagnosis.advice:
        blocks.append(["To find out more, paste", *_advice_lines(diagnosis.advice, mask)])
    return "\n\n".join(["\n".join(block) for block in blocks])


def finding_lines(number: int, finding: Finding, *, hides: bool) -> Iterator[str]:
    """Write a finding that may be shown; with ``hides`` the two lines differ in what is masked."""
    yield f"{number}. {readable(finding.cause)}"
    yield from _wrapped(certainty_words(finding.certainty), _INDENT)
    yield from _wrapped(finding.sentence, _INDENT)
    if finding.where is not None:
        yield from _labelled("where", [str(finding.where)])
    for line in sent_and_expected(finding.sent, finding.expected, WIDTH - len(_INDENT)):
        yield f"{_INDENT}{line}"
    if hides:
        yield from _labelled("", [MASKED_DIFFERENCE])
    yield from _labelled("why", _wrapped(finding.why, width=_room()))
    yield from _labelled("fix", _wrapped(finding.fix, width=_room()))
    if finding.evidence:
        yield from _labelled("evidence", [line for says in finding.evidence for line in _wrapped(says, width=_room())])
    if finding.client is not None:
        yield from _labelled("known of", _wrapped(finding.client, width=_room()))


def _room() -> int:
    return WIDTH - len(_INDENT) - _LABEL


def _labelled(label: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{_INDENT}{label if not number else '':{_LABEL}}{line}".rstrip()


def _advice_lines(advice: tuple[Advice, ...], mask: Mask) -> Iterator[str]:
    for what, how in advice:
        yield from _items([mask(what)], _INDENT)
        yield from _items([mask(line) for line in how], _INDENT * 2)


def _items(sentences: Iterable[str], indent: str) -> Iterator[str]:
    for sentence in sentences:
        first, *more = _wrapped(sentence, f"{indent}  ")
        yield f"{indent}- {first.strip()}"
        yield from more


def _wrapped(sentence: str, indent: str = "", width: int = WIDTH) -> list[str]:
    lines = wrap(readable(sentence), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return lines or [indent]


_LONGEST = 2_000
_TITLES = {"canonical_request": "The canonical request", "string_to_sign": "The string to sign"}


def sides_html(sides: Sides, mask: Mask) -> Html:
    """Draw a table for each text that both sides show; what one of them lacks is left out."""
    return join(*_tables(sides, mask))


def marked_line(line: str, other: str) -> Html:
    """Draw a line with a mark where it differs from another, in which blanks are pictured."""
    if line == other:
        return join(_cut(readable(line)))
    parts = parted(line, other)
    if len(line) > _LONGEST:
        parts = parts._replace(before=parts.before[-_LONGEST // 4 :], after=parts.after[: _LONGEST // 4])
    shown = pictured(parts, parted(other, line))
    kind, style = ("differs", MARKED) if parts.differing else ("gap", f"{MARKED}; padding: 0 2px")
    mark = tag("mark", _cut(shown.differing), class_=f"{PREFIX}-{kind}", style=style)
    return join(shown.before, mark, shown.after)


def _tables(sides: Sides, mask: Mask) -> Iterator[Html]:
    titles = sides.client_title, sides.server_title
    for name, title in _TITLES.items():
        client, server = getattr(sides.client, name), getattr(sides.server, name)
        if client is not None and server is not None:
            is_hidden = client != server and mask(client) == mask(server)
            note = tag("p", MASKED_DIFFERENCE) if is_hidden else ""
            is_cut = max(client.count("\n"), server.count("\n")) >= MOST_LINES
            cut = tag("p", f"Only the first {MOST_LINES} lines are shown.") if is_cut else ""
            table = _table(aligned(mask(client), mask(server)), titles)
            yield join(tag("p", tag("strong", f"{title}, side by side")), table, note, cut)


def _table(rows: tuple[AlignedLines, ...], titles: tuple[str, str]) -> Html:
    client, server = (f"{side}: {title}" for side, title in zip(("client", "server"), titles, strict=True))
    # An empty heading cell would be read out as a heading without words.
    empty, mine, theirs = tag("td", ""), *(tag("th", text, scope="col", style=LEFT) for text in (client, server))
    heads = tag("tr", empty, mine, empty, empty, theirs)
    body = tag("tbody", map(_row, rows))
    return tag("table", tag("thead", heads), body, class_=f"{PREFIX}-static {PREFIX}-both")


def _row(row: AlignedLines) -> Html:
    kind, sign = ("equal", "=") if row.is_equal else ("unequal", "≠")
    client, server = row
    mine, theirs = _cells(client, server), _cells(server, client)
    return tag("tr", *mine, tag("td", sign, style=LEFT), *theirs, class_=f"{PREFIX}-{kind}")


def _cells(line: Line | None, other: Line | None) -> tuple[Html, Html]:
    if line is None:
        return tag("td", ""), tag("td", tag("em", "not here"), style=LEFT)
    drawn = marked_line(line.text, other.text if other else "")
    return tag("td", str(line.number), style=LEFT), tag("td", tag("code", drawn, style=WRAPPED), style=LEFT)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"


_BADGES: Mapping[Certainty, str] = {
    Certainty.PROVEN: "#a3211b",
    Certainty.SHOWN: "#7a4f00",
    Certainty.SUSPECTED: "#545f69",
}
"""White on each of them has a contrast of at least 6:1, whatever the theme."""


def diagnosis_html(diagnosis: Diagnosis) -> Html:
    """Draw a diagnosis: the outcome, each finding with its lines and its fix, both sides, what to paste next."""
    return tag("div", *diagnosis_sections(diagnosis).values(), class_=f"{PREFIX}-diagnosis")


def diagnosis_sections(diagnosis: Diagnosis) -> Mapping[str, Html]:
    """Return the parts of the picture by name, in their order: outcome, findings, sides, advice; some may be empty."""
    mask = mask_of(diagnosis.evidence)
    told = told_of(diagnosis, mask)
    return {
        "outcome": _outcome(diagnosis.outcome, told),
        "findings": _findings(told),
        "sides": Html("") if diagnosis.sides is None else sides_html(diagnosis.sides, mask),
        "advice": _advice_html(diagnosis.advice, mask) if diagnosis.advice else Html(""),
    }


def _outcome(outcome: DiagnosisOutcome, told: Told) -> Html:
    sentences = [tag("p", tag("strong", readable(told.outcome))), tag("p", told.looked_at)]
    sentences += [tag("p", readable(sentence)) for sentence in told.unread]
    kind = outcome.name.lower().replace("_", "-")
    return tag("div", *sentences, class_=f"{PREFIX}-status {PREFIX}-{kind}", role="status")


def _findings(told: Told) -> Html:
    items = tag("ol", (_finding(finding, told) for finding in told.sure), class_=f"{PREFIX}-findings")
    if not told.possible:
        return items if told.sure else Html("")
    also = (tag("li", tag("code", readable(one.cause)), ": ", readable(one.sentence)) for one in told.possible)
    return join(items, tag("details", tag("summary", f"Also possible: {len(told.possible)}"), tag("ul", also)))


def _finding(finding: Finding, told: Told) -> Html:
    certainty = finding.certainty
    style = f"background-color: {_BADGES[certainty]}; color: #ffffff; padding: 1px 8px; border-radius: 9px"
    word = f"{SIGNS[certainty]} {certainty.name.lower()}"
    badge = tag("strong", word, style=style, class_=f"{PREFIX}-certainty", title=certainty.value)
    head = tag("p", badge, " ", tag("code", tag("strong", readable(finding.cause))))
    rows = (_fact_row(label, value) for label, value in _facts(finding, told))
    table = tag("table", tag("tbody", rows), class_=f"{PREFIX}-static {PREFIX}-facts")
    kind = f"{PREFIX}-finding {PREFIX}-{certainty.name.lower()}"
    return tag("li", head, tag("p", readable(finding.sentence)), table, class_=kind)


def _facts(finding: Finding, told: Told) -> Iterator[tuple[str, Child]]:
    sent, expected = finding.sent, finding.expected
    if finding.where is not None:
        yield "where", str(finding.where)
    if sent is not None:
        yield "sent", _line(sent, expected)
    if expected is not None:
        yield "expected", _line(expected, sent)
    if finding.cause in told.masks_a_difference:
        yield "", MASKED_DIFFERENCE
    yield "why", readable(finding.why)
    yield "fix", tag("strong", readable(finding.fix))
    if finding.evidence:
        yield "evidence", tag("ul", (tag("li", readable(says)) for says in finding.evidence))
    if finding.client is not None:
        yield "known of", readable(finding.client)


def _line(line: str, other: str | None) -> Html:
    if not line:
        return tag("em", NOTHING)
    return tag("code", exact(line) if other is None else marked_line(line, other), style=WRAPPED)


def _fact_row(label: str, value: Child) -> Html:
    return tag("tr", tag("th", label, scope="row", style=LEFT), tag("td", value, style=LEFT))


def _advice_html(advice: tuple[Advice, ...], mask: Mask) -> Html:
    items = (
        tag("li", readable(mask(what)), tag("ul", (tag("li", readable(mask(line))) for line in how)))
        for what, how in advice
    )
    return tag("details", tag("summary", "To find out more, paste"), tag("ul", items), class_=f"{PREFIX}-advice")
