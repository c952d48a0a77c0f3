"""A verdict as text: the rules in order, each with what became of it, and AWS's answer. Session tokens are masked."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import indent

from sigv4_explain.masking import masked_authorization, masked_lines, pictured
from sigv4_explain.verifying import Outcome, Verdict

MARKS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.KEPT: ("✓", "kept"),
    Outcome.BROKEN: ("✗", "broken"),
    Outcome.NOT_CHECKED: ("?", "not checked here"),
    Outcome.NOT_REACHED: ("·", "not reached"),
}
"""A sign and a word for what became of a rule: the sign is never alone."""


def verdict_text(verdict: Verdict) -> str:
    """Write a verdict: the answer in one sentence, each rule, which headers the signature covers, AWS's words."""
    parts = [verdict_sentence(verdict), _rules(verdict), "\n".join([_headers(verdict), *not_checked(verdict)])]
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
    lines = []
    for number, rule, outcome in verdict.outcomes:
        mark, word = MARKS[outcome]
        lines.append(f"{number:2} {mark} {word:11} {rule.title}")
        if outcome is Outcome.BROKEN:
            lines.append(f"{'':17}{rule.why}")
    return "\n".join(lines)


def _headers(verdict: Verdict) -> str:
    covered, unsigned = verdict.covered_headers, verdict.unsigned_headers
    return f"signed headers: {', '.join(covered) or 'none'}\nunsigned headers: {', '.join(unsigned) or 'none'}"
