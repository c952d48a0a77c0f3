"""A diagnosis as text for a terminal, and as HTML that needs no style sheet and no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sigv4_explain.doctor.diagnosis import Advice, Diagnosis, DiagnosisOutcome, Sides
from sigv4_explain.doctor.finding import Certainty, Finding
from sigv4_explain.doctor.first_screen import (
    MASKED_DIFFERENCE,
    MOST_OTHERS,
    WIDTH,
    ScreenLine,
    Told,
    commands_of,
    compared_rows,
    first_screen,
    told_of,
    where_of,
    wrapped,
)
from sigv4_explain.doctor.masks import Mask, mask_of
from sigv4_explain.drawing.differences import (
    MOST_LINES,
    NOTHING,
    AlignedLines,
    Extent,
    Line,
    Parted,
    aligned,
    caret_lines,
    parted_by_words,
    readable,
    sent_and_expected,
    telling,
)
from sigv4_explain.drawing.differences import parted_pictured as pictured
from sigv4_explain.drawing.markup import LEFT, MARKED, WRAPPED, Child, Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX

SIGNS: Mapping[Certainty, str] = {Certainty.PROVEN: "✓", Certainty.SHOWN: "●", Certainty.SUSPECTED: "?"}
"""A sign for how sure a finding is; its word always stands beside it."""


def certainty_words(certainty: Certainty) -> str:
    """Return how sure a finding is, in a word and a clause."""
    return f"{certainty.name.lower()}: {certainty.value}"


_INDENT = " " * 3
_LABEL = 10


def diagnosis_text(diagnosis: Diagnosis) -> str:
    """Write the first screen of a diagnosis."""
    told = told_of(diagnosis, mask_of(diagnosis.evidence))
    return "\n".join([line.text for line in first_screen(told, "print(diagnosis.report())")])


def screen_lines(diagnosis: Diagnosis, more: str) -> list[ScreenLine]:
    """Return the first screen line by line, for a terminal that paints them; ``more`` is how to get at the rest."""
    return first_screen(told_of(diagnosis, mask_of(diagnosis.evidence)), more)


def diagnosis_report(diagnosis: Diagnosis) -> str:
    """Write everything: the first screen's sentences, each finding at length, both sides, what to paste next."""
    mask = mask_of(diagnosis.evidence)
    told = told_of(diagnosis, mask)
    blocks = [[*wrapped(told.headline), *(wrapped(told.why) if told.why else []), *wrapped(told.read)]]
    blocks += [wrapped(note) for note in told.notes]
    blocks += [list(_finding_lines(number, finding, told)) for number, finding in enumerate(told.findings, 1)]
    blocks += [] if diagnosis.sides is None else list(_side_lines(diagnosis.sides, mask))
    if told.advice:
        blocks.append(["What to paste next", *_advice_lines(told.advice)])
    return "\n\n".join(["\n".join(block) for block in blocks])


def _finding_lines(number: int, finding: Finding, told: Told) -> Iterator[str]:
    yield f"{number}. {readable(finding.cause)}"
    yield from wrapped(certainty_words(finding.certainty), _INDENT)
    yield from wrapped(finding.sentence, _INDENT)
    if finding.where is not None:
        yield from _labelled("where", wrapped(where_of(finding), width=_ROOM))
    for line in compared_rows(finding, told, WIDTH - len(_INDENT), Extent.WHOLE):
        yield f"{_INDENT}{line}"
    yield from _labelled("why", wrapped(finding.why, width=_ROOM))
    yield from _labelled("fix", wrapped(finding.fix, width=_ROOM))
    if finding.evidence:
        yield from _labelled("evidence", [line for says in finding.evidence for line in wrapped(says, width=_ROOM)])
    if finding.client is not None:
        yield from _labelled("known of", wrapped(finding.client, width=_ROOM))


_ROOM = WIDTH - len(_INDENT) - _LABEL


