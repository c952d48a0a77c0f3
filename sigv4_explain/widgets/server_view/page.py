"""The server's page, section by section: a head that never changes, and a value that follows each edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import NamedTuple

from sigv4_explain.drawing.differences import marked_pair
from sigv4_explain.drawing.markup import Html, cell, join, link, tag
from sigv4_explain.drawing.pieces import PREFIX, fold, row, table, visible
from sigv4_explain.drawing.request_text import raw_http
from sigv4_explain.drawing.style import above_base, base_style, sheet
from sigv4_explain.masking import masked_header, masked_url
from sigv4_explain.request import Request
from sigv4_explain.trace.step import Step
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifier import Outcome, Rule, Stage, Verdict
from sigv4_explain.verifier.services import PROFILES
from sigv4_explain.verifier.verdict_view import (
    MARKS,
    not_checked_html,
    shown_details,
    shown_message,
    static_verdict,
    verdict_sentence,
)
from sigv4_explain.widgets.server_view.transit import Transit, reasons, time_on_the_way

# The server's page as a picture: static HTML for a saved notebook, without a style sheet.

_WRAPPED = "white-space: pre-wrap; overflow-wrap: anywhere"


def static_server(transit: Transit) -> Html:
    """Draw the verdict with its reasons, the request as it arrived, the rules, and each step where the two part."""
    verdict = transit.verdict
    return join(
        tag("p", tag("strong", verdict_sentence(verdict))),
        tag("ul", (tag("li", reason) for reason in reasons(transit))),
        tag("h4", "The request as it arrived"),
        _pre(raw_http(verdict.request)),
        tag("h4", "The server's rules"),
        static_verdict(verdict),
        tag("h4", "Where client and server part"),
        _differences(transit),
    )


def _differences(transit: Transit) -> Html:
    server = transit.server
    if server is None:
        return tag("p", "The server could not begin to write.")
    pairs = [(transit.client[step.name], step) for step in server]
    drawn = [_difference(mine, theirs) for mine, theirs in pairs if mine.output != theirs.output]
    return join(drawn) if drawn else tag("p", "Nowhere, up to the string to sign.")


def _difference(mine: Step, theirs: Step) -> Html:
    drawn = marked_pair(mine.shown(), theirs.shown())
    sides = zip(("client", "server"), drawn, strict=True)
    return join(join(tag("p", f"{mine.title}, {side}"), _pre(value)) for side, value in sides)


def _pre(text: str) -> Html:
    return tag("pre", text, style=_WRAPPED)


# The style of the server's page: which outcome each rule shows, and the ticking of one after the other.

_LONGEST = max(len(profile.rules) for profile in PROFILES.values())
_BODY_RULES = {
    number for profile in PROFILES.values() for number, rule in enumerate(profile.rules, 1) if rule.stage is Stage.BODY
}
_SECONDS_A_RULE = 0.06


# Not in the sheet: an animation's frames cannot be nested.
_TICK = "@keyframes sigv4-tick { from { opacity: 0; transform: translateX(-6px); } }\n"


def server_style() -> str:
    """Return the style of the lab, and what the server's page adds; it never changes."""
    ticks = "".join(_tick(number) for number in range(1, _LONGEST + 1))
    outcomes = "".join(_outcomes(broken, "broken") for broken in range(1, _LONGEST + 2))
    outcomes += "".join(_outcomes(number, "not-checked") for number in sorted(_BODY_RULES))
    return f"{base_style()}{above_base(sheet('widgets/server_view/page.css') + ticks + outcomes)}{_TICK}"


def _tick(number: int) -> str:
    delay = number * _SECONDS_A_RULE
    return f".{PREFIX}-rules li:nth-child({number}) .{PREFIX}-outcome {{ animation-delay: {delay:.2f}s; }}\n"


def _outcomes(broken: int, word: str) -> str:
    """Of each rule's outcomes, show the one that fits when the rule with this number is broken, or not checked."""
    within = f".{PREFIX}-{word}-at-{broken} .{PREFIX}-rules li"
    shown = (
        f"{within}:nth-child(-n+{broken - 1}) .{PREFIX}-kept",
        f"{within}:nth-child({broken}) .{PREFIX}-{word}",
        f"{within}:nth-child(n+{broken + 1}) .{PREFIX}-not-reached",
    )
    # Folded, only the rule where the server stopped is shown.
    stopped = f".{PREFIX}-section{within}:nth-child({broken}) {{ display: list-item; }}\n"
    return f"{', '.join(shown)} {{ display: inline-block; }}\n{stopped}"


# The request as it arrived: each line beside what was sent, what differs marked, signed and unsigned told apart.


def arrived_value(transit: Transit) -> Html:
    """Draw the request line, each header, the body, and the server's clock."""
    sent, arrived = transit.sent, transit.verdict.request
    rows = [_arrived_row("request line", _request_line(sent), _request_line(arrived), "signed")]
    rows += _header_rows(transit)
    rows.append(_body_row(transit))
    rows.append(row("server's clock", visible(transit.server_clock), time_on_the_way(transit.duration)))
    return table(rows)


def _arrived_row(name: str, before: str | None, after: str | None, note: str) -> Html:
    """Draw what arrived, what differs marked, and in the note what was sent."""
    if after is None:
        return row(name, tag("del", visible(before or "")), f"removed on the way; {note}")
    if before is None:
        return row(name, tag("ins", visible(after)), f"added on the way; {note}")
    if before == after:
        return row(name, marked_pair(before, after)[1], note)
    return row(name, marked_pair(before, after)[1], f"changed on the way, sent as {before}; {note}")


