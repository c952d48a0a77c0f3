"""The first screen of a diagnosis: the cause, how sure that is and why, where, what to change, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from textwrap import wrap
from typing import NamedTuple

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.diagnosis import Advice, Diagnosis, DiagnosisOutcome
from sigv4_explain.doctor.evidence import NOTHING_THERE, Evidence
from sigv4_explain.doctor.finding import Certainty, Finding
from sigv4_explain.doctor.masks import Mask, masked_finding, masked_unread
from sigv4_explain.doctor.places import line_at
from sigv4_explain.drawing.differences import Extent, pointed_at, readable, sent_and_expected, width_of
from sigv4_explain.verifier.reading import unchecked_in

MASKED_DIFFERENCE = "They differ in what is masked here."
WIDTH = 80
"""Columns of a terminal."""
MOST_LINES = 15
"""Lines of a first screen."""
MOST_OTHERS = 2
"""Findings that are told beside the first one, a sentence each."""


class Told(NamedTuple):
    """What every view says of a diagnosis, as it may be shown."""

    headline: str
    """The cause in one sentence; where none is known, what came of it."""
    why: str
    """How sure that is, and why."""
    findings: tuple[Finding, ...]
    line: str | None
    """The whole line in which the first finding is, where nothing is known to set beside it."""
    masks_a_difference: frozenset[str]
    """The causes whose two lines look the same once they are masked."""
    notes: tuple[str, ...]
    """What else the reader must know, a sentence each."""
    advice: tuple[Advice, ...]
    """What to do next, the most telling first."""
    read: str
    """What it was found in, and what was passed over."""
    has_sides: bool

    @property
    def top(self) -> Finding | None:
        """The finding that the first screen is about."""
        return self.findings[0] if self.findings else None

    @property
    def others(self) -> tuple[str, ...]:
        """The findings behind the first one, a sentence each, with its name where one line has room for both."""
        return tuple(
            [_in_a_line(f"{_before(one, self.findings[0])}: {one.sentence}", one) for one in self.findings[1:]]
        )

    def folded(self, shown: int) -> str:
        """Say what there is besides the first screen with so many of the others; nothing where that is all."""
        rest = self.findings[1 + shown :]
        kind = "suspicion" if all(each.certainty is Certainty.SUSPECTED for each in rest) else "finding"
        more = f"{len(rest)} more {kind}{'s' if len(rest) > 1 else ''}" if rest else ""
        reasons = "the reasons" if self.findings else ""
        is_told = len(self.advice) < 2 and all(commands_of(each) == each.how for each in self.advice)
        paste = "" if is_told else "what to paste next"
        return ", ".join(filter(None, (reasons, more, "both texts" if self.has_sides else "", paste)))


def told_of(diagnosis: Diagnosis, mask: Mask) -> Told:
    """Return what the views say of a diagnosis."""
    shown = tuple([masked_finding(finding, mask) for finding in diagnosis.findings])
    hidden = [
        finding.cause
        for finding, masked in zip(diagnosis.findings, shown, strict=True)
        if masked.sent == masked.expected and finding.sent != finding.expected
    ]
    case, is_right = diagnosis.case, diagnosis.outcome is DiagnosisOutcome.NO_FAULT
    unchecked = unchecked_in(case.reading) if is_right and case.has_request else ()
    line = _line_of(shown[0], case) if shown else None
    return Told(
        headline=_headline(diagnosis.outcome, shown),
        why=_why(diagnosis, shown),
        findings=shown,
        line=None if line is None or mask(line) != line else line,
        masks_a_difference=frozenset(hidden),
        notes=(*map(mask, diagnosis.notes), *(f"Not checked here: {name}. {why}" for name, why in unchecked)),
        advice=tuple([Advice(mask(what), tuple(map(mask, how))) for what, how in diagnosis.advice]),
        read=_read(diagnosis.evidence, mask),
        has_sides=diagnosis.sides is not None,
    )


def _line_of(finding: Finding, case: Case) -> str | None:
    """Return the line of the request, the canonical request or the code where a finding is that has no other line."""
    place, evidence = finding.where, case.evidence
    if place is None or finding.expected is not None:
        return None
    texts = {
        "canonical_request": evidence.server.canonical_request or evidence.client.canonical_request,
        "code": evidence.code.text if evidence.code is not None else None,
    }
    line = line_at(place, case.request) if case.has_request else None
    if (text := texts.get(place.text)) is not None:
        line = next(iter(text.split("\n")[place.line - 1 :]), None)
    is_there = line is not None and place.end <= len(line) and (finding.sent or "") in line
    return line if is_there else None


_OUTCOMES: Mapping[DiagnosisOutcome, str] = {
    DiagnosisOutcome.NO_FAULT: "No fault was found: the signature is right.",
    DiagnosisOutcome.ACCEPTED: "No fault was found: AWS accepted this request.",
    DiagnosisOutcome.MORE_NEEDED: "There is not enough evidence to tell.",
    DiagnosisOutcome.FAULT_FOUND: "There is not enough evidence to tell.",
}


def _headline(outcome: DiagnosisOutcome, findings: tuple[Finding, ...]) -> str:
    if not findings:
        return _OUTCOMES[outcome]
    if findings[0].certainty is not Certainty.SUSPECTED:
        return findings[0].sentence
    return f"{'Perhaps' if len(findings) == 1 else 'Most often'}: {findings[0].sentence}"


def _why(diagnosis: Diagnosis, findings: tuple[Finding, ...]) -> str:
    if findings:
        first = findings[0]
        reason = first.certainty.value if first.certainty is Certainty.PROVEN else next(iter(first.evidence), "")
        if not reason and first.certainty is Certainty.SHOWN and first.sent != first.expected:
            reason = "Both sides' texts differ here"
        return (
            ": ".join(filter(None, (f"{first.certainty.name.capitalize()} ({first.cause})", reason))).rstrip(".") + "."
        )
    answer = diagnosis.evidence.answer
    if diagnosis.outcome is DiagnosisOutcome.NO_FAULT:
        return "Proven: signing this request with the secret key gives exactly the signature that it has."
    if diagnosis.outcome is DiagnosisOutcome.ACCEPTED and answer is not None:
        return f"That rests on the answer: its status is {answer.status}."
    return ""


def _in_a_line(sentence: str, finding: Finding) -> str:
    named = f"{sentence} ({finding.cause})"
    return named if len(named) <= WIDTH else sentence


def _before(finding: Finding, top: Finding) -> str:
    if finding.certainty is not Certainty.SUSPECTED:
        return f"Also {finding.certainty.name.lower()}"
    return "Or" if top.certainty is Certainty.SUSPECTED else "Possible too"


_ARTICLES = ("a ", "an ", "the ")


def _read(evidence: Evidence, mask: Mask) -> str:
    """Say what was read and what was passed over: of a paste by its own words, else by what was given."""
    read = [
        next((text.removeprefix(word) for word in _ARTICLES if text.startswith(word)), text) for text in evidence.read
    ]
    client = [name.replace("_", " ") for name, text in evidence.client._asdict().items() if text is not None]
    given = [
        ("request", evidence.request is not None),
        ("answer", evidence.answer is not None),
        (f"client's {' and '.join(client)}", bool(client)),
        ("source code", evidence.code is not None),
    ]
    read += [word for word, is_there in given if is_there and not any(word.split()[0] in each for each in read)]
    read += ["your keys"] if evidence.credentials is not None else []
    place = mask(" in ".join(filter(None, (evidence.service, evidence.region))))
    unread = [masked_unread(unread, mask) for unread in evidence.unread]
    passed = [f"the {field} ({why}; expected {wanted})" for field, why, wanted in unread if why != NOTHING_THERE]
    passed += evidence.passed_over
    says = [f"Read: {', '.join(read) or 'nothing'}{f'; {place}' if read and place else ''}."]
    return " ".join([*says, *([f"Passed over: {'; '.join(passed)}."] if passed else [])])


class ScreenPart(Enum):
    """What a line of the first screen is, for whoever paints it."""

    HEADLINE = "the cause"
    WHY = "how sure that is"
    TEXT = "a line, or words"
    CARETS = "what differs in the line above"
    FIX = "what to change"
    NEXT = "what to do next"
    NOTE = "what was read, and what is folded"


class ScreenLine(NamedTuple):
    """A line of a terminal."""

    kind: ScreenPart
    text: str


class _Room(NamedTuple):
    """How many lines each part may have, and how many there may be of those of one line."""

    why: int
    fix: int
    others: int
    notes: int
    what: int
    how: int
    read: int


_ROOMS = (
    _Room(why=3, fix=4, others=MOST_OTHERS, notes=2, what=3, how=2, read=2),
    _Room(why=2, fix=2, others=MOST_OTHERS, notes=1, what=2, how=2, read=2),
    _Room(why=2, fix=2, others=MOST_OTHERS, notes=1, what=2, how=1, read=1),
    _Room(why=2, fix=2, others=1, notes=1, what=1, how=1, read=1),
    _Room(why=2, fix=2, others=MOST_OTHERS, notes=1, what=2, how=0, read=1),
    _Room(why=1, fix=2, others=1, notes=1, what=1, how=0, read=1),
)
"""From comfortable to scarce: the first that fits is taken, and the last one always fits."""


def first_screen(told: Told, more: str) -> list[ScreenLine]:
    """Write the first screen: at most 15 lines of 80 columns; ``more`` is how to get at the rest.

    Blank lines stand between its parts as far as there is room.
    """
    place = list(_place_lines(told))
    blocks: list[list[ScreenLine]] = []
    for room in _ROOMS:
        blocks = _blocks(room, told, place, more)
        if sum(map(len, blocks)) <= MOST_LINES:
            break
    spare = MOST_LINES - sum(map(len, blocks))
    lines = blocks[0]
    for number, block in enumerate(blocks[1:]):
        lines += [ScreenLine(ScreenPart.TEXT, "")] * (number < spare) + block
    return lines


def _blocks(room: _Room, told: Told, place: list[ScreenLine], more: str) -> list[list[ScreenLine]]:
    head = [*_lines(ScreenPart.HEADLINE, told.headline, 2), *_lines(ScreenPart.WHY, told.why, room.why)]
    change = [] if told.top is None else list(_lines(ScreenPart.FIX, f"Fix: {told.top.fix}", room.fix))
    others = [line for other in told.others[: room.others] for line in _lines(ScreenPart.TEXT, other, 1)]
    notes = [line for note in told.notes[: room.notes] for line in _lines(ScreenPart.TEXT, note, room.read)]
    folded = told.folded(len(others))
    read = list(_lines(ScreenPart.NOTE, told.read, room.read))
    read += _lines(ScreenPart.NOTE, f"More with {more}: {folded}", 1) if folded else []
    blocks = [head, [*place, *change], [*others, *notes], list(_next(told.advice[:1], room)), read]
    return [block for block in blocks if block]


def _place_lines(told: Told) -> Iterator[ScreenLine]:
    top = told.top
    if top is None:
        return
    if top.where is not None:
        yield from _lines(ScreenPart.TEXT, f"Where: {where_of(top)}", 1)
    for row in compared_rows(top, told, WIDTH - len(_INDENT)):
        yield ScreenLine(ScreenPart.CARETS if row.startswith(" ") else ScreenPart.TEXT, f"{_INDENT}{row}")


def where_of(finding: Finding) -> str:
    """Return the place of a finding, with what people call that line."""
    place = finding.where
    if place is None:
        return ""
    is_hash = finding.step == "hashed_payload" and place.text == "canonical_request"
    word = "the hash of the body" if is_hash else _LINES.get((place.text, place.line))
    return f"{place}: {word}" if word else str(place)


_LINES: Mapping[tuple[str, int], str] = {
    ("canonical_request", 1): "the method",
    ("canonical_request", 2): "the path",
    ("canonical_request", 3): "the query",
    ("string_to_sign", 1): "the algorithm",
    ("string_to_sign", 2): "the time",
    ("string_to_sign", 3): "the scope",
    ("string_to_sign", 4): "the hash of the canonical request",
}


def compared_rows(finding: Finding, told: Told, width: int, extent: Extent = Extent.CUT) -> list[str]:
    """Write what was sent above what was expected, with carets; or the line of the request where the finding is."""
    if told.line is not None and finding is told.top and finding.where is not None:
        return pointed_at(told.line, finding.where.start, finding.where.end, width)
    if not finding.sent and not finding.expected:
        return []  # an empty line is where the place says
    rows = sent_and_expected(finding.sent, finding.expected, width, extent)
    return [*rows, MASKED_DIFFERENCE] if finding.cause in told.masks_a_difference else rows


def _next(advice: Iterable[Advice], room: _Room) -> Iterator[ScreenLine]:
    for each in advice:
        yield from _lines(ScreenPart.NEXT, f"Next: {each.what}", room.what)
        for command in commands_of(each):
            yield from _lines(ScreenPart.NEXT, command, room.how, _INDENT)


def commands_of(advice: Advice) -> tuple[str, ...]:
    """Return how to do it; nothing where that depends on a client that nobody knows, who has a line for each."""
    return advice.how if len(advice.how) <= _FEW else ()


_FEW = 2


_INDENT = "  "
_HALF = "\0"  # the second column of a wide letter; no control character is left in a readable text


def _lines(kind: ScreenPart, sentence: str, most: int, indent: str = "") -> Iterator[ScreenLine]:
    if sentence and most:
        yield from (ScreenLine(kind, line) for line in wrapped(sentence, indent, most=most))


def wrapped(sentence: str, indent: str = "", width: int = WIDTH, most: int | None = None) -> list[str]:
    """Break a sentence into lines of so many columns; at most so many lines, the last of which then ends with …."""
    text = readable(sentence)
    if not text.isascii():
        text = "".join([one + _HALF if width_of(one) > 1 else one for one in text])
        width -= _HALF in text  # a word that is broken may be broken between the two
    options = {"initial_indent": indent, "subsequent_indent": indent, "break_on_hyphens": False}
    lines = wrap(text, width, max_lines=most, placeholder=" …", **options)  # type: ignore[arg-type]  # as named
    return [line.replace(_HALF, "") for line in lines] or [indent]
