"""The URL bench, section by section: lines side by side, rounds of encoding, places of parameters, words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sigv4_explain.canonical import normalized_path
from sigv4_explain.drawing.differences import exact, readable
from sigv4_explain.drawing.markup import WRAPPED, Html, cell, headed_table, join, row_head, shortened, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.encoding import uri_decode
from sigv4_explain.rules import PathEncoding, PathNormalization
from sigv4_explain.trace.step import Step
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.url_bench.characters import Fate, Linked, Parameter, linked_path, linked_query, parameters_of

# The rounds of a path: as a person thinks of it, as sent, without dots, as signed.

_escape = re.compile(r"%[0-9A-Fa-f]{2}").search


class Round(NamedTuple):
    """A path at one point of its way, and what was done to it."""

    name: str
    path: str
    what: str


def rounds_of(step: Step) -> tuple[Round, ...]:
    """Return the rounds of the path of a ``canonical_uri`` step."""
    path: str = step.inputs["path"]
    return (
        _meant(path, step),
        Round("As sent", path, "the client encoded it" if _escape(path) else "nothing in it is encoded"),
        _tidied(path, step),
        _signed(path, step),
    )


def _meant(path: str, step: Step) -> Round:
    if "+" in path and step.inputs["path_encoding"] is PathEncoding.ONCE:
        key = uri_decode(path.replace("+", " ")).decode(errors="replace")
        return Round("As S3 reads it", key, "a raw plus is a space; who means a plus sends %2B")
    return Round("As a person thinks of it", uri_decode(path).decode(errors="replace"), "nothing is encoded")


def _tidied(path: str, step: Step) -> Round:
    if step.inputs["path_normalization"] is PathNormalization.AS_SENT:
        return Round("Not normalized", path, "a key of S3 may hold dots and empty segments")
    normalized = normalized_path(path)
    what = "no dots and no empty segments in it" if normalized == path else "dots and empty segments are resolved"
    return Round("Normalized", normalized, what)


def _signed(path: str, step: Step) -> Round:
    if step.inputs["path_encoding"] is PathEncoding.ONCE:
        return Round("As signed", step.text, "decoded, then encoded once, whatever was sent; slashes stay")
    what = (
        "encoded once more" if step.text != normalized_path(path) else "encoded once more, but nothing in it needs it"
    )
    return Round("As signed", step.text, what)


# All that the URL bench shows of a signature, read from its trace.


class CharacterKind(NamedTuple):
    """Characters that fare alike, for one row of words."""

    sent: str
    signed: str
    words: str


class UrlBenchView(NamedTuple):
    """What is drawn. Session tokens are masked in it."""

    url: str
    service: str
    path: Linked
    query: Linked
    parameters: tuple[Parameter, ...]
    rounds: tuple[Round, ...]

    @classmethod
    def of(cls, trace: Trace) -> UrlBenchView:
        """Read a trace."""
        parameters = parameters_of(trace["canonical_query_string"])
        return cls(
            url=f"{trace.request.url.partition('#')[0].partition('?')[0]}{_query(parameters)}",
            service=trace["credential_scope"].inputs["service"],
            path=linked_path(trace["canonical_uri"]),
            query=linked_query(parameters),
            parameters=parameters,
            rounds=rounds_of(trace["canonical_uri"]),
        )

    def kinds(self) -> Counter[CharacterKind]:
        """Count the characters of each kind, in the order in which they first appear."""
        sides = (self.path, self.query)
        return Counter([kind_of(side, number) for side in sides for number in range(len(side.characters))])


def _query(parameters: tuple[Parameter, ...]) -> str:
    return "?" + "&".join([one.sent for one in parameters]) if parameters else ""


def kind_of(side: Linked, number: int) -> CharacterKind:
    """Return a character's kind: what is kept is one kind, whatever the letter; so is what is dropped."""
    sent, signed, fate = side.characters[number]
    if fate is Fate.KEPT:
        return CharacterKind(_UNRESERVED, _SAME, side.words(number))
    if fate in (Fate.DROPPED_WITH_SEGMENT, Fate.REPEATED):
        return CharacterKind(_SEGMENT if fate is Fate.DROPPED_WITH_SEGMENT else _REPEAT, _NOTHING, side.words(number))
    return CharacterKind(named(sent), named(signed), side.words(number))


def named(text: str) -> str:
    """Picture a character for a cell of a table, where a blank or nothing would not be seen.

    >>> named(" "), named("")
    ('a space', 'nothing')
    """
    return {"": _NOTHING, " ": _SPACE}.get(text, exact(text))


