"""A diagnosis as HTML that needs no style sheet and no script, and has classes for a page that has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sigv4_explain.diagnosis.diagnosis import Advice, Diagnosis, Outcome
from sigv4_explain.diagnosis.finding import Certainty, Finding
from sigv4_explain.diagnosis.masks import Mask, mask_of
from sigv4_explain.render.carets import NOTHING
from sigv4_explain.render.characters import exact, readable
from sigv4_explain.render.diagnosis_words import MASKED_DIFFERENCE, SIGNS, Told, told_of
from sigv4_explain.render.inline import LEFT, WRAPPED
from sigv4_explain.render.markup import Child, Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.sides_html import marked_line, sides_html

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
        "advice": _advice(diagnosis.advice, mask) if diagnosis.advice else Html(""),
    }


def _outcome(outcome: Outcome, told: Told) -> Html:
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
    rows = (_row(label, value) for label, value in _facts(finding, told))
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


def _row(label: str, value: Child) -> Html:
    return tag("tr", tag("th", label, scope="row", style=LEFT), tag("td", value, style=LEFT))


def _advice(advice: tuple[Advice, ...], mask: Mask) -> Html:
    items = (
        tag("li", readable(mask(what)), tag("ul", (tag("li", readable(mask(line))) for line in how)))
        for what, how in advice
    )
    return tag("details", tag("summary", "To find out more, paste"), tag("ul", items), class_=f"{PREFIX}-advice")
