"""The server's page as a picture: static HTML for a saved notebook, without a style sheet."""

from __future__ import annotations

from sigv4_explain.exporting import raw_http
from sigv4_explain.render.difference import marked_pair
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.transit import Transit
from sigv4_explain.render.transit_words import reasons
from sigv4_explain.trace.step import Step
from sigv4_explain.verifier.verdict_view import static_verdict, verdict_sentence

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
