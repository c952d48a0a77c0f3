"""A verdict as text and as HTML: the rules in order, what became of each, AWS's answer. Session tokens are masked."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent

from sigv4_explain.drawing.markup import LEFT, Html, cell, headed_table, join, link, row_head, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.masking import masked_authorization, masked_lines, pictured
from sigv4_explain.verifier import Outcome, RuleOutcome, Verdict

MARKS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.KEPT: ("✓", "kept"),
    Outcome.BROKEN: ("✗", "broken"),
    Outcome.NOT_CHECKED: ("?", "not checked here"),
    Outcome.NOT_REACHED: ("·", "not reached"),
}
"""A sign and a word for what became of a rule: the sign is never alone."""


def verdict_text(verdict: Verdict) -> str:
    """Write a verdict: the answer in one sentence, each rule, which headers the signature covers, AWS's words."""
    parts = [verdict_sentence(verdict), _rules(verdict), "\n".join([_covered_text(verdict), *not_checked(verdict)])]
    if verdict.message:
        parts.append(f"AWS's words\n{indent(shown_message(verdict), '    ', lambda _line: True)}")
        parts += [f"{name}\n{indent(value, '    ')}" for name, value in shown_details(verdict)]
    return "\n\n".join(parts)


def verdict_sentence(verdict: Verdict) -> str:
    """Say in one sentence what became of the request."""
    if verdict.rule is None:
        kept = sum(row.outcome is Outcome.KEPT for row in verdict.outcomes)
        rules = f"all {kept} rules" if kept == len(verdict.rules) else f"{kept} of {len(verdict.rules)} rules"
        names = " and ".join([each.name for each in verdict.unchecked])
        return f"Accepted: {rules} are kept{'; not checked here: ' if names else ''}{names}."
    place = f"rule {verdict.number} of {len(verdict.rules)}, “{verdict.rule.title}”"
    return f"Refused by {place}: {verdict.status} {verdict.code}."


def not_checked(verdict: Verdict) -> list[str]:
    """Say what no rule looked at, and what that means, a line each."""
    return [f"not checked here: {name}. {why}" for name, why in verdict.unchecked]


def shown_message(verdict: Verdict) -> str:
    """Return AWS's words; what AWS repeats of a session token is masked here."""
    return _seen(verdict.message or "")


def shown_details(verdict: Verdict) -> list[tuple[str, str]]:
    """Return the further elements of S3's answer; what is or spells a secret is counted, not shown."""
    details = () if verdict.refusal is None else verdict.refusal.details
    return [(name, _shown(name, value, dict(details).get("ArgumentName"))) for name, value in details]


def _shown(name: str, value: str, argument: str | None) -> str:
    if name == "ArgumentValue" and argument == "Authorization":
        return pictured(masked_authorization(value))
    return _bytes(value) if name.endswith("Bytes") else _seen(value)


def _seen(words: str) -> str:
    return pictured(masked_lines(words), kept="\n")


def _bytes(spelled: str) -> str:
    text = bytes.fromhex(spelled).decode(errors="replace")
    return spelled if masked_lines(text) == text else f"••• ({len(text)} characters, a session token among them)"


def _rules(verdict: Verdict) -> str:
    lines, width = [], max(11, *(len(MARKS[outcome][1]) for _, _, outcome in verdict.outcomes))
    for number, rule, outcome in verdict.outcomes:
        mark, word = MARKS[outcome]
        lines.append(f"{number:2} {mark} {word:{width}} {rule.title}")
        if outcome is Outcome.BROKEN:
            lines.append(f"{'':{width + 6}}{rule.why}")
    return "\n".join(lines)


def _covered_text(verdict: Verdict) -> str:
    covered, unsigned = verdict.covered_headers, verdict.unsigned_headers
    return f"signed headers: {', '.join(covered) or 'none'}\nunsigned headers: {', '.join(unsigned) or 'none'}"


_WRAPPED = "white-space: pre-wrap; overflow-wrap: anywhere"
_COLOURS = {Outcome.KEPT: "#2f9350", Outcome.BROKEN: "#e0463c"}


def verdict_html(verdict: Verdict) -> Html:
    """Draw a verdict: the answer in one sentence, the rules in a table, AWS's words, and which headers are signed."""
    return tag("div", tag("p", tag("strong", verdict_sentence(verdict))), static_verdict(verdict))


def static_verdict(verdict: Verdict) -> Html:
    """Draw what stands below the sentence."""
    rules = headed_table(("Rule", "Outcome", "What must hold"), map(_row, verdict.outcomes), f"{PREFIX}-static")
    return join(rules, _answer(verdict), _covered_html(verdict), not_checked_html(verdict))


def not_checked_html(verdict: Verdict) -> Html:
    """Draw what no rule looked at."""
    return join(tag("p", f"{line[:1].upper()}{line[1:]}") for line in not_checked(verdict))


def _answer(verdict: Verdict) -> Html:
    if verdict.message is None:
        return Html("")
    words = (("AWS's words", shown_message(verdict)), *shown_details(verdict))
    return join(*(join(tag("p", name), tag("pre", value, style=_WRAPPED)) for name, value in words))


def _row(row: RuleOutcome) -> Html:
    number, rule, outcome = row
    sign, word = MARKS[outcome]
    mark = join(tag("strong", sign, style=f"color: {_COLOURS.get(outcome, '#7f8a94')}"), f" {word}")
    broken = outcome is Outcome.BROKEN
    summary = tag("summary", tag("strong", rule.title) if broken else rule.title)
    why = tag("details", summary, join(rule.why, " ", link("source", rule.source)), open="" if broken else None)
    cells = (tag("td", mark, style=f"{LEFT}; white-space: nowrap"), cell(why))
    return tag("tr", row_head(str(number)), cells)


def _covered_html(verdict: Verdict) -> Html:
    signed, unsigned = (", ".join(names) or "none" for names in (verdict.covered_headers, verdict.unsigned_headers))
    return tag("p", "Signed headers: ", tag("code", signed), ". Unsigned: ", tag("code", unsigned), ".")