def _labelled(label: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{_INDENT}{label if not number else '':{_LABEL}}{line}".rstrip()


def _side_lines(sides: Sides, mask: Mask) -> Iterator[list[str]]:
    """Write both texts line by line: what both have once, what they have not under each other, with carets."""
    for name, title in _TITLES.items():
        client, server = getattr(sides.client, name), getattr(sides.server, name)
        if client is not None and server is not None:
            heads = (f"sent: {sides.client_title}", f"expected: {sides.server_title}")
            rows = [line for row in aligned(mask(client), mask(server)) for line in _row_lines(row)]
            yield [f"{title}, line by line", *(line for head in heads for line in wrapped(head, _INDENT)), *rows]


def _row_lines(row: AlignedLines) -> Iterator[str]:
    if row.is_equal and row.client is not None:
        text = row.client.text
        lines = caret_lines(text, text, _ROOM, Extent.WHOLE) if text else [""]
        yield from (f"{_INDENT}{'':{_LABEL}}{line}".rstrip() for line in lines)
        return
    sent, expected = (None if line is None else line.text for line in row)
    for shown in sent_and_expected(sent, expected, WIDTH - len(_INDENT), Extent.WHOLE):
        yield f"{_INDENT}{shown}"


def _advice_lines(advice: tuple[Advice, ...]) -> Iterator[str]:
    for what, how in advice:
        yield from _items([what], _INDENT)
        yield from _items(how, _INDENT * 2)


def _items(sentences: Iterable[str], indent: str) -> Iterator[str]:
    for sentence in sentences:
        first, *more = wrapped(sentence, f"{indent}  ")
        yield f"{indent}- {first.strip()}"
        yield from more


_LONGEST = 2_000
_TITLES = {"canonical_request": "The canonical request", "string_to_sign": "The string to sign"}


def sides_html(sides: Sides, mask: Mask) -> Html:
    """Draw a table for each text that both sides show; what one of them lacks is left out."""
    return join(*_tables(sides, mask))


_EXPECTED = "background-color: #c8efd0; color: #111111"
"""For what should have been there; its label tells it too."""


def marked_line(line: str, other: str, style: str = MARKED) -> Html:
    """Draw a line with a mark where it differs from another, in which blanks are pictured."""
    if line == other:
        return join(_cut(readable(line)))
    return _marked(parted_by_words(line, other), parted_by_words(other, line), style)


def _marked(parts: Parted, other: Parted, style: str = MARKED) -> Html:
    if len("".join(parts)) > _LONGEST:
        parts = parts._replace(before=parts.before[-_LONGEST // 4 :], after=parts.after[: _LONGEST // 4])
    shown = pictured(parts, other)
    kind, style = ("differs", style) if parts.differing else ("gap", f"{style}; padding: 0 2px")
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
            yield join(tag("p", tag("strong", f"{title}, line by line")), table, note, cut)


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
    mine, theirs = _cells(client, server, MARKED), _cells(server, client, _EXPECTED)
    return tag("tr", *mine, tag("td", sign, style=LEFT), *theirs, class_=f"{PREFIX}-{kind}")


def _cells(line: Line | None, other: Line | None, style: str) -> tuple[Html, Html]:
    if line is None:
        return tag("td", ""), tag("td", tag("em", "not here"), style=LEFT)
    drawn = marked_line(line.text, other.text if other else "", style)
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
    """Draw a diagnosis: its first screen, and what is folded below it."""
    return tag("div", *diagnosis_sections(diagnosis).values(), class_=f"{PREFIX}-diagnosis")


def diagnosis_sections(diagnosis: Diagnosis) -> Mapping[str, Html]:
    """Return the parts of the picture by name, in their order: screen, findings, sides, advice; some may be empty."""
    mask = mask_of(diagnosis.evidence)
    told = told_of(diagnosis, mask)
    return {
        "screen": _screen(diagnosis.outcome, told),
        "findings": _findings(told),
        "sides": Html("") if diagnosis.sides is None else _sides(diagnosis.sides, mask),
        "advice": _advice_html(told.advice),
    }


def _screen(outcome: DiagnosisOutcome, told: Told) -> Html:
    parts = [tag("p", tag("strong", readable(told.headline)), class_=f"{PREFIX}-headline"), *_sureness(told)]
    if told.top is not None:
        parts.append(tag("p", tag("strong", f"Fix: {readable(told.top.fix)}"), class_=f"{PREFIX}-fix"))
        rows = (_fact_row(label, value) for label, value in _place_facts(told.top, told))
        parts.append(tag("table", tag("tbody", rows), class_=f"{PREFIX}-static {PREFIX}-facts"))
    parts += [tag("p", readable(sentence)) for sentence in (*told.others[:MOST_OTHERS], *told.notes)]
    parts += [_next(advice) for advice in told.advice[:1]]
    parts.append(tag("p", tag("small", readable(told.read)), class_=f"{PREFIX}-read"))
    kind = outcome.name.lower().replace("_", "-")
    certainty = [] if told.top is None else [f"{PREFIX}-{told.top.certainty.name.lower()}"]
    return tag("div", *parts, class_=" ".join([f"{PREFIX}-status {PREFIX}-{kind}", *certainty]))


def _sureness(told: Told) -> Iterator[Html]:
    if told.top is None:
        yield from ([tag("p", readable(told.why))] if told.why else [])
        return
    _, _, why = told.why.partition(": ")
    yield tag("p", _badge(told.top.certainty), " ", readable(why), " ", tag("code", readable(told.top.cause)))


def _next(advice: Advice) -> Html:
    commands = (tag("p", readable(line), class_=f"{PREFIX}-how") for line in commands_of(advice))
    return tag("div", tag("p", tag("strong", "Next: "), readable(advice.what)), commands, class_=f"{PREFIX}-next")


def _badge(certainty: Certainty) -> Html:
    style = f"background-color: {_BADGES[certainty]}; color: #ffffff; padding: 1px 8px; border-radius: 9px"
    word = f"{SIGNS[certainty]} {certainty.name.lower()}"
    return tag("strong", word, style=style, class_=f"{PREFIX}-certainty", title=certainty.value)


def _findings(told: Told) -> Html:
    if not told.findings:
        return Html("")
    items = tag("ol", (_finding(finding, told) for finding in told.findings), class_=f"{PREFIX}-findings")
    more = len(told.findings) - 1
    title = f"Why, the evidence, and {more} more" if more else "Why, and the evidence"
    return tag("details", tag("summary", title), items)


def _finding(finding: Finding, told: Told) -> Html:
    is_top = finding is told.top  # the first screen has its badge and its sentence
    badge = "" if is_top else join(_badge(finding.certainty), " ")
    head = tag("p", badge, tag("code", tag("strong", readable(finding.cause))))
    sentence = "" if is_top else tag("p", readable(finding.sentence))
    rows = (_fact_row(label, value) for label, value in _facts(finding, told))
    table = tag("table", tag("tbody", rows), class_=f"{PREFIX}-static {PREFIX}-facts")
    kind = f"{PREFIX}-finding {PREFIX}-{finding.certainty.name.lower()}"
    return tag("li", head, sentence, table, class_=kind)


def _facts(finding: Finding, told: Told) -> Iterator[tuple[str, Child]]:
    if finding is not told.top:
        yield from _place_facts(finding, told)
    yield "why", readable(finding.why)
    if finding is not told.top:
        yield "fix", tag("strong", readable(finding.fix))
    if finding.evidence:
        yield "evidence", tag("ul", (tag("li", readable(says)) for says in finding.evidence))
    if finding.client is not None:
        yield "known of", readable(finding.client)


def _place_facts(finding: Finding, told: Told) -> Iterator[tuple[str, Child]]:
    sent, expected = finding.sent, finding.expected
    if finding.where is not None:
        yield "where", where_of(finding)
        if told.line is not None and finding is told.top:
            start, end = finding.where.start, finding.where.end
            parts = Parted(told.line[:start], told.line[start:end], told.line[end:])
            yield "sent", tag("code", _marked(parts, parts), style=WRAPPED)
    if not sent and not expected:
        return
    if sent is not None:
        yield "sent", _line(sent, expected)
    if expected is not None:
        yield "expected", _line(expected, sent, _EXPECTED)
    if finding.cause in told.masks_a_difference:
        yield "", MASKED_DIFFERENCE


def _line(line: str, other: str | None, style: str = MARKED) -> Html:
    if not line:
        return tag("em", NOTHING)
    return tag("code", telling(line) if other is None else marked_line(line, other, style), style=WRAPPED)


def _fact_row(label: str, value: Child) -> Html:
    return tag("tr", tag("th", label, scope="row", style=LEFT), tag("td", value, style=LEFT))


def _sides(sides: Sides, mask: Mask) -> Html:
    tables = sides_html(sides, mask)
    return tag("details", tag("summary", "Both texts, line by line"), tables) if tables else tables


def _advice_html(advice: tuple[Advice, ...]) -> Html:
    if all(commands_of(each) == each.how for each in advice) and len(advice) < 2:
        return Html("")
    items = (tag("li", readable(what), tag("ul", (tag("li", readable(line)) for line in how))) for what, how in advice)
    return tag("details", tag("summary", "What else to paste, and how"), tag("ul", items), class_=f"{PREFIX}-advice")
