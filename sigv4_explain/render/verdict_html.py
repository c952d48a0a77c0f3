"""A verdict as static HTML: no style sheet, no script, so that GitHub and an untrusted JupyterLab show it whole."""

from __future__ import annotations

from sigv4_explain.render.inline import LEFT
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.verdict_text import MARKS, not_checked, shown_details, shown_message, verdict_sentence
from sigv4_explain.verifying import Outcome, RuleOutcome, Verdict

_WRAPPED = "white-space: pre-wrap; overflow-wrap: anywhere"
_COLOURS = {Outcome.KEPT: "#2f9350", Outcome.BROKEN: "#e0463c"}


def verdict_html(verdict: Verdict) -> Html:
    """Draw a verdict: the answer in one sentence, the rules in a table, AWS's words, and which headers are signed."""
    return tag("div", tag("p", tag("strong", verdict_sentence(verdict))), static_verdict(verdict))


def static_verdict(verdict: Verdict) -> Html:
    """Draw what stands below the sentence."""
    heads = tag("tr", (tag("th", text, scope="col", style=LEFT) for text in ("Rule", "Outcome", "What must hold")))
    rules = tag("table", tag("thead", heads), tag("tbody", map(_row, verdict.outcomes)), class_=f"{PREFIX}-static")
    return join(rules, _answer(verdict), _headers(verdict), not_checked_html(verdict))


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
    source = tag("a", "source", href=rule.source, target="_blank", rel="noopener")
    summary = tag("summary", tag("strong", rule.title) if broken else rule.title)
    why = tag("details", summary, join(rule.why, " ", source), open="" if broken else None)
    cells = (tag("td", mark, style=f"{LEFT}; white-space: nowrap"), tag("td", why, style=LEFT))
    return tag("tr", tag("th", str(number), scope="row", style=LEFT), cells)


def _headers(verdict: Verdict) -> Html:
    signed, unsigned = (", ".join(names) or "none" for names in (verdict.covered_headers, verdict.unsigned_headers))
    return tag("p", "Signed headers: ", tag("code", signed), ". Unsigned: ", tag("code", unsigned), ".")
