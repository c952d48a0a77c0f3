"""The URL bench, section by section: lines side by side, rounds of encoding, places of parameters, words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sigv4_explain.render.characters import exact, readable
from sigv4_explain.render.inline import LEFT, WRAPPED
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.url_bench_lines import MOST_LINKED, Side, linking, sent_line, signed_line
from sigv4_explain.render.url_bench_view import WORDS, Kind, UrlBenchView

MOST_ROWS = 40
"""Rows of a table of characters or parameters; what is more is counted."""
_LONGEST = 2_000


def url_bench_sections(view: UrlBenchView) -> Mapping[str, Html]:
    """Draw every section of the live page, by its name."""
    return {name: draw(view) for name, draw in _SECTIONS.items()}


def url_bench_html(view: UrlBenchView) -> Html:
    """Draw a picture of the bench, for where nothing runs."""
    url = tag("p", "URL ", tag("code", readable(view.url)), ", service ", tag("code", view.service))
    return join(url, _lines_picture(view), *(_SECTIONS[name](view) for name in ("rounds", "parameters", "characters")))


def linking_rules(view: UrlBenchView) -> str:
    """Return the style that links the characters on screen."""
    return linking(_sides(view), min(len(view.kinds()), MOST_ROWS))


def _sides(view: UrlBenchView) -> tuple[Side, Side]:
    rows = {kind: number for number, kind in enumerate(_rows_of_kinds(view))}
    return Side("p", view.path, rows), Side("q", view.query, rows)


def _rows_of_kinds(view: UrlBenchView) -> list[Kind]:
    return list(view.kinds())[:MOST_ROWS]


def _lines(view: UrlBenchView) -> Html:
    path, query = _sides(view)
    lines = {
        "Path, as sent": sent_line(path),
        "CanonicalUri": signed_line(path),
        "Query, as sent": sent_line(query),
        "CanonicalQueryString": signed_line(query),
    }
    longest = max(len(side.characters) for side in (view.path, view.query))
    note = tag("p", f"Only the first {MOST_LINKED} characters of each are linked.") if longest > MOST_LINKED else ""
    return join(_lines_table(lines), note)


def _lines_picture(view: UrlBenchView) -> Html:
    sides = {"Path": (view.path, "CanonicalUri"), "Query": (view.query, "CanonicalQueryString")}
    lines: dict[str, Html] = {}
    for name, (side, canonical) in sides.items():
        lines[f"{name}, as sent"] = join(exact("".join([one.sent for one in side.characters])))
        lines[canonical] = join(exact("".join([side.characters[number].signed for number in side.signed_order])))
    return _lines_table(lines)


def _lines_table(lines: Mapping[str, Html]) -> Html:
    empty = tag("em", "empty")
    rows = [_row(name, [tag("code", line, style=WRAPPED) if line else empty]) for name, line in lines.items()]
    return tag("table", tag("tbody", rows), class_=f"{PREFIX}-static {PREFIX}-url-lines")


def _rounds(view: UrlBenchView) -> Html:
    rows = [_row(one.name, [_code(one.path) if one.path else tag("em", "empty"), one.what]) for one in view.rounds]
    return _titled("rounds", "The path, round by round", ("Round", "Path", "What was done"), rows)


def _parameters(view: UrlBenchView) -> Html:
    if not view.parameters:
        return tag("p", "The query is empty: its line in the canonical request is empty too, but it is there.")
    rows = [
        _row(f"{one.place_sent} → {one.place_signed or '–'}", [_code(one.sent), _code(one.signed), one.move])
        for one in view.parameters[:MOST_ROWS]
    ]
    heads = ("Place as sent → sorted", "As sent", "As signed", "Sorting")
    return join(_titled("parameters", "Parameters", heads, rows), _more(len(view.parameters), "parameters"))


def _characters(view: UrlBenchView) -> Html:
    kinds = view.kinds()
    rows = [
        _row(_named(kind.sent), [_named(kind.signed), _counted(kind, kinds[kind])], f"{PREFIX}-kind-{number}")
        for number, kind in enumerate(_rows_of_kinds(view))
    ]
    heads = ("As sent", "As signed", "What becomes of it")
    table = _titled("characters", "What becomes of each character", heads, rows)
    return join(table, _more(len(kinds), "kinds of characters"))


_SECTIONS: Mapping[str, Callable[[UrlBenchView], Html]] = {
    "lines": _lines,
    "rounds": _rounds,
    "parameters": _parameters,
    "characters": _characters,
}


def _titled(name: str, title: str, heads: Iterable[str], rows: Iterable[Html]) -> Html:
    head = tag("tr", (tag("th", text, scope="col", style=LEFT) for text in heads))
    classes = f"{PREFIX}-static {PREFIX}-url-table {PREFIX}-url-{name}"
    table = tag("table", tag("thead", head), tag("tbody", rows), class_=classes)
    return join(tag("h3", title), table)


def _named(text: str) -> Html:
    return join(text) if text in WORDS else _code(text)


def _counted(kind: Kind, count: int) -> str:
    return kind.words if count == 1 else f"{kind.words} (×{count})"


def _row(name: str, cells: Iterable[Html | str], class_: str | None = None) -> Html:
    drawn = (tag("td", cell, style=LEFT) for cell in cells)
    return tag("tr", tag("th", name, scope="row", style=LEFT), *drawn, class_=class_)


def _more(count: int, what: str) -> Html | str:
    return tag("p", f"… and {count - MOST_ROWS} more {what}.") if count > MOST_ROWS else ""


def _code(text: str) -> Html:
    return tag("code", _cut(readable(text)), style=WRAPPED)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"
