"""HTML that is escaped by construction: only a tag is markup; other text is escaped, and the invisible pictured."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import takewhile, zip_longest

from sigv4_explain.masking import pictured

_special = re.compile(r"[&<>\"']").search
_VOID = frozenset({"br", "hr", "wbr"})


class Html(str):
    """A text that is markup already and may stand in a page as it is."""

    __slots__ = ()


Child = str | Iterable[str]


def escaped(text: str) -> Html:
    r"""Return the text as markup: unchanged when it is markup, with ``& < > " '`` escaped when it is not.

    What cannot be seen is pictured, but for blanks and line breaks.

    >>> escaped("<b>\u200b")
    '&lt;b&gt;⟨U+200B⟩'
    """
    return text if isinstance(text, Html) else Html(_escape(text))


def join(*children: Child) -> Html:
    """Put texts and markup next to each other."""
    return Html("".join(_flat(children)))


def tag(name: str, *children: Child, **attributes: str | int | None) -> Html:
    """Return an element; ``class_`` becomes ``class``, ``data_x`` becomes ``data-x``, None is left out.

    >>> tag("p", "1 < 2", tag("b", "!"), class_="note")
    '<p class="note">1 &lt; 2<b>!</b></p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{''.join(_flat(children))}</{name}>")


def with_code(text: str) -> Html:
    """Return the text as markup, with what stands between backticks as code.

    >>> with_code("`a` < `b`")
    '<code>a</code> &lt; <code>b</code>'
    """
    return join(tag("code", part) if place % 2 else part for place, part in enumerate(text.split("`")))


def _escape(text: str) -> str:
    text = pictured(text)
    return html.escape(text, quote=True) if _special(text) else text


def _flat(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, str):
            yield escaped(child)
        else:
            yield from map(escaped, child)


_INLINE = frozenset({"a", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong", "wbr"})
_KEPT = frozenset({"pre", "code"})
_break = re.compile(r"[ \t]*\n\s*")
_WIDEST = 64
"""Letters, as a hash has: what is wider does not push the next column further out."""


def text_of(markup: Html) -> str:
    r"""Return what a page of HTML says, as lines: table rows side by side, what is folded away left out.

    The text of ``pre`` and ``code`` is kept to the character; elsewhere a line break is a blank.

    >>> print(text_of(tag("ul", tag("li", "1 < 2"), tag("li", tag("pre", "a  b\n c")))))
    - 1 < 2
    - a  b
       c
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.end_line()
    return "\n".join(reader.frames[0]).strip("\n")


class _Reader(HTMLParser):
    """Collects finished lines in a frame for each list item, cell or folded part that is open."""

    def __init__(self) -> None:
        super().__init__()
        self.frames: list[list[str]] = [[]]
        self.line = ""
        self.kept = 0
        self.rows: list[list[list[str]]] = []
        self.heads: list[str] = []
        self.folded: list[bool] = []

    def end_line(self) -> None:
        if self.line.strip():
            self.frames[-1] += [line.rstrip() for line in self.line.rstrip().split("\n")]
        self.line = ""

    def leave_room(self) -> None:
        if self.frames[-1][-1:] != [""]:
            self.frames[-1].append("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_line()
        self.kept += tag in _KEPT
        match tag:
            case "h2" | "h3" | "h4":
                self.leave_room()
            case "li" | "td" | "th":
                self.frames.append([])
            case "table":
                self.rows, self.heads = [], []
            case "tr":
                self.rows.append([])
            case "details":
                self.folded.append("open" not in dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_line()
        self.kept -= tag in _KEPT
        match tag:
            case "li":
                lines = self.frames.pop()
                self.frames[-1] += [f"{'  ' if place else '- '}{line}".rstrip() for place, line in enumerate(lines)]
            case "td" | "th":
                self.rows[-1].append(self.frames.pop())
            case "thead":
                self.heads = ["".join(cell) for cell in self.rows[-1]]
            case "table":
                self.frames[-1] += [*_table_lines(self.heads, self.rows), ""]
            case "summary" if self.folded[-1]:
                self.frames.append([])
            case "details" if self.folded.pop():
                self.frames.pop()

    def handle_data(self, data: str) -> None:
        if not self.kept:
            data = _break.sub(" ", data)
            data = data if self.line and self.line[-1] != " " else data.lstrip()
        self.line += data


def _table_lines(heads: list[str], rows: list[list[list[str]]]) -> Iterable[str]:
    """Write rows in columns; a cell of several lines, and what follows it, stands below under its heading."""
    beside = [["".join(cell) for cell in takewhile(lambda cell: len(cell) < 2, row)] for row in rows]
    widths = [min(max(map(len, column)), _WIDEST) for column in zip_longest(*beside, fillvalue="")]
    for row, cells in zip(rows, beside, strict=True):
        yield "  ".join([cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]).rstrip()
        for place, cell in list(enumerate(row))[len(cells) :]:
            yield from (f"    {head}" for head in heads[place : place + 1])
            yield from (f"        {line}".rstrip() for line in cell)


LEFT = "text-align: left; vertical-align: top"
"""For a cell: else Jupyter puts it on the right."""
WRAPPED = "white-space: pre-wrap; overflow-wrap: anywhere; word-break: break-all"
"""For a value that must be whole, however narrow the page is."""
MARKED = "background-color: #ffd0c7; color: #111111"
"""For what differs."""


def headed_table(heads: Iterable[str], rows: Iterable[Html], class_: str | None = None) -> Html:
    """Draw a table below its heads; an empty one is a plain cell, or it would be read out as a head without words."""
    drawn = (tag("th", head, scope="col", style=LEFT) if head else tag("td", "") for head in heads)
    return tag("table", tag("thead", tag("tr", drawn)), tag("tbody", rows), class_=class_)


def row_head(*content: Child) -> Html:
    """Draw the cell that names a row."""
    return tag("th", *content, scope="row", style=LEFT)


def cell(content: Child, label: str | None = None, class_: str | None = None) -> Html:
    """Draw a cell; the label stands beside the value where the page is too narrow for the table's head."""
    return tag("td", content, style=LEFT, class_=class_, data_label=label)


def link(text: str, address: str) -> Html:
    """Draw a link that opens a page of its own."""
    return tag("a", text, href=address, target="_blank", rel="noopener")


def shortened(text: str, longest: int) -> str:
    """Return a text, or its beginning with the number of its characters."""
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"
