"""The server's page, section by section: a head that never changes, and a value that follows each edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sigv4_explain.render.arrived import arrived_value
from sigv4_explain.render.comparison import comparison_value
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.pieces import visible
from sigv4_explain.render.tables import row, table
from sigv4_explain.render.transit import Transit
from sigv4_explain.render.transit_words import reasons
from sigv4_explain.verifier import Outcome, Rule, Verdict
from sigv4_explain.verifier.verdict_view import MARKS, not_checked_html, shown_details, shown_message, verdict_sentence

_ACCEPTED = "None: the signature is good. Whether the caller may do what it asks is the next question, not this one."


class ServerSection(NamedTuple):
    """A part of the server's page."""

    title: str
    intro: str
    value: Callable[[Transit], Html]


def server_head(number: int, section: ServerSection) -> Html:
    """Draw a section's heading."""
    heading = tag("h3", tag("span", str(number), class_=f"{PREFIX}-number"), section.title)
    return join(heading, tag("p", section.intro, class_=f"{PREFIX}-intro"))


def verdict_status(transit: Transit) -> Html:
    """Say the verdict and its reasons; screen readers are told when it changes."""
    verdict = transit.verdict
    mark = MARKS[Outcome.KEPT if verdict.accepted else Outcome.BROKEN][0]
    sentence = tag("p", tag("strong", f"{mark} {verdict_sentence(verdict)}"))
    outcome = "accepted" if verdict.accepted else "refused"
    said = (tag("li", reason) for reason in reasons(transit))
    return tag("div", sentence, tag("ul", said), class_=f"{PREFIX}-status {PREFIX}-{outcome}", role="status")


def rules_value(rules: Iterable[Rule]) -> Html:
    """Draw the rules with every outcome; the class that ``outcome_class`` gives shows the one that fits.

    So the list stays the same while one types, and what was unfolded stays unfolded.
    """
    return tag("ol", (_rule(number, rule) for number, rule in enumerate(rules, 1)), class_=f"{PREFIX}-rules")


def outcome_class(verdict: Verdict) -> str:
    """Return the class that shows how far the server came: the number of the rule that was not kept, or of none."""
    rows = verdict.outcomes
    stopped = next((row for row in rows if row.outcome is not Outcome.KEPT), None)
    if stopped is None:
        return f"{PREFIX}-broken-at-{len(rows) + 1}"
    word = "broken" if stopped.outcome is Outcome.BROKEN else "not-checked"
    return f"{PREFIX}-{word}-at-{stopped.number}"


def _rule(number: int, rule: Rule) -> Html:
    marks = (
        tag("span", f"{sign} {word}", class_=f"{PREFIX}-outcome {PREFIX}-{outcome.name.lower().replace('_', '-')}")
        for outcome, (sign, word) in MARKS.items()
    )
    title = tag("span", rule.title, class_=f"{PREFIX}-rule-title")
    summary = tag("summary", tag("span", str(number), class_=f"{PREFIX}-rule-number"), *marks, title)
    source = tag("a", "Where this was read", href=rule.source, target="_blank", rel="noopener")
    return tag("li", tag("details", summary, tag("p", rule.why), source))


def _rules_of(transit: Transit) -> Html:
    return rules_value(transit.verdict.rules)


def answer_value(transit: Transit) -> Html:
    """Draw AWS's answer: status and code, and the words exactly."""
    verdict = transit.verdict
    if verdict.message is None:
        return join(tag("p", _ACCEPTED), not_checked_html(verdict))
    head = table([row("status", visible(str(verdict.status))), row("error code", visible(verdict.code or ""))])
    words = (("Message", shown_message(verdict)), *shown_details(verdict))
    return join(head, (_words(name, text) for name, text in words))


def _words(name: str, text: str) -> Html:
    return join(tag("h4", name), tag("pre", visible(text), class_=f"{PREFIX}-copy"))


SERVER_SECTIONS: Mapping[str, ServerSection] = {
    "arrived": ServerSection(
        "The request as it arrived",
        "What differs from what was sent is marked. Only what is signed is safe.",
        arrived_value,
    ),
    "rules": ServerSection(
        "The server's rules, in its order",
        "The first that is broken decides, and the rest is not looked at. Unfold a rule to see why it is there.",
        _rules_of,
    ),
    "answer": ServerSection("AWS's words", "What the caller gets to read.", answer_value),
    "comparison": ServerSection(
        "Client and server, side by side",
        "Both write the same texts, each from the request it has. Where they part, the cause is near.",
        comparison_value,
    ),
}
"""The server's page from top to bottom."""