def _request_line(request: Request) -> str:
    target = f"{request.path or '/'}{'?' if request.query else ''}{request.query}"
    return f"{request.method} {masked_url(target)}"


def _header_rows(transit: Transit) -> list[Html]:
    sent, arrived = _headers(transit.sent), _headers(transit.verdict.request)
    keys = [*arrived, *(key for key in sent if key not in arrived)]
    return [_arrived_row("header", sent.get(key), arrived.get(key), _coverage(transit, key[0])) for key in keys]


def _headers(request: Request) -> dict[tuple[str, int], str]:
    """Return each header as it is shown, by its name in lower case and the number of its repeat."""
    numbers: dict[str, count[int]] = {}
    return {
        (name.lower(), next(numbers.setdefault(name.lower(), count()))): f"{name}: {masked_header(name, value)}"
        for name, value in request.headers
    }


def _coverage(transit: Transit, name: str) -> str:
    if name == "authorization":
        return "carries the signature"
    return "signed" if name in transit.verdict.covered_headers else "not signed"


def _body_row(transit: Transit) -> Html:
    before, after = transit.sent.body, transit.verdict.request.body
    declared = transit.client["hashed_payload"].text
    note = f"{len(after)} bytes; " + ("its hash is signed" if len(declared) == 64 else "not signed")
    if before == after == b"":
        return row("body", tag("em", "empty"), note)
    if max(len(before), len(after)) > LONGEST_BODY_SHOWN:
        return row("body", tag("em", "too long to show"), note if before == after else f"changed on the way; {note}")
    texts = [body.decode(errors="replace") if body else None for body in (before, after)]
    return _arrived_row("body", texts[0], texts[1], note)


# Client and server side by side, step by step up to the string to sign: where their texts part, and how.

LONGEST_BODY_SHOWN = 4000
"""Characters; of a longer body only the size is shown."""
_NO_TRACE = (
    "The server wrote nothing down: without a date that it can read and a list of signed headers it cannot begin."
)
_ENDS_HERE = (
    "The server computes its own signature from here and compares the two. It shows neither its keys nor that "
    "signature: a server that did would sign for everybody."
)
_EQUAL, _FIRST, _DIFFERS = "= equal", "≠ first difference", "≠ differs"


def comparison_value(transit: Transit) -> Html:
    """Draw each step of both sides: once where they agree, side by side where they do not."""
    client, server = transit.client, transit.server
    if server is None:
        return tag("p", _NO_TRACE)
    difference = client.first_difference(server)
    first = None if difference is None else difference.theirs.name
    rows = [_step_row(client[step.name], step, first) for step in server]
    return tag("table", tag("tbody", *rows, _last_row(client)), class_=f"{PREFIX}-sides {PREFIX}-stacked")


def _step_row(mine: Step, theirs: Step, first: str | None) -> Html:
    if mine.output == theirs.output:
        value = visible(mine.shown()) if mine.output else tag("em", "empty")
        return _sides_row(mine.title, _EQUAL, tag("td", tag("code", value), colspan=2))
    drawn = marked_pair(mine.shown(), theirs.shown())
    note = "They differ in the session token, which is masked." if mine.shown() == theirs.shown() else ""
    cells = [
        cell(join(tag("code", value), tag("p", note) if note else ""), side)
        for side, value in zip(("client", "server"), drawn, strict=True)
    ]
    return _sides_row(mine.title, _FIRST if theirs.name == first else _DIFFERS, *cells)


def _last_row(client: Trace) -> Html:
    signature = client["signature"]
    cells = cell(tag("code", visible(signature.shown())), "client"), cell(_ENDS_HERE, "server")
    return _sides_row(signature.title, "", *cells)


def _sides_row(title: str, mark: str, *cells: Html) -> Html:
    kind = {_EQUAL: "equal", _FIRST: "first", _DIFFERS: "unequal"}.get(mark, "end")
    told = tag("span", mark, class_=f"{PREFIX}-told") if mark else ""
    return tag("tr", tag("th", join(title, " ", told), scope="row"), cells, class_=f"{PREFIX}-{kind}")


_ACCEPTED = "None: the signature is good. Whether the caller may do what it asks is the next question, not this one."


class ServerSection(NamedTuple):
    """A part of the server's page."""

    title: str
    intro: str
    value: Callable[[Transit], Html]


def server_head(number: int, name: str) -> Html:
    """Draw a section's heading, and the fold of what is not looked at first."""
    section = SERVER_SECTIONS[name]
    heading = tag("h3", tag("span", str(number), class_=f"{PREFIX}-number"), section.title)
    folds = (fold(_FOLDS[name], name),) if name in _FOLDS else ()
    return join(tag("div", heading, *folds, class_=f"{PREFIX}-head"), tag("p", tag("small", section.intro)))


_FOLDS = {"rules": "all rules", "comparison": "what is equal, too"}


def verdict_status(transit: Transit) -> Html:
    """Say the verdict and its reasons."""
    verdict = transit.verdict
    mark = MARKS[Outcome.KEPT if verdict.accepted else Outcome.BROKEN][0]
    sentence = tag("p", tag("strong", f"{mark} {verdict_sentence(verdict)}"))
    outcome = "accepted" if verdict.accepted else "refused"
    said = (tag("li", reason) for reason in reasons(transit))
    return tag("div", sentence, tag("ul", said), class_=f"{PREFIX}-status {PREFIX}-{outcome}")


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
    source = link("Where this was read", rule.source)
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
        "Client and server, step by step",
        "Both write the same texts, each from the request it has. Where they part, the cause is near.",
        comparison_value,
    ),
}
"""The server's page from top to bottom."""
