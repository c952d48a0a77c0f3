"""Client and server side by side, step by step up to the string to sign: where their texts part, and how."""

from __future__ import annotations

from sigv4_explain.render.difference import marked_pair
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.pieces import visible
from sigv4_explain.render.transit import Transit
from sigv4_explain.trace.step import Step
from sigv4_explain.trace.trace import Trace

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
    return tag("table", tag("tbody", *rows, _last_row(client)), class_=f"{PREFIX}-sides")


def _step_row(mine: Step, theirs: Step, first: str | None) -> Html:
    if mine.output == theirs.output:
        value = visible(mine.shown()) if mine.output else tag("em", "empty")
        return _row(mine.title, _EQUAL, _cell("client and server", tag("code", value), colspan=2))
    drawn = marked_pair(mine.shown(), theirs.shown())
    note = "They differ in the session token, which is masked." if mine.shown() == theirs.shown() else ""
    cells = [
        _cell(side, join(tag("code", value), tag("p", note) if note else ""))
        for side, value in zip(("client", "server"), drawn, strict=True)
    ]
    return _row(mine.title, _FIRST if theirs.name == first else _DIFFERS, *cells)


def _last_row(client: Trace) -> Html:
    signature = client["signature"]
    cells = _cell("client", tag("code", signature.shown())), _cell("server", tag("p", _ENDS_HERE))
    return _row(signature.title, "", *cells)


def _row(title: str, mark: str, *cells: Html) -> Html:
    kind = {_EQUAL: "equal", _FIRST: "first", _DIFFERS: "unequal"}.get(mark, "end")
    told = tag("span", mark, class_=f"{PREFIX}-told") if mark else ""
    return tag("tr", tag("th", join(title, tag("br"), told), scope="row"), cells, class_=f"{PREFIX}-{kind}")


def _cell(side: str, value: Html, colspan: int | None = None) -> Html:
    return tag("td", tag("span", side, class_=f"{PREFIX}-side"), value, colspan=colspan)