_NOTHING, _SPACE, _SAME = "nothing", "a space", "the same"
_UNRESERVED, _SEGMENT, _REPEAT = "letters, digits, - . _ ~", "a segment and its slash", "a repeat and its &"
WORDS = frozenset({_NOTHING, _SPACE, _SAME, _UNRESERVED, _SEGMENT, _REPEAT})
"""What stands in a kind in place of a character."""


# The lines of the URL bench: each as sent and as signed, their characters linked by classes.

MOST_LINKED = 250
"""Characters of a path or a query that are linked; a longer one goes on unlinked."""


class Side(NamedTuple):
    """A path or a query, with the letter that its classes have, and the number of each kind's row."""

    letter: str
    linked: Linked
    rows: Mapping[CharacterKind, int]


def sent_line(side: Side) -> Html:
    """Draw a side as it was sent; the keyboard stops at each piece."""
    numbers = range(len(side.linked.characters))
    return _line(side, numbers, [character.sent for character in side.linked.characters], tabindex=0)


def signed_line(side: Side) -> Html:
    """Draw a side as it is signed; pieces that nobody sent take the keyboard here."""
    return _line(
        side, side.linked.signed_order, [character.signed for character in side.linked.characters], tabindex=-1
    )


def linking(sides: Iterable[Side], kinds: int) -> str:
    """Return the rules that light a character's echo and its row of words, wherever one points or has the focus."""
    rules = [
        rule
        for side in sides
        for run in side.linked.runs()
        if run.stop <= MOST_LINKED
        for rule in _rules(side.letter, run)
    ]
    for row in range(kinds):
        name = f".{PREFIX}-kind-{row}"
        pointed = f".{PREFIX}-root:has(span{name}:is(:hover, :focus)) tr{name}"
        rules.append(f"{pointed}, .{PREFIX}-root:has(tr{name}:hover) span{name} {_LIT}")
    return "\n".join(rules)


_LINES = f".{PREFIX}-url-lines"
_LIT = "{ background-color: color-mix(in srgb, var(--brand) 30%, transparent); outline: 1.5px solid var(--brand); }"


def _rules(letter: str, run: range) -> list[str]:
    piece = f".{PREFIX}-run-{letter}{run.start}"
    characters = [f".{PREFIX}-url-{letter}{number}" for number in run]
    lit = [f"{_LINES}:has({piece}:focus) {piece}", *(f"{_LINES}:has({each}:hover) {each}" for each in characters)]
    return [f"{selector} {_LIT}" for selector in lit]


def _line(side: Side, order: Iterable[int], texts: list[str], tabindex: int) -> Html:
    runs = {run.start: run for run in side.linked.runs()}
    drawn: list[Html | str] = []
    for number in order:
        run = runs.get(number)
        if run is None or not texts[number]:
            continue
        is_linked = run.stop <= MOST_LINKED
        drawn.append(_run(side, run, texts, tabindex) if is_linked else exact("".join([texts[one] for one in run])))
    return join(*drawn)


def _run(side: Side, run: range, texts: list[str], tabindex: int) -> Html:
    first = side.linked.characters[run.start]
    spans = [tag("span", exact(texts[number]), class_=f"{PREFIX}-url-{side.letter}{number}") for number in run]
    row = side.rows.get(kind_of(side.linked, run.start))
    classes = f"{PREFIX}-run {PREFIX}-run-{side.letter}{run.start} {PREFIX}-fate-{first.fate.name.lower()}"
    classes += "" if row is None else f" {PREFIX}-kind-{row}"
    stop = tabindex if first.sent else 0
    return tag("span", spans, class_=classes, title=side.linked.words(run.start), tabindex=stop)


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


def _rows_of_kinds(view: UrlBenchView) -> list[CharacterKind]:
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
    classes = f"{PREFIX}-static {PREFIX}-url-table {PREFIX}-url-{name}"
    return join(tag("h3", title), headed_table(heads, rows, classes))


def _named(text: str) -> Html:
    return join(text) if text in WORDS else _code(text)


def _counted(kind: CharacterKind, count: int) -> str:
    return kind.words if count == 1 else f"{kind.words} (×{count})"


def _row(name: str, cells: Iterable[Html | str], class_: str | None = None) -> Html:
    return tag("tr", row_head(name), map(cell, cells), class_=class_)


def _more(count: int, what: str) -> Html | str:
    return tag("p", f"… and {count - MOST_ROWS} more {what}.") if count > MOST_ROWS else ""


def _code(text: str) -> Html:
    return tag("code", shortened(readable(text), _LONGEST), style=WRAPPED)
